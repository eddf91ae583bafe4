import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { ACTIVATIONS } from './argument-table.ts';
import { isBackbone } from './backbones.ts';
import { hasRole, hasWeights, LAYER_WORDS, signatureOf } from './layer-lookup.ts';
import { countLayers, repeatLayer, STRIDES, withDetails } from './prose-details.ts';
import { layerName } from './resolve-call.ts';
import { hearNames } from './vocabulary.ts';

const MAX_WORDS = 12;
/** Words that name a layer by what stands in it or by its place. */
const OTHER_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /bi[- ]?(?:directional)?[- ]?gru|bidirectional (?:layers? )?(?:with )?gru/gi,
    'Bidirectional(GRU)',
  ],
  [
    /bi[- ]?(?:directional)?[- ]?(?:lstm|rnn)|bidirectional(?: (?:layers? )?(?:with )?(?:lstm|rnn))?/gi,
    'Bidirectional(LSTM)',
  ],
  [
    /\b(?:output|prediction|classification|classifier|regression|final|top|head)\b(?: (?:layers?|head|model))?/gi,
    'Output',
  ],
];
const ACTIVATION = new RegExp(
  String.raw`\b(${[...ACTIVATIONS, 'leaky ?relu', 'prelu', 're-lu'].toSorted((one, other) => other.length - one.length).join('|')})\b`,
  'gi',
);
const COUNTED =
  /(\d+)\s*-?\s*(?:units?|neurons?|nodes?|filters?|hidden|dim\w*|channels?|kernels?|features|outputs?|cells?|classes|categories|heads?)\b|\b(?:units?|neurons?|filters?|nodes|size|dim\w*)\s*(?:of|=|:)?\s*(\d+)|^[^(=]*\(\s*(\d+)\s*(?:[,)]|-|$)|\bfor (\d+) /i;

/** Layers that hold what is learnt, as prose names them. */
function isWeighted(name: string): boolean {
  return name === 'Output' || name.startsWith('Bidirectional(') || hasWeights({ name });
}

const PARTS = /^(?:encoder|decoder|generator|discriminator)\b/i;

interface Found {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

/**
 * The layers that a sentence names, in its order, with the sizes, rates and activations it says of each;
 * empty where it names none. Sizes it leaves open are left open.
 * dimension: 1, 2 or 3, for words such as `pooling` that do not say it.
 */
export function readProse(text: string, dimension: number): readonly LayerCall[] {
  const found = scan(text.slice(0, 400), dimension);
  // `Encoder: Dense layers` is dense layers; the part has a layer of its own only where none is named.
  const layered = found.filter((word) => !PARTS.test(text.slice(word.at, word.end)));
  const kinds = layered.some(({ name }) => isWeighted(name)) ? layered : found;
  const named =
    kinds.length > 1
      ? kinds.filter(({ name }) => name !== 'Output' || !isWeighted(kinds[0]?.name ?? ''))
      : kinds;
  const isHead = /\boutput\b|\bfinal\b|\bprediction\b/i.test(text);
  const layers = named
    .filter(
      ({ name }, at) => !(name === 'Input' && named.length > 1) && !(name === 'Output' && at > 0),
    )
    .flatMap((word, at, all) => {
      const start = at === 0 ? 0 : word.at;
      const words = text.slice(start, all[at + 1]?.at ?? text.length);
      const { count, rest } = countLayers(words);
      const [first, ...others] = describe(word.name, rest, at === 0 && isHead);
      if (first === undefined) return [];
      return [...repeatLayer(withDetails(first, rest), rest, count), ...others];
    });
  if (layers.length > 0) return layers.slice(0, MAX_WORDS);
  const alone = activations(text)[0];
  if (alone === undefined) return [];
  return [isHead ? call('Dense', { activation: alone }) : activationLayer(alone)];
}

/** First in the text, then longest, then the earlier row; pretrained networks before layers. */
function scan(text: string, dimension: number): readonly Found[] {
  const matches = [
    ...hearNames('backbone', text).map(({ name, words, substitute, span: [at, end] }) => ({
      // Where another network stands in, the word itself, so that this is said.
      name: substitute === undefined ? name : words.replace(/[\s_-]/g, ''),
      at,
      end,
    })),
    ...OTHER_WORDS.flatMap(([pattern, name]) =>
      [...text.matchAll(pattern)].map((match) => ({ name, ...spanOf(match) })),
    ),
    ...LAYER_WORDS.flatMap(({ pattern, nameOf }) =>
      [...text.matchAll(pattern)].map((match) => ({
        name: nameOf(match[0], dimension),
        ...spanOf(match),
      })),
    ),
  ].toSorted((one, other) => one.at - other.at || other.end - one.end);
  const kept: Found[] = [];
  for (const match of matches) {
    const last = kept.at(-1);
    const between = text.slice(last?.end ?? 0, match.at);
    const isRepeated = last?.name === match.name && !/\d/.test(between);
    if (match.at >= (last?.end ?? 0) && !isRepeated) kept.push(match);
  }
  return kept;
}

function spanOf(match: RegExpExecArray): { at: number; end: number } {
  return { at: match.index, end: match.index + match[0].length };
}

function describe(name: string, text: string, isHead: boolean): readonly LayerCall[] {
  if (isBackbone(name) || layerName(name)?.isOther === true) {
    return [call(name, { include_top: false, weights: 'imagenet' })];
  }
  const words = activations(text);
  const size = COUNTED.exec(text)
    ?.slice(1)
    .find((group) => group !== undefined);
  const number = size === undefined ? undefined : Number(size);
  if (name === 'Output') return [call('Dense', { units: number, activation: words.at(-1) })];
  if (name === 'Dense') {
    const heads = words.length > 1 ? words : [words[0]];
    return heads.map((activation) => call('Dense', { units: number, activation }));
  }
  if (name === 'Embedding')
    return [
      call('Embedding', {
        output_dim: /\b(\d{2,4})[- ]?d(?:im\w*)?\b/i.exec(text)?.[1] ?? undefined,
      }),
    ];
  if (hasRole({ name }, 'convolution', 'transposed convolution', 'recurrent convolution')) {
    const plain = text.replace(STRIDES, ' ');
    const kernel =
      /(\d+)\s*[x×]\s*(\d+)/.exec(plain) ??
      /kernel(?:[_ ]size)?\s*(?:of|=|:)?\s*\(\s*(\d+)\s*,\s*(\d+)/i.exec(plain);
    const side = /kernel(?:[_ ]size)?\s*(?:of|=|:)?\s*(\d+)/i.exec(text)?.[1];
    return [
      call(name, {
        filters: number,
        kernel_size: kernel === null ? side : kernel.slice(1).map(Number),
        padding: 'same',
        activation: words[0],
      }),
      ...words.slice(1).map(activationLayer),
    ];
  }
  if (hasRole({ name }, 'recurrent') || name.startsWith('Bidirectional(')) {
    const inner = /\((\w+)\)/.exec(name)?.[1] ?? name;
    const cell = call(inner, { units: number });
    return [
      inner === name
        ? cell
        : {
            ...cell,
            name: 'Bidirectional',
            positional: [{ kind: 'layer', layer: cell }],
            named: {},
          },
    ];
  }
  const activated = isHead ? [] : words.map(activationLayer);
  if (hasRole({ name }, 'pooling')) {
    const pool = /(\d+)\s*[x×]\s*(\d+)/.exec(text.replace(STRIDES, ' '));
    const side = /pool(?:[_ ]size)?\s*(?:of|=|:)?\s*\(?(\d+)(?![\dd])/i.exec(text)?.[1];
    return [
      call(name, { pool_size: pool === null ? side : pool.slice(1).map(Number) }),
      ...activated,
    ];
  }
  if (hasRole({ name }, 'dropout', 'channel dropout')) {
    const [, percent, share] = /(\d+(?:\.\d+)?)\s*%|(?<![\d.])(0?\.\d+)/.exec(text) ?? [];
    const rate = percent === undefined ? share : String(Number(percent) / 100);
    return [call(name, { [name === 'GaussianNoise' ? 'stddev' : 'rate']: rate })];
  }
  return [call(name, {}), ...activated];
}

function activations(text: string): readonly string[] {
  return [...text.matchAll(ACTIVATION)].map((match) =>
    match[0]
      .toLowerCase()
      .replace(/leaky ?relu/, 'leaky_relu')
      .replace('re-lu', 'relu'),
  );
}

function activationLayer(name: string): LayerCall {
  return name === 'prelu' ? call('PReLU', {}) : call('Activation', { activation: name });
}

function call(name: string, named: Readonly<Record<string, LiteralValue | undefined>>): LayerCall {
  const entries = Object.entries(named)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, LayerArgument] => {
      const numeric = typeof value === 'string' && /^[\d.]+$/.test(value);
      return [key, { kind: 'literal', value: numeric ? Number(value) : (value ?? null) }];
    });
  const order = isBackbone(name) ? [] : signatureOf(name);
  const first = entries.findIndex(
    ([key], at) => order[at] !== `*${key}` && (at > 0 || order[at] !== key),
  );
  const lead = first === -1 ? entries.length : first;
  return {
    kind: 'call',
    name,
    positional: entries.slice(0, lead).map(([, value]) => value),
    named: Object.fromEntries(entries.slice(lead)),
  };
}
