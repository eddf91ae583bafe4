import type { Ask } from '../artifacts/index.ts';
import { forText, lazyExpression } from '../core/index.ts';
import { askAt } from './find-terms.ts';
import type { ReadableText } from './readable-text.ts';
import { TASK_TERMS } from './terms/task-table.ts';
import { findPhrases } from './terms/term.ts';

const NAMES = TASK_TERMS.filter(({ goal }) => goal !== undefined).map(({ heard }) =>
  findPhrases(heard),
);
const VERBS =
  /(?<!\p{L})(?:classif(?:y|ies|ying|ication(?! (?:report|accuracy|error|metric|loss|head|layer)))|recogni[sz]\p{L}*|recognition|identif(?:y|ies|ying|ication)|distinguish\p{L}*|diagnos(?:e|es|ing|is)|detect(?:s|ing|ion)?|predict(?:s|ing|ion)?|estimat(?:e|es|ing|ion)|determin(?:e|es|ing)|categori[sz]\p{L}*|recommend\p{L}*|find out|tell|know)(?!\p{L})/gu;
/** What follows speaks of the means or of what the data are. */
const CLAUSE_END =
  /\b(?:using|utili[sz]ing|leveraging|employing|with|by|via|through|based on|on the basis of|focusing|including|from a|from the|in order to|so that|and (?:evaluate|train|build|visuali[sz]e|compare|report|save))\b|[.;:!?\n]/u;
/** What a task's noun is of, before it: `bird species classification`. */
const SUBJECT = lazyExpression(
  String.raw`(?<![\p{L}\p{N}'’-])((?:(?!(?:for|of|an?|the|to|and|or|in|on|at|by|from|with|using|perform|build|develop|create|do|my|our|is|are|implement|that|which|can|i|we|you|it)\b)[\p{L}\p{N}'’-]+ ){1,4})$`,
  'u',
);
const MOST_LETTERS = 120;

/**
 * What is to be learned, in the requirement's own words: from the first name of a task or verb of one to the end of its clause.
 * The value is the category that the words ask for; null where no task is named.
 */
export function findTask(text: ReadableText, category: string): Ask | null {
  const own = text.words.slice(0, text.attributesAt.words);
  const first = startOfTask(own);
  if (first === null) return null;
  const from = first.index + first[0].length;
  const rest = own.slice(from, from + MOST_LETTERS);
  const clause = rest
    .slice(0, forText(CLAUSE_END, rest).exec(rest)?.index ?? rest.length)
    .trimEnd();
  const before = own.slice(Math.max(0, first.index - MOST_LETTERS), first.index);
  const lead = SUBJECT(before).exec(before)?.[1] ?? '';
  return askAt(text, 'task', 'task', category, first.index - lead.length, from + clause.length);
}

/** The first name of a task in the words, or verb of one; null where there is none. */
export function startOfTask(words: string): RegExpExecArray | null {
  const starts = [
    ...NAMES.map((find) => find(words)),
    [...words.matchAll(forText(VERBS, words))],
  ].flatMap((found) => found.slice(0, 1));
  return starts.toSorted((left, right) => left.index - right.index)[0] ?? null;
}
