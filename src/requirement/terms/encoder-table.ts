import { ENCODERS } from '../../plan/index.ts';
import type { ProjectView, Substitute, Term } from './term.ts';

const PRESET = /^PRESET = "/m;
const NOT_IN_KERAS_HUB = 'projects take pretrained networks from KerasHub alone';
const SENTENCEPIECE =
  'its tokenizer needs the package sentencepiece, which projects do not have; pieces of words are learnt from the texts';

interface Built {
  readonly name: string;
  readonly heard: readonly string[];
  readonly shown: RegExp;
  readonly isPretrained: (view: ProjectView) => boolean;
  /** Why it has random weights where it has them. */
  readonly why: string;
  readonly nearest: readonly string[];
}

const BUILT = Object.entries(ENCODERS).map(
  ([builder, { name, heard, presets, nearest }]): Built => {
    const shown = new RegExp(String.raw`\bkeras_hub\.models\.${builder}\b`);
    return {
      name,
      heard,
      shown,
      isPretrained: ({ code }) => PRESET.test(code) && shown.test(code),
      nearest: nearest === undefined ? [] : [nearest],
      why: presets.length === 0 ? SENTENCEPIECE : 'its pretrained weights are not in the cache',
    };
  },
);

/** What stands in for another encoder. */
const NEAREST = BUILT.flatMap(({ name, shown, isPretrained }): readonly Substitute[] => [
  { by: `${name} with its pretrained weights`, shown: isPretrained },
  { by: `${name} from random weights, small and not pretrained`, shown },
]);

/** Encoders of KerasHub; code of a language model may load them by another package. */
export function encoderTerms(instead: Substitute): readonly Term[] {
  return BUILT.map(({ name, heard, shown, isPretrained, why, nearest }): Term => {
    const isLoaded = new RegExp(name.replaceAll('-', '.?'), 'i');
    return {
      kind: 'architecture',
      name,
      heard,
      family: 'transformer',
      nearest,
      shown: (view) => isPretrained(view) || (isLoaded.test(view.code) && LOADED.test(view.code)),
      instead: [
        { by: `${name} from random weights, small and not pretrained`, shown, why },
        ...NEAREST,
        instead,
      ],
      why: 'no program of the pool builds it for these data',
    };
  });
}

/** A call that loads weights, but for the one that the pool's programs make where they have a preset. */
const LOADED = /\bfrom_pre(?:set|trained)\((?!find_preset\()/;

/** Pretrained networks that KerasHub does not have or projects do not use; the nearest encoder is built. */
export function otherEncoder(name: string, heard: readonly string[], instead: Substitute): Term {
  return {
    kind: 'architecture',
    name,
    heard,
    isGroup: true,
    family: 'transformer',
    nearest: ['BERT', 'GPT-2'],
    instead: [...NEAREST, instead],
    why: NOT_IN_KERAS_HUB,
  };
}
