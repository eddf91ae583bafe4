import type { DataKind, FactValue } from '../artifacts/index.ts';
import { factSchema } from '../kinds/index.ts';

/** Facts of a table for each part, where the kind keeps rows in tables that may be split so. */
export function splitTables(
  kind: DataKind,
  parts: readonly string[],
): Readonly<Record<string, FactValue>> {
  const known = factSchema(kind).shape;
  if (parts.length === 0 || !('SPLIT_COLUMN' in known) || !('TABLE_FORM' in known)) return {};
  const files = parts.map((part) => `${part}.csv`);
  return {
    TABLE_FILE: files[0] ?? null,
    TABLE_FORM: 'stacked',
    TABLE_FILES: files,
    FILE_COLUMN: 'split',
    SPLIT_COLUMN: 'split',
  };
}
