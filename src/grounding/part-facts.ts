import type { DataKind, FactValue } from '../artifacts/index.ts';
import { factSchema, KINDS, type Kind } from '../kinds/index.ts';

/** Facts of a folder for each part where the kind may lie in such, else of a table for each where it keeps rows in tables. */
export function partFacts(
  kind: DataKind,
  parts: readonly string[],
): Readonly<Record<string, FactValue>> {
  if (parts.length === 0) return {};
  const { parts: mayBeFolders }: Kind = KINDS[kind];
  if (mayBeFolders === true) {
    const named = (part: string): string | null => (parts.includes(part) ? part : null);
    return {
      TRAIN_FOLDER: named('train'),
      VALIDATION_FOLDER: named('validation'),
      TEST_FOLDER: named('test'),
    };
  }
  const known = factSchema(kind).shape;
  if (!('SPLIT_COLUMN' in known) || !('TABLE_FORM' in known)) return {};
  const files = parts.map((part) => `${part}.csv`);
  return {
    TABLE_FILE: files[0] ?? null,
    TABLE_FORM: 'stacked',
    TABLE_FILES: files,
    FILE_COLUMN: 'split',
    SPLIT_COLUMN: 'split',
  };
}
