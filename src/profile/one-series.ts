import { DLCodeGenError } from '../core/index.ts';
import { quoteText } from './duckdb.ts';
import { namedColumns } from './named-columns.ts';
import type { Table } from './table.ts';

/** The rows of a table that belong to one series. Errors: UNKNOWN_COLUMN; BAD_DATA where fewer than two rows do. */
export async function oneSeries(
  table: Table,
  [name, value]: readonly [column: string, value: string],
): Promise<Table> {
  const [column] = namedColumns([name], table.columns, table.file);
  const { session, file } = table;
  const relation = `${table.relation}_series`;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${relation} AS SELECT * FROM ${table.relation} WHERE trim(${column?.sql ?? ''}::VARCHAR) = ${quoteText(value)}`,
  );
  const [row] = await session.rows(`SELECT count(*) AS n FROM ${relation}`);
  const count = Number(row?.['n'] ?? 0);
  if (count < 2)
    throw new DLCodeGenError('BAD_DATA', `${file} has ${count} rows whose ${name} is ${value}.`, {
      data: { file, column: name, value },
    });
  return { ...table, relation, sample: relation, count };
}
