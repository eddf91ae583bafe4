import { lazyExpression } from '../core/index.ts';
import { GENERIC, ITEM, MEANS, NO_NAME } from './naming-table.ts';

/** `whether a customer will churn`, `if the e-mail is spam or not`: the word that says what is true or not. */
const WHETHER = lazyExpression(
  String.raw`\b(?:whether|if)(?: or not)? (?:[a-z'-]+ ){1,6}?(?:is|are|was|were|will|would|has|have|had|can|does|do|did) (?:(?:be|been|an?|the|likely|going|to|have|get|at) ){0,4}([a-z]{3,})\b(?! (?:or|and) (?!not\b)[a-z])`,
  'i',
);
/** `identify the language of a text`: what is told of an item. */
const TOLD = lazyExpression(
  String.raw`\b(?:identif|recogni[sz]|determin|detect|diagnos|classif)\w* the ((?:[a-z]+ )?[a-z]{3,}) (?:of|in|for|from|behind) `,
  'i',
);
/** `detect fraudulent transactions`, `detect sarcasm`: what is found, by what the items are like or by itself. */
const FOUND = lazyExpression(
  String.raw`\bdetect(?:s|ing|ion of)? (?:(?:the|an?|any|possible|presence|of|whether) ){0,3}([a-z]{2,}(?:[ -](?!(?:from|in|of|for|on|by|with|using|based|and|or|at|to|that)\b)[a-z]{3,}){0,2})\b`,
  'i',
);
/** `heart disease prediction`, `toxic comment classification`: what stands before the name of a task. */
const NOUN_BEFORE = lazyExpression(
  String.raw`((?:[\p{L}-]+ ){1,4})(?:prediction|forecasting|estimation|classification|classifier|detection|recognition|identification|analysis)(?![\p{L}-])`,
  'giu',
);
const SENTENCE_START = /(?<=^|[.!?]\s)\p{Lu}(?=\p{Ll})/gu;

/** A name for what is told of items: what a clause says is true of them or not, or what is found in them. */
export function nameTold(text: string): string | null {
  const said = WHETHER(text).exec(text)?.[1] ?? TOLD(text).exec(text)?.[1] ?? foundIn(text);
  if (said === null) return null;
  const words = said.split(/[ -]/);
  const head = words.at(-1) ?? '';
  if (ITEM.test(head) || GENERIC.test(head) || words.some((word) => NO_NAME.test(word)))
    return null;
  return [...words.slice(0, -1), singular(head)].join('_');
}

function foundIn(text: string): string | null {
  const words = FOUND(text).exec(text)?.[1]?.split(/[ -]/) ?? [];
  const item = words.findIndex((word) => ITEM.test(word));
  const own = item < 0 ? words : words.slice(0, item);
  return own.length === 0 ? null : own.join(' ');
}

/** Of what stands before a task's name the words that name a thing; names of people and companies name none. */
export function nameBefore(text: string): string | null {
  const plain = text.replace(SENTENCE_START, (letter) => letter.toLowerCase());
  for (const [, before = ''] of plain.matchAll(NOUN_BEFORE(plain))) {
    const words = before.trim().split(' ');
    const last = words.findLastIndex((word) => !ITEM.test(word));
    const own = words.slice(0, last + 1);
    const from = own.findLastIndex((word) => MEANS.test(word) || /^\p{Lu}/u.test(word));
    const named = own.slice(from + 1).slice(-2);
    if (named.length > 0 && named.every((word) => !GENERIC.test(word) && !NO_NAME.test(word)))
      return [...named.slice(0, -1), singular(named.at(-1) ?? '')].join('_').replaceAll('-', '_');
  }
  return null;
}

/** A noun without the ending of its plural. */
export function singular(noun: string): string {
  if (noun.endsWith('ies') && noun.length > 4) return `${noun.slice(0, -3)}y`;
  return /[^suiao]s$/.test(noun) && !noun.endsWith('etes') ? noun.slice(0, -1) : noun;
}
