import type { DataColumn, Reading } from '../artifacts/index.ts';
import { LIST_MARK } from './asking-table.ts';
import { inputColumn } from './input-column.ts';

/** Behind these stand columns that are not learned from. */
const WITHOUT =
  /\b(?:ignor(?:e|es|ing)|without|drop(?:s|ping)?|exclud(?:e|es|ing)|leav(?:e|ing) out|omit(?:s|ting)?|remov(?:e|es|ing)|discard(?:ing)?|disregard(?:ing)?|except(?: for)?|excepting|but not|apart from|other than|(?:do|does|should|must|may) not|don['’]t|never|not|ohne|ignoriere|sans|sin|senza|sem)\s+(?:(?:use|using|used|include|including|consider|considering|take|taking|look at|rely on|depend on)\s+)?(?:(?:the|any|all) )?((?:(?!\b(?:using|with|predict|classify|estimate|forecast|train|trained|and (?:use|predict|classify|forecast|train))\b)[^.;!?\n])+)/giu;

/** What of a text says which columns are not learned from, where such a clause names a column. */
function excludingClauses(
  text: string,
  columns: readonly DataColumn[],
): readonly { readonly clause: string; readonly columns: readonly DataColumn[] }[] {
  return [...text.matchAll(WITHOUT)].flatMap(([clause, list = '']) => {
    const named = list.split(LIST_MARK).map((item) => inputColumn(columns, item, []));
    // Behind the first that names none stands something else.
    const end = named.indexOf(null);
    const found = named.slice(0, end === -1 ? undefined : end);
    const excluded = found.filter((column) => column !== null);
    return excluded.length === 0 ? [] : [{ clause, columns: excluded }];
  });
}

/** The columns that a requirement says are not learned from. */
export function excludedColumns(
  columns: readonly DataColumn[],
  { requirement: { text } }: Reading,
): readonly DataColumn[] {
  return excludingClauses(text, columns).flatMap((one) => one.columns);
}

/** A text without what it says of columns that are not learned from. */
export function withoutExclusions(text: string, columns: readonly DataColumn[]): string {
  return excludingClauses(text, columns).reduce(
    (rest, { clause }) => rest.replace(clause, ' . '),
    text,
  );
}
