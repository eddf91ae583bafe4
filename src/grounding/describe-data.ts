import type { DataSpec, Plan } from '../artifacts/index.ts';
import { factsOf, kindOf } from '../kinds/index.ts';
import { isBackbone } from '../plan/index.ts';
import { classCount, TARGETS } from '../targets/index.ts';
import { readsTokens } from './count-tokens.ts';

/** Dataset and preprocessing of the plan in words, made of the facts alone: nothing of the user's rows is in them. */
export function describeData(
  data: DataSpec,
  classNames: readonly string[],
  sample: Plan,
  backbone: string | null = null,
): Pick<Plan, 'dataset' | 'preprocess'> {
  return {
    dataset: {
      input: describeInput(data, sample),
      output: describeOutput(data, classNames),
    },
    preprocess: describePreprocess(data, sample, backbone),
  };
}

/** An encoder's tokenizer has a vocabulary of its own. */
function describeInput(data: DataSpec, sample: Plan): string {
  const words = kindOf(data).describe(factsOf(data)) ?? sample.dataset.input;
  return readsTokens({ plan: sample })
    ? words.replace('word numbers', 'token numbers').replace(/, \d+ words known/, '')
    : words;
}

const MOST_NAMED_CLASSES = 20;

function describeOutput(data: DataSpec, classNames: readonly string[]): string {
  const matching =
    classNames.length === classCount(data) && classNames.length <= MOST_NAMED_CLASSES;
  const names = matching ? `: ${classNames.join(', ')}` : '';
  return TARGETS[data.target].describe(data, names);
}

/** The sample's own words, with its image size, text length and backbone replaced by the real ones. */
function describePreprocess(data: DataSpec, sample: Plan, backbone: string | null): string {
  const { IMAGE_SIZE: size, SEQUENCE_LENGTH: length } = factsOf(data);
  let words = sample.preprocess;
  if (Array.isArray(size))
    words = words.replace(/\b\d+ ?(?:x|by) ?\d+\b(?! pixels)/, size.join(' x '));
  if (length !== undefined) words = words.replace(/\b\d+ (words|tokens)\b/, `${length} $1`);
  // Every backbone expects pixels of its own range.
  const other = sample.layers.find(isBackbone)?.replace(/\(.*$/s, '');
  if (backbone === null || other === backbone) return words;
  if (other === undefined) return words.replace(/rescale to 0-1/, `scale as ${backbone} expects`);
  return words.replace(new RegExp(`(?:to the range [^,]*? that )?${other}`), `as ${backbone}`);
}
