import type { LayerArgument, LayerCall, LiteralValue } from '../../artifacts/index.ts';
import { hasRole, layerCall, literal, withDetails } from '../../plan/index.ts';
import { layerRow } from './layer-row.ts';
import type { NetworkEvent } from './network-event.ts';
import { COUNT_WORDS } from './network-words-table.ts';

/** Layers that one mention names, one of each size that it lists. */
export interface NamedLayers {
  readonly calls: readonly LayerCall[];
  /** Whether each stands in a branch of its own. */
  readonly isParallel: boolean;
  /** Whether the last of them has the activation of an output. */
  readonly isHead: boolean;
}

const LIST = String.raw`\d+(?:\s*(?:,\s*and|,\s*then|,|and|then|to|-|–|->|→|\/)\s*\d+(?![\d.]*\s*(?:[x×%]|epochs)))*`;
/** Sides of windows, not of images. */
const KERNEL_LIST =
  /\d+\s*[x×]\s*\d+(?:\s*[x×]\s*\d+)?(?!\d| ?(?:pixels?|px|rgb|gr[ae]y\w*|colou?r|images?|pictures?|photos?|inputs?)\b)|\(\s*\d\s*,\s*\d\s*\)/g;
/** `three pooling layers ... . The windows are 1x1, 2x2 and 4x4.` */
const LATER_SIZES =
  /^[^.;]*[.;]\s+((?:the |their |its )?(?:(?:pool(?:ing)?|kernel|filter|convolution\w*) )?(?:windows?|kernels?|sizes?|filters?)\b[^.;]*)/;
/** `windows and strides of 1x1, 2x2 and 4x4`: strides are as windows where none are stated. */
const WINDOWS_AND_STRIDES = /\b(windows?|pools?|sizes?|kernels?)( sizes?)? and strides?\b/g;
const FILTER_NAMES = '(?:output )?(?:filters?|channels?|feature maps?|maps|kernels?)';
const UNIT_NAMES =
  '(?:(?:hidden |output |relu |tanh )?(?:units?|neurons?|nodes?|cells?)|hidden|-?dim(?:ension(?:s|al)?)?|outputs?)';
const SIZE_WORDS = (names: string): readonly RegExp[] => [
  new RegExp(String.raw`(${LIST})[\s-]*(?:${names})\b`, 'g'),
  new RegExp(
    String.raw`\b(?:${names})\s*(?:sizes?\s*)?(?:of|are|is|=|:|with|to)?\s*\(?(${LIST})`,
    'g',
  ),
];
const FILTERS = SIZE_WORDS(FILTER_NAMES);
const UNITS = SIZE_WORDS(UNIT_NAMES);
const BARE = new RegExp(
  String.raw`(?:^|[\s(:])(${LIST})\b(?!\.\d)(?!\s*(?:%|[x×]|epochs?|class|categor|digits|labels|d\b))`,
);
const SHARE = /(\d+(?:\.\d+)?)\s*(?:%|percent\b)|(?<![\d.])(0?\.\d+)/;
const ACTIVATION =
  /\b(?:leaky[ -]?relu|p-?relu|re-?lu|elu|selu|gelu|swish|silu|mish|tanh|softplus|sigmoid|softmax|linear)\b/;
const PADDING = /\b(same|valid|causal)[ -]padd(?:ing|ed)/;

/** The activation that words name, as Keras spells it. */
export function activationIn(words: string): string | null {
  const found = ACTIVATION.exec(words)?.[0];
  if (found === undefined) return null;
  return found
    .replace(/^leaky[ -]?relu$/, 'leaky_relu')
    .replace(/^re-lu$/, 'relu')
    .replace(/^p-?relu$/, 'prelu')
    .replace('swish', 'silu');
}

function numbersOf(list: string | undefined): readonly number[] {
  return (list?.match(/\d+/g) ?? []).map(Number).filter((size) => size > 0);
}

function listIn(words: string, patterns: readonly RegExp[]): readonly number[] {
  for (const pattern of patterns) {
    const sizes = [...words.matchAll(pattern)].flatMap(([, list]) => numbersOf(list));
    if (sizes.length > 0) return sizes;
  }
  return [];
}

/** How many layers the words before a mention count; 1 where they do not. */
export function countIn(before: string): number {
  const words = before
    .replace(KERNEL_LIST, ' ')
    .trim()
    .split(/[\s-]+/);
  const count = words
    .map((word) => (/^[2-8]$/.test(word) ? Number(word) : COUNT_WORDS.indexOf(word) + 1))
    .find((number) => number > 1);
  return count ?? 1;
}

/** The layers that a mention names with everything that is said of them; sizes it leaves open are left out. */
export function readLayers(
  { name, start, end, before, after }: NetworkEvent,
  text: string,
): NamedLayers {
  const sentence = after.split(/[.!?;](?=\s|$)|\bbefore (?:the|an?) /)[0] ?? after;
  const own = text.slice(start, end);
  const timesAfter = /^\s*(?:\(?x ?([2-8])\)?|twice)\b/.exec(sentence);
  const count = timesAfter === null ? countIn(before) : Number(timesAfter[1] ?? 2);
  const later = count > 1 ? (LATER_SIZES.exec(text.slice(end, end + 300))?.[1] ?? '') : '';
  const said = `${before} ${sentence} ${later}`.replaceAll(WINDOWS_AND_STRIDES, '$1');
  const calls = readSizes(name, own, said, before, count);
  const isHead = hasRole({ name }, 'dense') && /\b(?:softmax|sigmoid)\b/.test(`${said} ${own}`);
  const isParallel = /\bparallel\b/.test(before) || /\bin parallel\b/.test(sentence);
  return { calls, isParallel: isParallel || isMultiScale(calls, text.slice(end)), isHead };
}

const MERGED_SOON = /^[^.]*(?:\.[^.]*){0,2}?\b(?:concat\w*|added|summed|merged|fused|combined)\b/;

/** Windows of several sizes in one breath, whose outputs are joined then, look at the same input. */
function isMultiScale(calls: readonly LayerCall[], rest: string): boolean {
  const sizes = calls.map((call) => JSON.stringify(windowOf(call)));
  return new Set(sizes).size > 1 && sizes.length === new Set(sizes).size && MERGED_SOON.test(rest);
}

function windowOf({ name, positional, named }: LayerCall): LayerArgument | null {
  const isWindow = hasRole(layerRow({ name }), 'pooling');
  return named['kernel_size'] ?? named['pool_size'] ?? positional[isWindow ? 0 : 1] ?? null;
}

function readSizes(
  family: string,
  own: string,
  said: string,
  before: string,
  count: number,
): readonly LayerCall[] {
  const row = layerRow({ name: family });
  const repeat = (
    sizes: readonly number[],
    make: (size: number | undefined, at: number) => LayerCall,
  ): LayerCall[] =>
    Array.from({ length: Math.max(count, sizes.length, 1) }, (_, at) =>
      make(sizes[Math.min(at, sizes.length - 1)], at),
    );
  const detailed = (call: LayerCall): LayerCall => ({
    ...withDetails({ ...call, ...layerRow(call) }, said),
    name: call.name,
  });
  if (
    hasRole(
      row,
      'convolution',
      'transposed convolution',
      'depthwise convolution',
      'recurrent convolution',
    )
  ) {
    const kernels = kernelsIn(/\d[dx×]?\s*[x×]/.test(own) ? own : said, own);
    const plain = withoutSides(said);
    const filters = hasRole(row, 'depthwise convolution')
      ? []
      : listOr(
          listIn(plain.replace(/kernels? size/g, ' '), FILTERS),
          () => numbersOf(BARE.exec(plain.replace(before, ' '))?.[1]),
          before,
        );
    const dilations = numbersOf(
      new RegExp(String.raw`dilation(?: rates?)?\s*(?:of|=|:)?\s*\(?(${LIST})`).exec(said)?.[1],
    );
    const activation = attachedActivation(said);
    const most = Math.max(filters.length, kernels.length, dilations.length);
    return repeat(
      Array.from({ length: most }, (_, at) => at),
      (_, at) => {
        const named = {
          ...argument('filters', filters[Math.min(at, filters.length - 1)]),
          ...argument('kernel_size', kernels[Math.min(at, kernels.length - 1)]),
          ...argument('dilation_rate', dilations[Math.min(at, dilations.length - 1)]),
          padding: literal(PADDING.exec(said)?.[1] ?? 'same'),
          ...argument('activation', activation ?? undefined),
        };
        return inOrder(detailed(layerCall(family, [], named)));
      },
    );
  }
  if (hasRole(row, 'dense')) {
    const units = listOr(
      listIn(said, UNITS),
      () => numbersOf(BARE.exec(said.replace(before, ' '))?.[1]),
      before,
    );
    const activation = attachedActivation(said);
    return repeat(units, (size) =>
      inOrder(
        detailed(
          layerCall('Dense', [], {
            ...argument('units', size),
            ...argument('activation', activation ?? undefined),
          }),
        ),
      ),
    );
  }
  if (hasRole(row, 'recurrent') || family.startsWith('Bidirectional(')) {
    const cell = /\((\w+)\)/.exec(family)?.[1] ?? family;
    const units = listOr(
      listIn(said, UNITS),
      () => numbersOf(BARE.exec(said.replace(before, ' ').replaceAll(/drop ?out \S+/g, ' '))?.[1]),
      before,
    );
    const rates = {
      ...argument(
        'dropout',
        shareOf(/(?<!recurrent[ _-])\bdrop[ -]?out\b[^,;]{0,20}/.exec(said)?.[0] ?? ''),
      ),
      ...argument(
        'recurrent_dropout',
        shareOf(/\brecurrent[ _-]drop[ -]?out\b[^,;]{0,20}/.exec(said)?.[0] ?? ''),
      ),
    };
    return repeat(units, (size) => {
      const inner = inOrder(
        detailed(layerCall(cell, [], { ...argument('units', size), ...rates })),
      );
      const wrapped = family !== cell || /\bbi-?directional\b/.test(before);
      return wrapped
        ? { ...layerCall('Bidirectional'), positional: [{ kind: 'layer', layer: inner }] }
        : inner;
    });
  }
  if (hasRole(row, 'pooling', 'up-sampling')) {
    const name = hasRole(row, 'pooling') ? 'pool_size' : 'size';
    const plain = withoutStrides(said);
    const squares = [...plain.matchAll(KERNEL_LIST)].map(([square]) => numbersOf(square));
    const side =
      /\b(?:size|window|pool|factor)s?(?:[_ ]size)?\s*(?:of|=|:|is)?\s*(\d+)|^\s*\(?(\d+)\)?(?!\.\d)|\((\d+)\)/.exec(
        plain.trim(),
      );
    const single = side?.slice(1).find((group) => group !== undefined);
    const sizes: readonly LiteralValue[] =
      squares.length > 0 ? squares : single === undefined ? [] : [Number(single)];
    return Array.from({ length: Math.max(count, sizes.length, 1) }, (_, at) =>
      inOrder(
        detailed(layerCall(family, [], argument(name, sizes[Math.min(at, sizes.length - 1)]))),
      ),
    );
  }
  if (hasRole(row, 'dropout', 'channel dropout'))
    return repeat([], () =>
      inOrder(
        layerCall(
          family,
          [],
          argument(family === 'GaussianNoise' ? 'stddev' : 'rate', shareOf(said)),
        ),
      ),
    );
  if (hasRole(row, 'embedding')) {
    const sized =
      /(\d{1,4})[\s-]*dim\w*|\(\s*\d+(?: \w+)?\s*,\s*(\d{1,4})\b|\bdim\w*\s*(?:of|=|:|is)?\s*(\d{1,4})|\b(?:size|output)\s*(?:of|=|:)?\s*(\d{1,4})\b|^\s*(?:(?:an?|the)\s+)?(?:layer )?(?:of|with|\()?\s*(\d{1,4})\b(?! ?(?:words|tokens)|, ?\d)/.exec(
        said.trim(),
      );
    const size = sized?.slice(1).find((group) => group !== undefined);
    return [
      inOrder(
        layerCall(
          family,
          [],
          argument('output_dim', size === undefined ? undefined : Number(size)),
        ),
      ),
    ];
  }
  if (hasRole(row, 'query attention')) {
    const heads = /(\w+)[\s-]heads?\b|\bheads?\s*(?:=|:|of)\s*(\d+)/.exec(said);
    const number = heads?.[1] ?? heads?.[2] ?? '';
    const spelled = COUNT_WORDS.indexOf(number) + 1;
    const key = /\bkey(?:[ _]dim\w*| size)?\s*(?:of|=|:)?\s*(\d+)/.exec(said)?.[1];
    return repeat([], () =>
      inOrder(
        layerCall(family, [], {
          ...argument(
            'num_heads',
            /^\d+$/.test(number) ? Number(number) : spelled > 0 ? spelled : 4,
          ),
          ...argument('key_dim', key === undefined ? 32 : Number(key)),
        }),
      ),
    );
  }
  if (family === 'Reshape') {
    const shape = /(\d+(?:\s*[x×,]\s*\d+)+)/.exec(said)?.[1];
    return [
      inOrder(
        layerCall(
          family,
          [],
          argument('target_shape', shape === undefined ? undefined : numbersOf(shape)),
        ),
      ),
    ];
  }
  if (family === 'RepeatVector')
    return [inOrder(layerCall(family, [], argument('n', numbersOf(said)[0])))];
  if (hasRole(row, 'padding', 'cropping')) {
    const [square] = said.match(KERNEL_LIST) ?? [];
    const sides = square === undefined ? numbersOf(said)[0] : numbersOf(square);
    return [
      inOrder(
        layerCall(family, [], argument(hasRole(row, 'padding') ? 'padding' : 'cropping', sides)),
      ),
    ];
  }
  return repeat([], () => layerCall(family, []));
}

/** An activation layer that a word names: `ReLU`, or `Activation` where the word activation is said. */
export function activationLayer(name: string, words: string, after: string): LayerCall {
  if (name === 'leaky_relu') {
    const slope = shareOf(after.split(/[.;](?=\s|$)|,/)[0] ?? '');
    return layerCall('LeakyReLU', [], argument('negative_slope', slope));
  }
  if (name === 'prelu') return layerCall('PReLU');
  const isNamed = /^\s*activations?\b/.test(after) || /activation/.test(words);
  return name === 'relu' && !isNamed ? layerCall('ReLU') : layerCall('Activation', [name]);
}

function listOr(
  stated: readonly number[],
  bare: () => readonly number[],
  before: string,
): readonly number[] {
  if (stated.length > 0) return stated;
  const lead =
    before
      .replace(KERNEL_LIST, ' ')
      .match(/\d+/g)
      ?.map(Number)
      .filter((size) => size > 8) ?? [];
  return lead.length > 0 ? lead : bare();
}

/** PReLU and leaky ReLU have layers of their own. */
function attachedActivation(said: string): string | null {
  const name = activationIn(said);
  return name === 'prelu' ? null : name;
}

function kernelsIn(said: string, own: string): readonly LiteralValue[] {
  const plain = withoutStrides(said);
  const squares = [...plain.matchAll(KERNEL_LIST)].map(([square]) => numbersOf(square));
  if (squares.length > 0) return squares;
  const side =
    /\b(?:kernels?|filters?)(?:[ _-]sizes?| of size| of width)\s*(?:of|=|:|is)?\s*\(?(\d+)(?!\d*\s*,)|\b(?:kernels?|width|(?<!filter )size)\s*(?:of|=|:)?\s*(\d+)/.exec(
      plain,
    );
  const found = side?.slice(1).find((group) => group !== undefined);
  if (found !== undefined) return [Number(found)];
  return /point-?wise/.test(own) ? [1] : [];
}

const STRIDES =
  /\bstrides?\s*(?:of|=|:|is)?\s*\(?\d+(?:\s*[x×,]\s*\d+)?\)?|\b\d+\s*[x×]\s*\d+ strides?/g;

function withoutStrides(said: string): string {
  return said.replaceAll(STRIDES, ' ');
}

/** Without the numbers that are no filters: kernels, strides, dilation, slopes. */
function withoutSides(said: string): string {
  return withoutStrides(said)
    .replaceAll(KERNEL_LIST, ' ')
    .replaceAll(
      /\b(?:kernels?(?:[ _-]sizes?)?|width|size)\s*(?:of|=|:|is)?\s*\(?\d+\b(?!\s*,\s*\d)/g,
      ' ',
    )
    .replaceAll(/\bdilation[^,;]*?\d+(?:\s*(?:,|and)\s*\d+)*/g, ' ')
    .replaceAll(/\b\d+ (?:classes|epochs)\b/g, ' ');
}

function shareOf(words: string): number | undefined {
  const [, percent, share] = SHARE.exec(words) ?? [];
  if (percent !== undefined) return Number(percent) / 100;
  return share === undefined ? undefined : Number(share);
}

function argument(name: string, value: LiteralValue | undefined): Record<string, LayerArgument> {
  return value === undefined ? {} : { [name]: literal(value) };
}

const LEADING = [
  'units',
  'filters',
  'kernel_size',
  'pool_size',
  'rate',
  'num_heads',
  'key_dim',
  'target_shape',
  'n',
  'size',
];

/** Sizes that everyone writes by place stand by place, as far as they are stated without a gap. */
function inOrder(layer: LayerCall): LayerCall {
  const names = Object.keys(layer.named);
  const lead: string[] = [];
  for (const name of names) {
    if (!LEADING.includes(name)) break;
    if (name === 'kernel_size' && lead.length === 0 && !layer.name.startsWith('Depthwise')) break;
    lead.push(name);
  }
  return {
    ...layer,
    positional: lead.map((name) => layer.named[name]).filter((value) => value !== undefined),
    named: Object.fromEntries(Object.entries(layer.named).filter(([name]) => !lead.includes(name))),
  };
}
