import type { Reading } from '../artifacts/index.ts';
import { lazyExpression } from '../core/index.ts';
import { askedThings } from './asked-phrases.ts';
import { wordsOf } from './choose-target.ts';
import { nameBefore, nameTold, singular } from './name-told.ts';
import { COMMAND, GENERIC } from './naming-table.ts';

const USE = /^us(?:e|es|ing)$/;
/** `classify reviews by their star ratings`, with nouns that name what classes differ in. */
const GROUPED = lazyExpression(
  String.raw`\b(?:classif|categori[sz]|group|sort|label)\w* [^.;,]{1,60}?\b(?:by|based on|according to|into) (?:(?:the|their|its|different|various|several|multiple|two|three|four|five|six|seven|eight|nine|ten|\d+|one|of) ){0,3}((?:[a-z]+ )?(?:ratings?|genres?|sentiments?|categor(?:y|ies)|topics?|emotions?|types?|species|polarity|toxicity|languages?|authors?|quality|severity|grades?|levels?|stages?|scores?|moods?|subjects?|intents?|breeds?|diseases?))\b`,
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
    if (head === undefined || GENERIC.test(head)) continue;
    if (own.length > MOST_WORDS) own.splice(0, own.length - 2);
    if (own.some((word) => COMMAND.test(word) || USE.test(word))) continue;
    if (own.every((word) => /^[a-z]{2,}$/.test(word) && !word.endsWith('ly')))
      return [...own.slice(0, -1), singular(head)].join('_');
  }
  return nameTold(text.toLowerCase()) ?? nameBefore(text);
}
