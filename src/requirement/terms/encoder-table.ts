import { ENCODERS } from '../../plan/index.ts';
import type { Substitute, Term } from './term.ts';

const SENTENCEPIECE =
  'its tokenizer needs the package sentencepiece, which projects do not have; it reads word pieces learnt from the texts';

/** Encoders that are built where another one is asked for. */
const BUILT: readonly Substitute[] = Object.entries(ENCODERS).map(
  ([builder, { name, presets }]): Substitute => ({
    by: `${name} from random weights, small and not pretrained`,
    shown: new RegExp(String.raw`\bkeras_hub\.models\.${builder}\b`),
    why:
      presets[0] === undefined
        ? SENTENCEPIECE
        : `its pretrained weights are not in the cache; dlcodegen doctor --fetch-weights ${presets[0]} gets them`,
  }),
);
const PRETRAINED: readonly Substitute[] = Object.entries(ENCODERS).map(
  ([builder, { name }]): Substitute => ({
    by: `${name} with its pretrained weights`,
    shown: ({ code }) => PRESET.test(code) && code.includes(`keras_hub.models.${builder}`),
    why: 'KerasHub has no such network for these data',
  }),
);
const PRESET = /^PRESET = "/m;

/** Encoders of KerasHub; what a language model writes may load them by another package. */
export function encoderTerms(instead: Substitute): readonly Term[] {
  const named = Object.entries(ENCODERS).map(([builder, { name, heard }], at): Term => {
    const own = BUILT[at];
    const others = BUILT.filter((other) => other !== own);
    return {
      kind: 'architecture',
      name,
      heard,
      family: 'transformer',
      shown: ({ code }) =>
        (PRESET.test(code) && code.includes(`keras_hub.models.${builder}`)) ||
        (new RegExp(name.replaceAll('-', '.?'), 'i').test(code) &&
          /\bfrom_pre(?:set|trained)\((?!find_preset\()/.test(code)),
      instead: [...(own === undefined ? [] : [own]), ...PRETRAINED, ...others, instead],
      why: 'no program of the pool builds it for these data',
    };
  });
  const other: Term = {
    kind: 'architecture',
    name: 'another pretrained encoder',
    heard: [
      '(mobile|bio|sci|ara|arabic|fin|clinical|legal|camem|pho|indo|tweet|twitter|pub med) bert',
      'xl net',
      'longformer',
      'big bird',
      'ernie',
      'mp net',
      'mini lm',
    ],
    isGroup: true,
    family: 'transformer',
    nearest: 'BERT',
    instead: [...PRETRAINED, ...BUILT, instead],
    why: 'KerasHub has no such network, or no program of the pool builds it for these data',
  };
  return [...named, other];
}
