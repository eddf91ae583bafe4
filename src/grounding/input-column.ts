import type { DataColumn } from '../artifacts/index.ts';
import { phraseOf } from './asked-phrases.ts';
import { columnWords, matchColumn } from './match-column.ts';

const ENOUGH = 0.6;
const NAMED = 0.7;
/** `the number of customers` is the column of customers where none is called by all of it. */
const MEASURE =
  /^\s*(?:the |a |an |all )?(?:number|count|amount|total|level|value|degree|column|feature|variable|kind|type)s? (?:of|for) /i;

/** The column that a few words name, other than a target. */
export function inputColumn(
  columns: readonly DataColumn[],
  item: string,
  targets: readonly DataColumn[],
): DataColumn | null {
  const others = columns.filter((column) => !targets.includes(column));
  const bare = item.replace(MEASURE, '');
  return (
    bestMatch(others, item) ??
    (bare === item ? null : bestMatch(others, bare)) ??
    onlyMatch(others, bare)
  );
}

function bestMatch(columns: readonly DataColumn[], item: string): DataColumn | null {
  return rank(columns, item, ({ name }) => name)[0]?.column ?? null;
}

/** The only column whose last word is meant: `holiday` for `Public holiday`. */
function onlyMatch(columns: readonly DataColumn[], item: string): DataColumn | null {
  const [best, second] = rank(columns, item, ({ name }) => columnWords(name).at(-1)?.word ?? '');
  return best === undefined || second !== undefined ? null : best.column;
}

function rank(
  columns: readonly DataColumn[],
  item: string,
  nameOf: (column: DataColumn) => string,
): readonly { readonly column: DataColumn; readonly score: number }[] {
  const phrase = phraseOf(item);
  return columns
    .map((column) => ({ column, ...matchColumn(nameOf(column), phrase) }))
    .filter(({ score, named, isHead }) => isHead && score >= NAMED && named >= ENOUGH)
    .toSorted((a, b) => b.score - a.score);
}
