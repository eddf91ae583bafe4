import type { DataColumn, Reading } from '../artifacts/index.ts';
import { editDistance, nameWords } from '../profile/columns.ts';

/** A column that the requirement names, quoted or called a column. */
export interface ColumnAsk {
  readonly written: string;
  /** Null where the data have none of that name. */
  readonly column: DataColumn | null;
  readonly isTarget: boolean;
  readonly isQuoted: boolean;
}

const BEFORE = 60;
/** What is predicted stands behind such a word, with nothing between that names an input. */
const ASKING =
  /\b(predict|classif|estimat|forecast|target|label|detect|output|regress|determin|identif|recogni)\w*[^,]*$/i;
const GIVEN = /\b(from|using|given|based on|by|with)\b[^,]*$/i;
const QUOTE = /["'`“”‘’]/;
/** Behind it more quoted words follow: "as 'spam' or 'ham'" names classes. */
const GOES_ON = /^["'`”’]?\s*(,|or|and|vs\.?|from)\s*["'`“‘]/;

/** The columns that the requirement's own words name, in their order. */
export function columnAsks(
  { asks, requirement: { text } }: Reading,
  columns: readonly DataColumn[],
): readonly ColumnAsk[] {
  return asks.flatMap(({ kind, name, value, words, span: [start, end] }) => {
    if (typeof value !== 'string' || start >= text.length) return [];
    const isQuoted = QUOTE.test(words) || QUOTE.test(text[start - 1] ?? '');
    const before =
      text
        .slice(Math.max(0, start - BEFORE), start)
        .split(/[.;]/)
        .at(-1) ?? '';
    const isAsked = ASKING.test(before) && !GIVEN.test(before);
    const column = resolveColumn(value, columns);
    if (kind === 'column')
      return [{ written: value, column, isTarget: name === 'target' || isAsked, isQuoted }];
    // Quoted words that nothing calls a column: what is predicted is one, a class among others is none.
    const isPredicted =
      kind === 'data' &&
      name === 'name' &&
      isQuoted &&
      PREDICTED.test(before) &&
      !(column === null && GOES_ON.test(text.slice(end)));
    if (isPredicted || (kind === 'data' && name === 'name' && column !== null))
      return [{ written: value, column, isTarget: isAsked, isQuoted }];
    return [];
  });
}

const PREDICTED = /\b(?:predict|classify|estimate|forecast|model)s?\s+(?:the\s+)?$/i;

/** The column that a name means: exact, then but for case and marks, then but for a typo. */
function resolveColumn(written: string, columns: readonly DataColumn[]): DataColumn | null {
  const exact = columns.find(({ name }) => name === written);
  if (exact !== undefined) return exact;
  const key = plain(written);
  if (key === '') return null;
  const same = columns.filter(({ name }) => plain(name) === key);
  if (same.length > 0) return same[0] ?? null;
  const allowed = key.length >= 8 ? 2 : key.length >= 5 ? 1 : 0;
  const near = columns.filter(({ name }) => editDistance(plain(name), key, allowed) <= allowed);
  return near.length === 1 ? (near[0] ?? null) : null;
}

function plain(name: string): string {
  return nameWords(name).replaceAll(' ', '');
}
