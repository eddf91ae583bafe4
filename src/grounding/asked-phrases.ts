import { forText, type ExpressionFor } from '../core/index.ts';
import { nameWords } from '../profile/columns.ts';
import {
  ASKED_NOUNS,
  CLAUSE_END,
  GROUPINGS,
  ITEM_VERBS,
  LIST_MARK,
  PARTS,
  QUESTIONS,
  TOPICS,
  VERBS,
  WEAK_VERBS,
} from './asking-table.ts';
import { HOW_MUCH, LIGHT_HEADS, STOP_WORDS } from './meaning-table.ts';
import type { Phrase, SaidWord } from './match-column.ts';

const MOST_WORDS = 12;
/** What each place further back in a list takes from the weight. */
const LATER_ITEM = 0.02;
const WEIGHTS = { head: 1, beside: 0.4, part: 0.3 };

export interface AskedThing extends Phrase {
  /** How surely this is what is predicted, 0-1: less for what weak verbs or topics say. */
  readonly weight: number;
  /** False for what is classified or detected, which may be the items. */
  readonly isTarget: boolean;
}

/** What stands behind a verb, and whether it is what is predicted. */
interface Clause {
  readonly text: string;
  readonly isTarget: boolean;
}

/** What a requirement says is predicted, the most telling first; `joinsWords` is said of its language. */
export function askedThings(text: string, joinsWords = false): readonly AskedThing[] {
  const clauses = [...groupings(text), ...askedNouns(text), ...clausesBehind(text, VERBS)];
  const topics = [...text.matchAll(TOPICS(text))].map(([, before = '']) => ({
    text: before.split(/[.;:,]/).at(-1) ?? '',
    isTarget: false,
  }));
  const weak = clausesBehind(text, WEAK_VERBS);
  return [
    ...clauses.flatMap((clause) => thingsOf(clause, 1)),
    ...topics.flatMap((topic) => thingsOf(topic, 0.95)),
    ...weak.flatMap((clause) => thingsOf(clause, 0.85)),
  ].flatMap((asked) => (asked.words.length > 0 ? [{ ...asked, joinsWords }] : []));
}

function groupings(text: string): readonly Clause[] {
  return [...text.matchAll(forText(GROUPINGS, text))].map(([, after = '']) => ({
    text: after.split(CLAUSE_END(after))[0] ?? '',
    isTarget: false,
  }));
}

/** What follows each verb, up to what names inputs; "how old" and the like stay at its beginning. */
function askedNouns(text: string): readonly Clause[] {
  return [...text.matchAll(forText(ASKED_NOUNS, text))].map(([, noun = '']) => ({
    text: noun,
    isTarget: true,
  }));
}

function clausesBehind(text: string, verbs: ExpressionFor): readonly Clause[] {
  return [...text.matchAll(verbs(text))].map((match) => {
    const after = text.slice(match.index + match[0].length);
    const clause = after.split(CLAUSE_END(after))[0] ?? '';
    const how = /^how (\w+)/i.exec(match[0])?.[1]?.toLowerCase() ?? '';
    const isTarget = !ITEM_VERBS(match[0]).test(match[0]);
    if (QUESTIONS(match[0]).test(match[0])) return { text: `whether ${clause}`, isTarget };
    return { text: how === '' ? clause : `how ${how} ${clause}`, isTarget };
  });
}

/** What follows says of what, and is no list: `the sales of every shop and product`. */
const EACH = /\b(?:of|for|in|at|by)\s+(?:each|every|all)\b|\bper\b/i;

/** The things that a clause names: each of a list, with all readings of its head. */
function thingsOf({ text: clause, isTarget }: Clause, weight: number): readonly AskedThing[] {
  const how = /^how (\w+) /.exec(clause)?.[1];
  const isClause = /^\s*(?:whether|if|which|who|how|will|does|did|is|are)\b/i.test(clause);
  const text = clause.replace(/^\s*(?:how \w+|whether|if)\b/i, '');
  const said = nameWords(text).split(' ').slice(0, MOST_WORDS);
  const measures = HOW_MUCH[how?.replace(/ly$/, '') ?? ''] ?? [];
  const measured = measures.map((measure) =>
    thing([{ word: measure, weight: WEIGHTS.head }, ...contentWords(text, WEIGHTS.part)], {
      said,
      isClause: false,
      weight,
      isTarget,
      joinsWords: false,
    }),
  );
  const about = { said, isClause, isTarget, joinsWords: false };
  if (isClause) {
    const words = contentWords(text, WEIGHTS.head);
    return [...measured, thing(words, { ...about, weight })];
  }
  const items = (text.split(EACH)[0] ?? '').split(LIST_MARK);
  return [
    ...measured,
    ...readings(text).map((words) => thing(words, { ...about, weight })),
    ...(items.length < 2 ? [] : items).flatMap((item, at) =>
      readings(item).map((words) =>
        thing(words, { ...about, weight: weight - (at + 1) * LATER_ITEM }),
      ),
    ),
  ];
}

function thing(words: readonly SaidWord[], about: Omit<AskedThing, 'words'>): AskedThing {
  return { words: words.slice(0, MOST_WORDS), ...about };
}

/** A noun phrase with its last word before "of" as the head; of a light head what follows "of" may be it too. */
function readings(text: string): readonly (readonly SaidWord[])[] {
  const parts = text.split(PARTS(text)).map((part) => contentWords(part, WEIGHTS.part));
  const [first = [], ...rest] = parts;
  if (first.length === 0)
    return rest.length === 0 ? [] : [headed(rest[0] ?? [], rest.slice(1).flat())];
  const own = headed(first, rest.flat());
  const head = first.at(-1)?.word ?? '';
  const [complement = []] = rest;
  const isLight = LIGHT_HEADS.has(head) && complement.length > 0;
  return isLight ? [own, headed(complement, [...first, ...rest.slice(1).flat()])] : [own];
}

function headed(words: readonly SaidWord[], beside: readonly SaidWord[]): readonly SaidWord[] {
  const last = words.length - 1;
  return [
    ...words.map(({ word }, at) => ({ word, weight: at === last ? WEIGHTS.head : WEIGHTS.beside })),
    ...beside.map(({ word }) => ({ word, weight: WEIGHTS.part })),
  ];
}

function contentWords(text: string, weight: number): readonly SaidWord[] {
  return nameWords(text.replaceAll(/['’]s\b/g, ''))
    .split(' ')
    .filter((word) => word !== '' && !STOP_WORDS.has(word))
    .map((word) => ({ word, weight }));
}

/** `the two targets, Y1 and Y2`: what a list is of names none of them. */
const NOTHING_NAMED =
  /^(?:(?:the|both|two|three|four|five|\d+|all|following|my)\s+)*(?:targets?|target (?:columns|variables)|outputs?|columns|values|numbers|variables)?:?$/i;

const RANGE = /\b(\p{L}[\p{L}_]*)(\d{1,3}) ?(?:to|through|-|–|\.{2,3}|…) ?(?:\1)?(\d{1,3})\b/giu;
const LONGEST_RANGE = 200;

/** `y1 to y3` as `y1, y2, y3`. */
function spellRanges(text: string): string {
  return text.replaceAll(forText(RANGE, text), (range, stem: string, from: string, to: string) => {
    const count = Number(to) - Number(from) + 1;
    if (count < 2 || count > LONGEST_RANGE) return range;
    return Array.from({ length: count }, (_, at) => `${stem}${Number(from) + at}`).join(', ');
  });
}

/** The things of each list behind a verb: `heating load and cooling load`. */
export function askedLists(text: string): readonly (readonly string[])[] {
  return clausesBehind(spellRanges(text), VERBS)
    .map(({ text: clause }) => (clause.split(PARTS(clause))[0] ?? '').split(LIST_MARK))
    .map((parts) => parts.map((part) => part.trim()).filter((part) => !NOTHING_NAMED.test(part)))
    .filter(({ length }) => length >= 2);
}

/** The phrase of a few words that stand by themselves. */
export function phraseOf(text: string): Phrase {
  const [words = []] = readings(text);
  return {
    words,
    said: nameWords(text).split(' ').slice(0, MOST_WORDS),
    isClause: false,
    joinsWords: false,
  };
}

/** Words that name things, anywhere in a text. */
export function mentionedWords(text: string): readonly string[] {
  return contentWords(text, 1).map(({ word }) => word);
}
