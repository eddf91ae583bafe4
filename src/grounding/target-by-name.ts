import type { DataColumn, Reading } from '../artifacts/index.ts';
import { SURE, type TargetChoice } from './target-choice.ts';

const LETTER = String.raw`[\p{L}\p{N}_]`;

/** A name as it is written, from word to word. */
function written(name: string, behind = ''): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<!${LETTER})${literal}(?!${LETTER})${behind}`, 'iu');
}

/** `broken = 1 means a fault`: the column of two values whose values the requirement explains. */
export function byStatedValue(
  labels: readonly DataColumn[],
  { requirement: { text } }: Reading,
): TargetChoice | null {
  const explained = labels.filter(
    ({ name, binary }) =>
      binary && written(name, String.raw`['"${'`'}]?\s*(?:=+|equals|equal to)\s*[01]\b`).test(text),
  );
  const [only] = explained;
  if (only === undefined || explained.length > 1) return null;
  const reason = 'the requirement says what its values mean';
  return { columns: [only], reason, confidence: SURE.values, isSaid: true };
}

/** Names that no plain word is: `left_eye_x`, `narr86`, `totalSales`. */
const NO_WORD = /[\p{L}\p{N}]_[\p{L}\p{N}]|\p{L}\d|\p{Ll}\p{Lu}/u;

/** The only column whose name the requirement writes as no plain word is written, other than as an input. */
export function byWrittenName(
  labels: readonly DataColumn[],
  { requirement: { text } }: Reading,
): readonly TargetChoice[] {
  const named = labels.filter(({ name }) => NO_WORD.test(name) && written(name).test(text));
  const [only] = named;
  if (only === undefined || named.length > 1) return [];
  const reason = 'its name stands in the requirement as it is written in the data';
  return [{ columns: [only], reason, confidence: SURE.values, isSaid: true }];
}
