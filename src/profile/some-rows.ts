import type { Table } from './table.ts';

/** About 20,000 rows at even steps, with their number. */
export function someRows({ sample, count }: Table): string {
  const step = Math.max(1, Math.floor(Math.min(count, 50_000) / 20_000));
  return `SELECT * FROM (SELECT *, row_number() OVER () AS row FROM ${sample}) WHERE row % ${step} = 0`;
}
