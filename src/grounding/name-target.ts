import type { Reading } from '../artifacts/index.ts';
import { lazyExpression } from '../core/index.ts';
import { askedThings } from './asked-phrases.ts';
import { wordsOf } from './choose-target.ts';

/** Heads that name a target of any data. */
export const GENERIC =
  /^(?:competition|challenge|task|project|multiple|target|label|output|outcome|result|value|variable|class|categor|column|response|answer|prediction|data|series|trend|image|text|event|reconstruct|next|future)/;
/** What stands behind "and" in a list of wishes. */
export const COMMAND =
  /^(?:evaluat|improv|optimi[sz]|analy[sz]|visuali[sz]|report|compar|build|train|plot|show|sav|measur|test|write|tune)/;
const USE = /^us(?:e|es|ing)$/;
/** `classify reviews by their star ratings`, with nouns that name what classes differ in. */
const GROUPED = lazyExpression(
  String.raw`\b(?:classif|categori[sz]|group|sort|label)\w* [^.;,]{1,60}?\b(?:by|based on|according to|into) (?:(?:the|their|its|different|various|several|multiple|two|three|four|five|six|seven|eight|nine|ten|\d+|one|of) ){0,3}((?:[a-z]+ )?(?:ratings?|genres?|sentiments?|categor(?:y|ies)|topics?|emotions?|types?|species|polarity|toxicity|languages?|authors?|quality|severity|grades?|levels?|stages?|scores?|moods?|subjects?|intents?|breeds?|diseases?))\b`,
  'i',
);
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
/** Things that are looked at, of which something is told. */
const ITEM =
  /^(?:images?|photos?|pictures?|scans?|texts?|essays?|e-?mails?|mails?|messages?|sms|reviews?|tweets?|posts?|comments?|news|articles?|documents?|sentences?|headlines?|questions?|transactions?|claims?|customers?|patients?|users?|people|persons?|recordings?|sounds?|clips?|audio|signals?|samples?|cases?|items?|objects?|presence|number|type|kind|sort)$/i;
/** `heart disease prediction`, `toxic comment classification`: what stands before the name of a task. */
const NOUN_BEFORE = lazyExpression(
  String.raw`((?:[\p{L}-]+ ){1,4})(?:prediction|forecasting|estimation|classification|classifier|detection|recognition|identification|analysis)(?![\p{L}-])`,
  'giu',
);
/** What the items or the network are like, or what is done: no thing that is told. */
const MEANS =
  /^(?:an?|the|and|or|for|of|to|on|in|with|by|using|via|this|that|my|our|your|its|their|is|are|be|perform\w*|build\w*|creat\w*|develop\w*|implement\w*|train\w*|model\w*|want|need|aim|do|doing|complet\w*|multi(?:-?(?:class|label|lingual|modal|variate))?|binary|class|label|category|data|dataset|deep|machine|learning|neural|networks?|cnn|rnn|lstm|bert|transformer|structured|tabular|time|series|un|supervised|semi|speech|videos?|based|real|end|automat\w*|new|fine|grained|cross|domain|large|scale|simple|accurate|robust|medical|natural|language|processing|statistical|exploratory|regression|sequence|object|pattern|feature|performance|error|visual|digital|computer|vision|lingual|quantile|entity|named|general|purpose|financial|various|several|multiple|different|better|improv\w*|two|three|four|five|six|seven|eight|nine|ten|\d+)$/i;
const MOST_WORDS = 3;
/** Of the first thing of a list; those behind it weigh less. */
const LEAST_WEIGHT = 0.97;
/** A word of the head's own noun phrase weighs at least so much. */
const OWN = 0.4;

/**
 * A name for the column that holds what a requirement predicts, of its words: `hospital_death` for "predict hospital death".
 * Null where the words name no thing.
 */
export function nameTarget(reading: Reading): string | null {
  const text = wordsOf(reading);
  const grouping = GROUPED(text).exec(text)?.[1];
  if (grouping !== undefined) return grouping.split(' ').map(singular).join('_');
  for (const { isTarget, isClause, weight, words } of askedThings(text)) {
    if (!isTarget || isClause || weight < LEAST_WEIGHT) continue;
    const own = words.filter((word) => word.weight >= OWN).map(({ word }) => word);
    const head = own.at(-1);
    if (head === undefined || GENERIC.test(head)) continue;
    if (own.length > MOST_WORDS) own.splice(0, own.length - 2);
    if (own.some((word) => COMMAND.test(word) || USE.test(word))) continue;
    if (own.every((word) => /^[a-z]{2,}$/.test(word) && !word.endsWith('ly')))
      return [...own.slice(0, -1), singular(head)].join('_');
  }
  return nameTold(text.toLowerCase()) ?? nameBefore(text);
}

const SENTENCE_START = /(?<=^|[.!?]\s)\p{Lu}(?=\p{Ll})/gu;

/** Of what stands before a task's name the words that name a thing; names of people and companies name none. */
function nameBefore(text: string): string | null {
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

/** A name for what is told of items: what a clause says is true of them or not, or what is found in them. */
function nameTold(text: string): string | null {
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

/** Words that stand where a name would. */
const NO_NAME =
  /^(?:and|or|not|in|on|of|for|from|with|by|using|used|the|this|that|there|they|it|one|two|first|more|most|less|above|below|same|different|correct|true|false|based|good|bad|able|available|possible)$/;

function singular(noun: string): string {
  if (noun.endsWith('ies') && noun.length > 4) return `${noun.slice(0, -3)}y`;
  return /[^suiao]s$/.test(noun) && !noun.endsWith('etes') ? noun.slice(0, -1) : noun;
}
