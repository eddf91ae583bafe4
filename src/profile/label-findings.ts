import type { Issue } from '../core/index.ts';
import { itemFindings } from './attributes.ts';
import type { LabelTarget } from './label-columns.ts';
import type { Table } from './table.ts';
import { tableFindings } from './table-findings.ts';

/** What is to be said of a table and of what is predicted from it. */
export async function labelFindings(table: Table, labels: LabelTarget): Promise<readonly Issue[]> {
  const { columns, facts, kind, classes, findings } = labels;
  const named = 'MISSING_CLASS' in facts;
  return [
    ...(await tableFindings(table, columns)).filter(
      ({ code, path }) => !(named && code === 'MISSING_VALUES' && path === columns[0]?.name),
    ),
    ...findings,
    ...(kind === 'class' ? itemFindings(classes) : []),
  ];
}
