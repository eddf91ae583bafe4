import type { Reading } from '../artifacts/index.ts';
import { lazyExpression } from '../core/index.ts';
import { askedThings } from './asked-phrases.ts';
import { wordsOf } from './choose-target.ts';

/** Heads that name a target of any data. */
export const GENERIC =
  /^(?:target|label|output|outcome|result|value|variable|class|categor|column|response|answer|prediction|data|series|trend|image|text|event|reconstruct|next|future)/;
/** What stands behind "and" in a list of wishes. */
export const COMMAND =
  /^(?:evaluat|analy[sz]|visuali[sz]|report|compar|build|train|plot|show|sav|us[ei]|measur|test|write|tune)/;
/** `classify reviews by their star ratings`, with nouns that name what classes differ in. */
const GROUPED = lazyExpression(
  String.raw`\b(?:classif|categori[sz]|group|sort|label)\w* [^.;,]{1,60}?\b(?:by|based on|according to) (?:the |their |its )?((?:[a-z]+ )?(?:ratings?|genres?|sentiments?|categor(?:y|ies)|topics?|emotions?|types?|species|polarity|toxicity|languages?|authors?|quality|severity|grades?|levels?|stages?|scores?|moods?|subjects?|intents?|breeds?|diseases?))\b`,
  'i',
);
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
    if (head === undefined || own.length > MOST_WORDS || GENERIC.test(head)) continue;
    if (own.some((word) => COMMAND.test(word))) continue;
    if (own.every((word) => /^[a-z]{2,}$/.test(word) && !word.endsWith('ly')))
      return [...own.slice(0, -1), singular(head)].join('_');
  }
  return null;
}

function singular(noun: string): string {
  if (noun.endsWith('ies') && noun.length > 4) return `${noun.slice(0, -3)}y`;
  return /[^suiao]s$/.test(noun) ? noun.slice(0, -1) : noun;
}
