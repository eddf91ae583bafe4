import type { DataKind, FactValue } from '../artifacts/index.ts';
import { splitRole } from '../profile/columns.ts';
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
  return stackedFacts(
    kind,
    parts.map((part) => `${part}.csv`),
  );
}

/** Facts of rows that lie in several tables, one a part; none where the kind cannot have them. */
export function stackedFacts(
  kind: DataKind,
  files: readonly string[],
): Readonly<Record<string, FactValue>> {
  const known = factSchema(kind).shape;
  if (!('SPLIT_COLUMN' in known) || !('TABLE_FORM' in known)) return {};
  return {
    TABLE_FILE: files[0] ?? null,
    TABLE_FORM: 'stacked',
    TABLE_FILES: files,
    FILE_COLUMN: 'split',
    SPLIT_COLUMN: 'split',
  };
}

/** Of named tables those of train, validation and test, where all three are named; a test table alone waits for answers. */
export function partFiles(names: readonly string[]): readonly string[] {
  const files = (['train', 'validation', 'test'] as const).map((part) =>
    names.find((name) => splitRole(name) === part),
  );
  const found = files.filter((name) => name !== undefined);
  return found.length === files.length ? found : [];
}
