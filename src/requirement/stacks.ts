import { lazyExpression, type ExpressionFor } from '../core/index.ts';
import { readCount } from './numbers.ts';

/** Stacks of layers that a requirement states in words or numbers: `two hidden layers of 64 units`, `128-64-32`. */

export interface StatedStack {
  /** Offsets in the text that it was read from. */
  readonly span: readonly [number, number];
  /** Units layer by layer; empty where only a number of layers is stated. */
  readonly units: readonly number[];
  readonly count: number;
}

export interface StatedStacks {
  readonly dense: StatedStack | null;
  readonly recurrent: StatedStack | null;
  /** Their units are filters. */
  readonly convolution: StatedStack | null;
  readonly embedding: number | null;
}

const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const COUNT = `(?<count>${COUNTS.join('|')}|an?|(?:a )?single|[1-8])`;
const UNIT = String.raw`(?:(?:hidden |output )?(?:units?|neurons?|nodes?|cells?|filters?|kernels?(?! size)|channels?|feature maps))`;
const NEXT = String.raw`(?:, (?:and |then )?| ?(?:,|->|→|–|-|\/|&|\+) ?| (?:and|then|to|followed by) )`;
const SIZE = String.raw`\d{1,4}(?:[ -]${UNIT})?`;
const NOT_SIZE = String.raw`(?!,?\d|\.\d|[ -]?(?:%|percent|epochs?|steps?|days?|hours?|classes|rows|[x×] ?\d|kernels?|words|layers?|heads?|samples?|features?|inputs?|timesteps?)\b|[x×]\d)`;
const SIZES = String.raw`(?<sizes>${SIZE}(?:${NEXT}${SIZE})*)${NOT_SIZE}`;
/** Words between layers and their sizes. */
const JOIN = String.raw`(?: ?(?:[,:([=]|\b(?:of|with|having|have|has|containing|consisting of|each|sized?|sizes|using|in them|that have|at|units?|layers|filters)\b))* ?`;
/** Words between a network and its number of layers. */
const OF = String.raw`(?: (?:network|model|architecture|stack|encoder|decoder|classifier))*(?: ?[,:(]| (?:of|with|having|that has|which has|consisting of|using|made of))* ?`;

interface Kind {
  /** What a layer is called before the word `layer`. */
  readonly layer: string;
  /** What a whole network of such layers is called. */
  readonly network: string;
  readonly unit: string;
}

const RECURRENT = String.raw`(?:(?:stacked |bi-?directional |bi-?|simple ){0,3}(?:lstm|gru|rnn|simplernn)s?)`;
const KINDS = {
  recurrent: { layer: RECURRENT, network: RECURRENT, unit: 'layers?' },
  convolution: {
    layer: String.raw`(?:(?:[12]d )?conv(?:olution(?:al)?|nets?)?(?:[ -]?[12]d)?)`,
    network: String.raw`(?:(?:[12]d )?(?:cnns?|convnets?|convolutional (?:neural )?networks?)(?:[ -]?[12]d)?)`,
    unit: '(?:layers?|blocks?|stages?)',
  },
  dense: {
    layer: String.raw`(?:hidden|dense|fully[- ]connected|fc|linear|feed-?forward)`,
    network: String.raw`(?:mlps?|multi-?layer perceptrons?|perceptrons?|dnns?|anns?|(?:dense|feed-?forward|fully[- ]connected|deep)(?: neural)? (?:networks?|nets?))`,
    unit: 'layers?',
  },
} as const satisfies Record<string, Kind>;

/** Forms of a stack, the most telling first. */
function formsOf({ layer, network, unit }: Kind, isDense: boolean): readonly ExpressionFor[] {
  const layers = String.raw`\b(?:${COUNT}[ -])?(?:(?:more|stacked|hidden|big|small|successive|consecutive) ){0,2}${layer}(?: (?:hidden|dense|conv(?:olution(?:al)?)?))?[ -]${unit}\b`;
  const counted = String.raw`\b${COUNT}[ -](?:stacked |hidden |${layer} )?${unit}\b`;
  return [
    `${layers}${JOIN}${SIZES}`,
    String.raw`\b${network}${OF}${counted}${JOIN}${SIZES}`,
    String.raw`\b${COUNT}[ -]layer(?:ed|s)? (?:\w+ )?${network}\b(?: (?:network|model))?${JOIN}${SIZES}`,
    String.raw`\b(?:${COUNT} )?(?:more )?${layer}s?\(${SIZES}`,
    String.raw`(?<sizes>${SIZE}(?:${NEXT}${SIZE})+)(?:[ -](?:units?|filters?))? ${layer} ${unit}\b`,
    String.raw`\b${network}(?: (?:network|model|encoder|layers?))?${JOIN}(?<sizes>${SIZE}(?:${NEXT}${SIZE})+)${NOT_SIZE}`,
    ...(isDense ? [String.raw`${counted}${JOIN}${SIZES} ?${UNIT}?`, BARE_CHAIN] : []),
    String.raw`\b${network}${OF}${counted}`,
    String.raw`\b${COUNT}[ -]layer(?:ed|s)? (?:\w+ )?${network}\b`,
    layers.replace(`(?:${COUNT}[ -])?`, `${COUNT}[ -]`),
  ].map((source) => lazyExpression(source, 'i'));
}

/** `a 128-64-32 network`. */
const BARE_CHAIN = String.raw`(?<![\d-])(?<sizes>\d{1,4}(?:-\d{1,4}){1,5})(?![\d-])[^.;]{0,24}(?:layers?|neurons?|units?|network|mlp|architecture)`;

const FORMS = {
  recurrent: formsOf(KINDS.recurrent, false),
  convolution: formsOf(KINDS.convolution, false),
  dense: formsOf(KINDS.dense, true),
};

function readStack(text: string, kind: keyof typeof KINDS): StatedStack | null {
  for (const form of FORMS[kind]) {
    const found = form(text).exec(text);
    if (found === null) continue;
    const { count: said, sizes } = found.groups ?? {};
    const units = (sizes?.match(/\d+/g) ?? []).map(Number).filter((size) => size > 0);
    if (said === undefined && units.length === 0) continue;
    const count = Math.max(
      said === undefined ? 0 : (readCount(said.toLowerCase()) ?? 1),
      units.length,
    );
    const [first] = units;
    const filled = units.length === 1 && first !== undefined ? Array(count).fill(first) : units;
    return { units: filled, count, span: [found.index, found.index + found[0].length] };
  }
  return null;
}

const EMBEDDING = [
  /\bembeddings?(?: layers?| vectors?)?(?: ?[=:,(])?(?: ?(?:dim(?:ension)?s?|size|of|is|with|set to|an?|output))* ?[=:(]? ?(\d{1,4})\b(?! (?:words|classes|tokens))/i,
  /\b(\d{1,4})[- ]?(?:d|dim(?:ension(?:al|s)?)?s?) (?:word |token |glove |learned |trainable )*embeddings?/i,
  /\bembed(?:s|ded|ding)? (?:\w+ ){0,4}(?:in|into|to|with|as) (\d{1,4})(?:[ -](?:d\b|dim)| numbers)/i,
];

/** Stacks of each kind of layers; what one kind has read is not read again by another. */
export function readStacks(text: string): StatedStacks {
  const recurrent = readStack(text, 'recurrent');
  const convolution = readStack(without(text, recurrent), 'convolution');
  const dense = readStack(without(without(text, recurrent), convolution), 'dense');
  const embedding = EMBEDDING.map((form) => Number(form.exec(text)?.[1] ?? 0)).find(Boolean);
  return { dense, recurrent, convolution, embedding: embedding ?? null };
}

function without(text: string, stack: StatedStack | null): string {
  if (stack === null) return text;
  const [start, end] = stack.span;
  return text.slice(0, start) + '.'.repeat(end - start) + text.slice(end);
}
