import type { DataColumn } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords, nearestName } from './column-names.ts';

/** The columns of these names. Errors: UNKNOWN_COLUMN. */
export function namedColumns<C extends DataColumn>(
  names: readonly string[],
  columns: readonly C[],
  file: string,
  who = 'The target',
): readonly C[] {
  return names.map((name) => {
    const found = namedColumn(name, columns);
    if (found !== null) return found;
    throw unknownColumn(
      name,
      columns.map((column) => column.name),
      file,
      who,
    );
  });
}

/** The column of exactly that name, else the only one that differs in case and marks alone. */
export function namedColumn<C extends { readonly name: string }>(
  name: string,
  columns: readonly C[],
): C | null {
  const exact = columns.find((column) => column.name === name);
  const loose = columns.filter((column) => nameWords(column.name) === nameWords(name));
  return exact ?? (loose.length === 1 ? (loose[0] ?? null) : null);
}

/** Targets of one network: amounts, or yes and no. */
export function areAlike(columns: readonly DataColumn[]): boolean {
  return (
    columns.every(({ binary }) => binary) ||
    columns.every(({ numeric, distinct }) => numeric && distinct > 2)
  );
}

export function unknownColumn(
  name: string,
  columns: readonly string[],
  file: string,
  who: string,
): DLCodeGenError {
  const near = nearestName(name, columns);
  const listed = columns.slice(0, 60).join(', ') + (columns.length > 60 ? ', ...' : '');
  return new DLCodeGenError(
    'UNKNOWN_COLUMN',
    `${who} names the column ${JSON.stringify(name)}, which ${file} does not have.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`} Columns: ${listed}.`,
    { data: { wanted: name, columns: [...columns] } },
  );
}
