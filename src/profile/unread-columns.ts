import type { Issue } from '../core/index.ts';
import { splitColumn } from './split-column.ts';
import type { Column, Table } from './table.ts';

/** What a program that reads one column as the whole item leaves out; `read`: that column in words. */
export function unreadColumns(
  table: Table,
  used: readonly Column[],
  read: string,
): readonly Issue[] {
  const split = splitColumn(table);
  const others = table.columns.filter(
    (column) =>
      column !== split && !used.includes(column) && !['id', 'constant'].includes(column.role),
  );
  if (others.length === 0) return [];
  const names = others.slice(0, 10).map(({ name }) => name);
  return [
    {
      code: 'LEFT_OUT',
      path: table.file,
      message: `Only ${read} is read; not used: ${names.join(', ')}${others.length > 10 ? ', ...' : ''}.`,
    },
  ];
}
