import type { DataColumn } from '../artifacts/index.ts';
import { phraseOf } from './asked-phrases.ts';
import { matchColumn } from './match-column.ts';

const ENOUGH = 0.6;
const NAMED = 0.7;

/** The column that a few words name, other than a target. */
export function inputColumn(
  columns: readonly DataColumn[],
  item: string,
  targets: readonly DataColumn[],
): DataColumn | null {
  const phrase = phraseOf(item);
  const [best] = columns
    .filter((column) => !targets.includes(column))
    .map((column) => ({ column, ...matchColumn(column.name, phrase) }))
    .filter(({ score, named, isHead }) => isHead && score >= NAMED && named >= ENOUGH)
    .toSorted((a, b) => b.score - a.score);
  return best?.column ?? null;
}
