import type { Candidate, DataColumn, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';
import { withoutExclusions } from './excluded-columns.ts';
import { inputColumn } from './input-column.ts';
import { columnWords } from './match-column.ts';
import { STOP_WORDS } from './meaning-table.ts';
import { wordSimilarity } from './word-similarity.ts';

/** What the requirement says of the columns to learn from. */
export interface InputChoice {
  /** Columns that it names as inputs. */
  readonly named: readonly DataColumn[];
  /** Whether nothing else is to be learned from. */
  readonly isWhole: boolean;
  /** What it names beside them, and no column is called by. */
  readonly absent: readonly string[];
}

/** Behind these stand all of the inputs; behind "using" and "with" some of them, or a method. */
const SOURCES =
  /\b(from|based (?:only |solely )?(?:up)?on|on the basis of|given|as a function of|depending on|out of|(?:inputs?|features|predictors|regressors|(?:independent|explanatory|input) (?:variables|columns|features))\s*(?:are|:|=))\s+([^.;!?\n]+)/gi;
const MEANS =
  /\b(using|with|by means of|including|considering|taking into account)\s+([^.;!?\n]+)/gi;
const USED = /\b(use|take|keep)\s+((?:only|just|solely)\s+[^.;!?\n]+|[^.;!?\n]+?\s+only\b)/gi;
/** `age and sex are the features`: what stands before is learned from. */
const STATED =
  /(?<=^|[.;:!?\n])()([^.;:!?\n]+?)\s+(?:are|as)\s+(?:the |my |our )?(?:only )?(?:model )?(?:inputs|features|predictors|regressors|(?:independent|explanatory|input) (?:variables|columns|features))\b/gi;
const ONLY = /\b(only|just|solely|nothing but|alone|exclusively)\b/i;
/** A list that is no whole one. */
const OPEN =
  /\b(etc|and so on|such as|e\.?g|like|for example|other|others|more|all|rest|remaining|too|also|as well|additional|extra)\b|\.\.\./i;
const LIST_MARK = /,|&|\b(?:and|as well as|plus|or|und|et)\b/i;
const NEXT_CLAUSE =
  /\b(?:using|with|predict|classify|estimate|forecast|whether|in order|so that|to (?:predict|classify|estimate|forecast|decide)|trained|train|by)\b/i;

/** The columns that a requirement says are learned from. */
export function chooseInputs(
  { columns }: Pick<Candidate, 'columns'>,
  { requirement: { text } }: Reading,
  targets: readonly DataColumn[],
): InputChoice {
  const named = new Set<DataColumn>();
  const absent: string[] = [];
  let isWhole = false;
  const said = withoutExclusions(text, columns);
  for (const [pattern, isSource] of [
    [SOURCES, true],
    [MEANS, false],
    [USED, true],
    [STATED, true],
  ] as const) {
    for (const match of said.matchAll(pattern)) {
      const clauses = (match[2] ?? '').split(NEXT_CLAUSE);
      const clause = clauses.at(pattern === STATED ? -1 : 0) ?? '';
      const listed = clause
        .split(LIST_MARK)
        .map((item) => item.replace(ONLY, ' ').trim())
        .filter((item) => namesSomething(item) && !namesTable(item, columns));
      const all = listed.map((item) => inputColumn(columns, item, targets));
      // What stands before "are the features" begins with other words of the sentence.
      const from = pattern === STATED ? all.lastIndexOf(null) + 1 : 0;
      const items = listed.slice(from);
      const found = all.slice(from);
      for (const column of found) if (column !== null) named.add(column);
      // A list of columns may hold one that is not there; a list of methods holds none.
      if (found.some((column) => column !== null))
        absent.push(...items.filter((_, at) => found[at] === null));
      const isOnly = ONLY.test(match[0]);
      const isThing = items.length === 1 && describesThing(items[0] ?? '', found[0] ?? null);
      const isClosed = (isSource && !OPEN.test(clause) && !isThing) || isOnly;
      if (isClosed && found.length > 0 && found.every((column) => column !== null)) isWhole = true;
    }
  }
  return { named: [...named], isWhole: isWhole && named.size > 0, absent };
}

/** `the customer table` is all of the data, unless a column is called so. */
const TABLE_NOUN =
  /\s(?:tables?|data|data ?sets?|files?|csv|spreadsheets?|database|records|rows)$/i;
const ARTICLE = /^(?:the|a|an|my|our|this|that|these|those)\s+/i;

function namesTable(item: string, columns: readonly DataColumn[]): boolean {
  if (!TABLE_NOUN.test(item)) return false;
  const words = nameWords(item.replace(ARTICLE, ''));
  return columns.every(({ name }) => nameWords(name) !== words);
}

/** `from its body` is the thing as it is described, not `body_mass` alone: no word says the mass. */
const OWN = /^(?:its|his|her|their)\s/i;

function describesThing(item: string, column: DataColumn | null): boolean {
  if (column === null || !OWN.test(item)) return false;
  const said = nameWords(item).split(' ');
  return columnWords(column.name).some(
    ({ word, weight }) => weight === 1 && said.every((other) => wordSimilarity(word, other) === 0),
  );
}

function namesSomething(item: string): boolean {
  return (item.toLowerCase().match(/\p{L}[\p{L}\p{N}_]*/gu) ?? []).some(
    (word) => !STOP_WORDS.has(word),
  );
}
