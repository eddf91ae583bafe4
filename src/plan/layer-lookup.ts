import type { LayerCall } from '../artifacts/index.ts';
import { BACKBONE_ARGUMENTS, isBackbone } from './backbones.ts';
import type { Layer, LayerRole } from './layer-rows.ts';
import { LAYERS } from './layers.ts';

/** A layer under its full name, e.g. `Conv2D` of the row `Conv#D`. */
interface NamedLayer {
  readonly name: string;
  readonly row: Layer;
  readonly signature: readonly string[];
}

const NAMED: readonly NamedLayer[] = Object.entries(LAYERS).flatMap(([family, row]) =>
  (row.dimensions ?? [null]).map((dimension) => {
    const signature =
      (dimension === null ? undefined : row.argumentsOf?.[dimension]) ?? row.arguments;
    return {
      name: family.replace('#', String(dimension)),
      row,
      signature: signature.split(' ').filter((argument) => argument !== ''),
    };
  }),
);
const BY_NAME: ReadonlyMap<string, NamedLayer> = new Map(NAMED.map((layer) => [layer.name, layer]));

/** Names and aliases without regard to case; a name comes before another layer's alias. */
const BY_SPELLING: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LAYERS).flatMap(([family, { aliases = [], dimensions = [2], usual = 2 }]) =>
    aliases.flatMap((alias) =>
      (alias.includes('#') ? dimensions : [usual]).map((dimension): [string, string] => [
        plain(alias.replace('#', String(dimension))),
        family.replace('#', String(dimension)),
      ]),
    ),
  ),
  ...NAMED.map(({ name }): [string, string] => [plain(name), name]),
]);

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** The layer of Keras that a name stands for, old and foreign names included; null where Keras has none. */
export function kerasLayer(name: string): string | null {
  return BY_NAME.has(name) ? name : (BY_SPELLING.get(plain(name)) ?? null);
}

/** Arguments of a layer or backbone in order, `*` before a required one; empty where it is unknown. */
export function signatureOf(name: string): readonly string[] {
  return isBackbone(name) ? BACKBONE_ARGUMENTS : (BY_NAME.get(name)?.signature ?? []);
}

/** What a layer of Keras does to its input; null for backbones and layers of a program's own. */
export function roleOf({ name }: Pick<LayerCall, 'name'>): LayerRole | null {
  return BY_NAME.get(name)?.row.role ?? null;
}

export function hasRole(layer: Pick<LayerCall, 'name'>, ...roles: readonly LayerRole[]): boolean {
  const role = roleOf(layer);
  return role !== null && roles.includes(role);
}

/** Dimensions in a layer's name: 2 for `Conv2D`; 0 where it has none. */
export function dimensionOf({ name }: Pick<LayerCall, 'name'>): number {
  return Number(/(\d)D/.exec(name)?.[1] ?? 0);
}

/** Whether a layer's weights are learnt from its input by themselves: dense, convolutional, recurrent. */
export function hasWeights(layer: Pick<LayerCall, 'name'>): boolean {
  return hasRole(
    layer,
    'dense',
    'convolution',
    'transposed convolution',
    'depthwise convolution',
    'recurrent convolution',
    'recurrent',
    'time distributed',
  );
}

/** How prose names the layers of a row. */
export interface LayerWords {
  readonly pattern: RegExp;
  /** The layer that words name, for the dimension they say, else that of the plan's other layers. */
  readonly nameOf: (words: string, dimension: number) => string;
}

export const LAYER_WORDS: readonly LayerWords[] = Object.entries(LAYERS).flatMap(
  ([family, { words, dimensions, usual }]) => {
    if (words === undefined) return [];
    if (dimensions === undefined)
      return [{ pattern: new RegExp(words.source, 'gi'), nameOf: () => family }];
    const has = (dimension: number): boolean => dimensions.some((other) => other === dimension);
    return [
      {
        pattern: new RegExp(`(?:[123]d[- ])?(?:${words.source})(?:[- ]?[123]d)?`, 'gi'),
        nameOf: (said, other) => {
          const stated = Number(/([123])d/i.exec(said)?.[1] ?? 0);
          return family.replace('#', String([stated, usual ?? other].find(has) ?? 2));
        },
      },
    ];
  },
);
