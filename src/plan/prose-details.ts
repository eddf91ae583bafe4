import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { hasWeights, signatureOf } from './layer-lookup.ts';

const NUMBER_WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const COUNT = `(${NUMBER_WORDS.join('|')}|[2-8])`;
/** `Three Dense layers`, `LSTM layer (2 layers)`, `identity block x3`. */
const COUNTS = [
  new RegExp(String.raw`^\W*${COUNT} (?=(?:[\w-]+ ){0,3}(?:layers?|blocks?)\b)`, 'i'),
  new RegExp(String.raw`\(\s*${COUNT} layers?\s*\)`, 'i'),
  /\bx ?([2-8])\b(?! ?[x\d])/i,
];
/** `units (512, 256, 64)`; a kernel, a pool or a shape is no list of sizes. */
const SIZES =
  /\b(?:layers?|units|neurons|filters|nodes|activations?)\b[^(\d=]{0,20}\(\s*(\d+(?:\s*,\s*\d+)+)/i;
const LEAST_SIZE = 4;
export const STRIDES = /\bstrides?\s*(?:of|=|:|is)?\s*\(?(\d+)(?:\s*[x×,]\s*(\d+))?/i;

interface Detail {
  readonly argument: string;
  readonly read: (text: string) => LiteralValue | undefined;
}

const DETAILS: readonly Detail[] = [
  {
    argument: 'strides',
    read: (text) => {
      const sides = STRIDES.exec(text);
      if (sides === null) return undefined;
      const [first, second] = sides
        .slice(1)
        .map((side) => (side === undefined ? null : Number(side)));
      return second === null ? first : [first ?? 1, second ?? 1];
    },
  },
  {
    argument: 'padding',
    read: (text) =>
      (
        /\b(same|valid|causal)['"]? padding\b/i.exec(text) ??
        /\bpadding\s*[=:]?\s*['"]?(same|valid|causal)\b/i.exec(text)
      )?.[1]?.toLowerCase(),
  },
  {
    argument: 'kernel_regularizer',
    read: (text) => {
      if (!/regulari[sz]/i.test(text)) return undefined;
      const rate =
        /\bl[12]\b(?: regulari[sz]\w*)?(?: (?:penalty|factor|strength|rate|coefficient|weight|of|with|at|is)\b){0,3}[^a-z]{0,4}?(0?\.\d+|\d(?:\.\d+)?e-\d+)/i.exec(
          text,
        )?.[1];
      const kinds = ['l1', 'l2'].filter((kind) => new RegExp(kind, 'i').test(text));
      if (kinds.length === 0) return undefined;
      const name = kinds.length === 2 ? 'l1_l2' : String(kinds[0]);
      return rate === undefined || kinds.length === 2 ? name : `${name}(${rate})`;
    },
  },
  {
    argument: 'return_sequences',
    read: (text) => (/\breturn[_ -]?sequences?\b(?!\s*=\s*False)/i.test(text) ? true : undefined),
  },
];

/** How often a text wants its layer, and the text without that count, which is no size. */
export function countLayers(text: string): { readonly count: number; readonly rest: string } {
  for (const pattern of COUNTS) {
    const found = pattern.exec(text);
    const word = found?.[1]?.toLowerCase();
    if (found === null || word === undefined) continue;
    const count = /\d/.test(word) ? Number(word) : NUMBER_WORDS.indexOf(word) + 2;
    return { count, rest: text.replace(found[0], ' ') };
  }
  return { count: 1, rest: text };
}

/** The layer with what a text says of strides, padding, regularisation and returned sequences. */
export function withDetails(layer: LayerCall, text: string): LayerCall {
  const inner = layer.positional[0];
  if (layer.name === 'Bidirectional' && inner?.kind === 'layer') {
    const detailed = withDetails(inner.layer, text);
    return {
      ...layer,
      positional: [{ kind: 'layer', layer: detailed }, ...layer.positional.slice(1)],
    };
  }
  const takes = signatureOf(layer.name).map((argument) => argument.replace('*', ''));
  const found = DETAILS.filter(({ argument }) => takes.includes(argument)).flatMap(
    ({ argument, read }): [string, LayerArgument][] => {
      const value = read(text);
      return value === undefined ? [] : [[argument, { kind: 'literal', value }]];
    },
  );
  return found.length === 0
    ? layer
    : { ...layer, named: { ...layer.named, ...Object.fromEntries(found) } };
}

/** A layer of every size that a text lists, else as many as it counts; only layers with weights are repeated. */
export function repeatLayer(layer: LayerCall, text: string, count: number): readonly LayerCall[] {
  if (!hasWeights(layer) && layer.name !== 'Bidirectional') return [layer];
  const sizes = (SIZES.exec(text)?.[1] ?? '').split(',').map(Number);
  if (sizes.length > 1 && sizes.every((size) => size >= LEAST_SIZE) && hasWeights(layer)) {
    return sizes.map((value) => ({
      ...layer,
      positional: [{ kind: 'literal', value }, ...layer.positional.slice(1)],
    }));
  }
  return Array.from({ length: count }, () => layer);
}
