import type { Ask } from '../artifacts/index.ts';
import { forText } from '../core/index.ts';
import {
  COMMANDS,
  DATA_UNITS,
  GREETINGS,
  LINKS,
  REASONS,
  REQUESTS,
  STATES,
  WEAK,
} from './asking-words.ts';
import { PLAIN } from './plain-words.ts';
import type { ReadableText } from './readable-text.ts';

/** Words, and the marks that part sentences and items; a mark within a number or a name is part of the word. */
const TOKEN = /[\p{L}\p{N}@][\p{L}\p{N}'’&+#.@^-]*%?|[,;:.!?()\n%–—]/gu;
const SENTENCE_END = /^[;.!?\n]$/;
const ITEM_END = /^(?:[,:()–—]|and|or|but|then|plus|while)$/;
/** A number by itself or with its unit or its fellows: `0.25`, `20%`, `5-fold`, `64-32-16`, `20k`. */
const NUMBER = /^\d[\d.,e^x-]*(?:k|m|ms|s|mb|gb|hz|khz|px|%)?(?:-\p{L}+)?$/u;
const DIMENSION = /^[123]-?d$/;
/** Terms that say of anything that it is there, looked at or measured. */
const GENERAL = new Set([
  'evaluation',
  'exploration',
  'preprocessing',
  'images',
  'texts',
  'audio',
  'time series',
  'tabular data',
]);
const MOST_WORDS = 9;
/** Words beside a number that are quoted with it. */
const BESIDE = { before: 3, after: 3 };

interface Token {
  readonly word: string;
  /** Offsets in the original text. */
  readonly span: readonly [number, number];
  readonly isRead: boolean;
  /** Read only by a term that is done whatever is asked beside it: `plot` of `plot the seams`. */
  readonly isGeneral: boolean;
  /** Whether what was read of it has a value: `early stopping` says nothing of the 9 behind it. */
  readonly isValued: boolean;
}

interface Sentence {
  readonly items: readonly (readonly Token[])[];
  readonly isRequest: boolean;
}

/**
 * What is asked for in the requirement's own sentences and of which no ask says anything: whole items of a sentence that
 * asks, `unknown`, and numbers that no ask has as its value, `unknown number`. What states the task is left out.
 *
 * Linear in the length of the text.
 */
export function findUnreadRequests(text: ReadableText, asks: readonly Ask[]): readonly Ask[] {
  const task = asks.find(({ kind }) => kind === 'task');
  const goal = new Set((task?.words.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map(stemOf));
  // "Fraud: a table of payments": what stands before the first colon is what it is all about.
  const hasTitle = /^[^:.;!?\n(]{1,60}:\s/.test(text.original);
  return readSentences(text, asks).flatMap(({ items, isRequest }, sentenceAt) => {
    const title = hasTitle && sentenceAt === 0 ? items[0] : undefined;
    const isTaskSaid = items
      .flat()
      .some(({ span }) => task !== undefined && isWithin(span, task.span));
    return items.flatMap((item) => {
      if (REASONS.test(item[0]?.word ?? '') || isPossession(item)) return [];
      const numbers = unreadNumbers(item);
      if (numbers.length > 0)
        return [askOf(text, 'unknown number', numbers, around(item, numbers))];
      if (!isRequest || item === title || item.some(({ isRead }) => isRead)) return [];
      // The sentence of the task says again in general terms what it is of.
      if (isTaskSaid && item.some(({ isGeneral }) => isGeneral)) return [];
      const telling = item.filter(
        ({ word, isGeneral }) => !isGeneral && isTelling(word) && !goal.has(stemOf(word)),
      );
      if (telling.every(({ word }) => COMMANDS.has(word))) return [];
      const isQuoted = (token: Token): boolean => telling.includes(token) || token.isGeneral;
      const quoted = item.slice(item.findIndex(isQuoted), item.findLastIndex(isQuoted) + 1);
      return [askOf(text, 'unknown', [], quoted.slice(0, MOST_WORDS))];
    });
  });
}

function isWithin([start, end]: Ask['span'], [from, to]: Ask['span']): boolean {
  return from <= start && end <= to;
}

function askOf(
  text: ReadableText,
  name: string,
  numbers: readonly Token[],
  quoted: readonly Token[],
): Ask {
  const span = [quoted[0]?.span[0] ?? 0, quoted.at(-1)?.span[1] ?? 0] as const;
  const value = numbers.length === 0 ? true : numbers.map(({ word }) => word);
  return { kind: 'data', name, value, words: text.original.slice(...span), span };
}

function readSentences(text: ReadableText, asks: readonly Ask[]): readonly Sentence[] {
  const own = text.words.slice(0, text.attributesAt.words);
  const isGeneral = ({ kind, name }: Ask): boolean =>
    (kind === 'data' || kind === 'metric' || kind === 'preprocess') && GENERAL.has(name);
  const read = coverOf(
    text,
    asks.filter((ask) => !isGeneral(ask)),
  );
  const general = coverOf(text, asks.filter(isGeneral));
  const valued = coverOf(
    text,
    // What states the task says nothing of its numbers.
    asks.filter(
      ({ kind, value, words }) =>
        kind !== 'task' && (typeof value !== 'boolean' || /\d/.test(words)),
    ),
  );
  const sentences: Sentence[] = [];
  let items: Token[][] = [];
  let item: Token[] = [];
  const close = (): void => {
    if (item.length > 0) items.push(item);
    item = [];
  };
  // "32, 64 and 128 filters" is one item.
  const isListed = (): boolean => {
    const before = items.at(-1)?.at(-1);
    return before !== undefined && NUMBER.test(before.word) && !before.isValued;
  };
  const end = (): void => {
    close();
    if (items.length > 0) sentences.push({ items, isRequest: isRequest(items) });
    items = [];
  };
  for (const match of own.matchAll(forText(TOKEN, own))) {
    const word = match[0].replace(/[.'’-]+$/, '');
    if (SENTENCE_END.test(match[0])) end();
    else if (ITEM_END.test(match[0])) close();
    else if (match[0] === '%') continue;
    else {
      const span = text.place(match.index, match.index + word.length);
      const isIn = (cover: Uint8Array): boolean => cover.subarray(...span).includes(1);
      if (item.length === 0 && NUMBER.test(word) && isListed()) item = items.pop() ?? [];
      const isRead = isIn(read);
      item.push({
        word,
        span,
        isRead,
        isGeneral: !isRead && isIn(general),
        isValued: isIn(valued),
      });
      if (match[0].endsWith('.')) end();
    }
  }
  end();
  return sentences;
}

/** 1 for every letter of the original text in which an ask stands. */
function coverOf(text: ReadableText, asks: readonly Ask[]): Uint8Array {
  const cover = new Uint8Array(text.original.length);
  for (const { span } of asks) cover.fill(1, ...span);
  return cover;
}

/** A sentence asks by a word of asking, by a command at the beginning of an item, or by having no verb that states. */
function isRequest(items: readonly (readonly Token[])[]): boolean {
  const words = items.flat().map(({ word }) => word);
  if (words.every((word) => GREETINGS.has(word) || !isTelling(word))) return false;
  if (GREETINGS.has(words[0] ?? '')) return words.some((word) => REQUESTS.has(word));
  return (
    words.some((word) => REQUESTS.has(word)) ||
    items.some((item) => COMMANDS.has(firstTelling(item))) ||
    !words.some((word) => STATES.has(word))
  );
}

/** "We have messages of a call centre" says what there is; "we have to sort them" asks. */
function isPossession([who, verb, next]: readonly Token[]): boolean {
  return (
    /^(?:i|we|you|they)$/.test(who?.word ?? '') &&
    /^(?:have|had|got|own|hold|keep|collect(?:ed)?|record(?:ed)?)$/.test(verb?.word ?? '') &&
    next?.word !== 'to'
  );
}

function firstTelling(item: readonly Token[]): string {
  return item.find(({ word }) => !WEAK.has(word))?.word ?? '';
}

function isTelling(word: string): boolean {
  return (
    word.length > 1 &&
    !NUMBER.test(word) &&
    ![PLAIN, LINKS, REQUESTS, STATES].some((words) => words.has(word))
  );
}

/** Numbers that no ask has read; how many rows or files there are asks for nothing. */
function unreadNumbers(item: readonly Token[]): readonly Token[] {
  return item.filter(
    ({ word, isValued }, at) =>
      !isValued &&
      NUMBER.test(word) &&
      !DIMENSION.test(word) &&
      !/^(?:19|20)\d\d$/.test(word) &&
      item.length > 1 &&
      !item.slice(at + 1, at + 3).some((next) => DATA_UNITS.test(next.word)),
  );
}

/** The numbers with the words beside them, without those that link them to others. */
function around(item: readonly Token[], numbers: readonly Token[]): readonly Token[] {
  const first = item.indexOf(numbers[0] as Token);
  const last = item.indexOf(numbers.at(-1) as Token);
  const quoted = item.slice(Math.max(0, first - BESIDE.before), last + 1 + BESIDE.after);
  const isLink = ({ word }: Token): boolean => LINKS.has(word);
  const from = quoted.findIndex((token) => !isLink(token));
  return quoted.slice(from, quoted.findLastIndex((token) => !isLink(token)) + 1);
}

function stemOf(word: string): string {
  return word.slice(0, 5);
}
