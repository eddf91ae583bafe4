import type { Issue } from '../core/index.ts';
import { replaceColumns, type Session } from './duckdb.ts';
import type { Column } from './table-columns.ts';

/** Numbers that stand for missing values: nines, or a round number, far from everything else in their columns. */
export interface MissingNumbers {
  readonly numbers: readonly number[];
  readonly relation: string;
  readonly sample: string;
  readonly finding: Issue;
}

const WRITTEN = /^(-?9{2,}(\.9+)?|-[1-9]00+)$/;
const FEWEST = 3;
const SMALLEST_SHARE = 0.002;

/**
 * Views over a relation and its sample in which such numbers are missing; null where there are none. A number counts only
 * where no column has it among its other values.
 */
export async function readMissingNumbers(
  session: Session,
  table: {
    relation: string;
    sample: string;
    file: string;
    count: number;
    columns: readonly Column[];
  },
): Promise<MissingNumbers | null> {
  const { relation, sample, file, count, columns } = table;
  const numeric = columns.filter((column) => column.numeric);
  const ends = new Set(
    numeric
      .flatMap(({ minimum, maximum }) => [minimum, maximum])
      .filter((end) => typeof end === 'number' && WRITTEN.test(String(end)))
      .map(Number),
  );
  const numbers: number[] = [];
  const held = new Set<string>();
  for (const number of ends) {
    const holders = await columnsWith(session, relation, numeric, number);
    const enough = holders.some(({ times }) => times >= Math.max(FEWEST, count * SMALLEST_SHARE));
    if (!enough || !holders.every((holder) => isFar(number, holder))) continue;
    numbers.push(number);
    for (const { name } of holders) held.add(name);
  }
  if (numbers.length === 0) return null;
  const list = numeric
    .filter(({ name }) => held.has(name))
    .map(
      ({ sql }) =>
        `CASE WHEN ${sql} IN (${numbers.join(', ')}) THEN NULL ELSE ${sql} END AS ${sql}`,
    )
    .join(', ');
  const replaced = await replaceColumns(session, { relation, sample }, list, 'm');
  const names = [...held].slice(0, 10).join(', ') + (held.size > 10 ? ', ...' : '');
  return {
    numbers,
    ...replaced,
    finding: {
      code: 'MISSING_NUMBERS',
      path: file,
      message: `${numbers.join(' and ')} in ${names} of ${file} ${numbers.length === 1 ? 'is' : 'are'} far from all other values and read as missing.`,
      fix: 'Write another number where it is a real value.',
    },
  };
}

interface Holder {
  readonly name: string;
  readonly times: number;
  /** Bounds of the other values of the column. */
  readonly minimum: number;
  readonly maximum: number;
}

async function columnsWith(
  session: Session,
  relation: string,
  columns: readonly Column[],
  number: number,
): Promise<readonly Holder[]> {
  const within = columns.filter(
    ({ minimum, maximum }) => Number(minimum) <= number && number <= Number(maximum),
  );
  const parts = within.map(
    ({ sql }, at) =>
      `count(*) FILTER (${sql} = ${number}) AS n${at}, min(${sql}) FILTER (${sql} <> ${number})::DOUBLE AS low${at}, max(${sql}) FILTER (${sql} <> ${number})::DOUBLE AS high${at}`,
  );
  const [row] = await session.rows(`SELECT ${parts.join(', ')} FROM ${relation}`);
  return within
    .map(({ name }, at) => ({
      name,
      times: Number(row?.[`n${at}`] ?? 0),
      minimum: Number(row?.[`low${at}`] ?? Number.NaN),
      maximum: Number(row?.[`high${at}`] ?? Number.NaN),
    }))
    .filter(({ times }) => times > 0);
}

/** Farther from the other values than these spread, or the only one below zero. */
function isFar(number: number, { minimum, maximum }: Holder): boolean {
  const spread = maximum - minimum;
  if (number < minimum) return minimum - number > spread || (number < 0 && minimum >= 0);
  return number > maximum && number - maximum > spread;
}
