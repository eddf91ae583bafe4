import type { Facts } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { splitRole } from './class-folders.ts';
import { nameWords } from './column-names.ts';
import type { Column, Table } from './table.ts';

const MOST_SPLITS = 4;
/** Names for it; another name may be one of a class called "train". */
const NAMES = /^(split|splits|subset|set|set type|data ?set|partition|phase|usage|fold)$/;

/** The column that says which split a row belongs to: all values that are seen are names of splits. */
export function splitColumn(table: Table): Column | null {
  const found = table.columns.find((column) => {
    if (column.numeric || column.distinct < 2 || column.distinct > MOST_SPLITS) return false;
    const values = new Set(table.rawValues(column).filter((value) => value !== ''));
    const roles = new Set([...values].map(splitRole));
    const named = NAMES.test(nameWords(column.name));
    return values.size >= 1 && !roles.has(null) && (named || roles.size >= 2);
  });
  return found ?? null;
}

/** The column of splits that programs keep: train is one of them. */
export function givenSplits(
  table: Table,
): { readonly column: Column; readonly finding: Issue } | null {
  const column = splitColumn(table);
  if (column === null) return null;
  const names = [...new Set(table.rawValues(column).filter((value) => value !== ''))];
  const roles = names.map(splitRole);
  if (!roles.includes('train') || new Set(roles).size < 2) return null;
  const missing = ['validation', 'test'].filter((role) => !roles.some((given) => given === role));
  const cut = missing.length === 0 ? '' : `; ${missing.join(' and ')} is cut from train`;
  const message = `${column.name} of ${table.file} says which split a row belongs to (${names.join(', ')}), and it stays there${cut}.`;
  return { column, finding: { code: 'GIVEN_SPLITS', path: column.name, message } };
}

/** A program that cuts its splits itself; who gave them must know. */
export function splitFindings(table: Table, { SPLIT_COLUMN: kept }: Facts): readonly Issue[] {
  const column = splitColumn(table);
  if (column === null || column.name === kept) return [];
  return [
    {
      code: 'SPLIT_COLUMN',
      path: column.name,
      message: `${column.name} of ${table.file} says which split a row belongs to; it is no input, and the rows are split anew.`,
      fix: 'Write each split into a file of its own to keep them apart.',
    },
  ];
}
