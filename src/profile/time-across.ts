import type { DataColumn } from '../artifacts/index.ts';
import { nameWords } from './column-names.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const FEWEST_YEARS = 5;
const FEWEST_DATES = 5;

/**
 * What is said of a table whose columns are points in time, e.g. one for each month; null where time runs down the rows.
 * Completes a sentence that begins with the file's name.
 */
export function timeAcross(columns: readonly DataColumn[]): string | null {
  const names = columns.filter(({ numeric }) => numeric).map(({ name }) => nameWords(name));
  const months = names.filter((name) => MONTHS.some((month) => isMonth(name, month)));
  const years = names.filter((name) => /^(x |y |yr |year |f )?(1[89]|20)\d\d$/.test(name));
  const dates = names.filter((name) => /^(1[89]|20)\d\d \d{1,2}( \d{1,2})?$/.test(name));
  const found =
    new Set(months).size >= MONTHS.length
      ? { step: 'month', list: months }
      : years.length >= FEWEST_YEARS && years.length > names.length / 2
        ? { step: 'year', list: years }
        : dates.length >= FEWEST_DATES && dates.length > names.length / 2
          ? { step: 'date', list: dates }
          : null;
  if (found === null) return null;
  return `has a column for each ${found.step} (${found.list[0]} to ${found.list.at(-1)}). A series needs a row for each step of time: write it as a column of dates and a column of values.`;
}

function isMonth(name: string, month: string): boolean {
  return name.startsWith(month) && /^[a-z]{3,9}$/.test(name);
}
