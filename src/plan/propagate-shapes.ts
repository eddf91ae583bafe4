import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { innerLayer } from './change-layer.ts';
import { backboneOf, type Backbone } from './backbones.ts';
import { NETWORK_INPUT } from './layer-graph.ts';
import { dimensionOf, hasRole, roleOf, signatureOf } from './layer-lookup.ts';
import type { LayerRole } from './layer-rows.ts';

/** One item, without the batch axis; null where a size is not known before the data is. */
export type Shape = readonly (number | null)[];

export interface ShapeReport {
  /** Output of each layer, in order; after an impossible layer its input is carried on. */
  readonly shapes: readonly Shape[];
  readonly issues: readonly Issue[];
}

/** A shape that a layer cannot take; becomes an issue of that layer. */
class Misfit extends Error {
  readonly fix: string;
  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

/**
 * Carries one item's shape through layers, each of which takes the output of the one before or those that it names.
 *
 * Shapes: inputShape [axes], no batch axis. Paper: III-B; DESIGN 3 (checked before it runs).
 * Issues: `LAYER_SHAPE` with the layer's index in its path, the shape it was given and a fix.
 * origins: the plan's index of each layer, where the layers were resolved from a plan.
 * A merging layer that names no inputs keeps the rank and forgets the channels.
 */
export function propagateShapes(
  layers: readonly LayerCall[],
  inputShape: Shape,
  origins?: readonly number[],
): ShapeReport {
  const issues: Issue[] = [];
  const shapes: Shape[] = [];
  const named = new Map<string, Shape>([[NETWORK_INPUT, inputShape]]);
  let shape = inputShape;
  for (const [at, layer] of layers.entries()) {
    const given = (layer.inputs ?? []).map((name) => named.get(name) ?? shape);
    shape = given[0] ?? shape;
    try {
      shape = given.length > 1 ? mergedShape(layer, given) : outputShape(layer, shape);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      issues.push({
        code: 'LAYER_SHAPE',
        path: `Model Architecture.Layers[${origins?.[at] ?? at}]`,
        message: `${layer.name} cannot take ${show(shape)}: ${error.message}`,
        fix: error.fix,
      });
    }
    shapes.push(shape);
    if (layer.label !== undefined) named.set(layer.label, shape);
  }
  return { shapes, issues };
}

/** What a layer makes of several inputs; layers that join none take the first. */
function mergedShape(layer: LayerCall, given: readonly Shape[]): Shape {
  const [first = [], ...others] = given;
  const isConcatenation = hasRole(layer, 'concatenation');
  if (!isConcatenation && !hasRole(layer, 'merge')) return outputShape(layer, first);
  const misfit = others.find((other) => other.length !== first.length);
  if (misfit !== undefined)
    throw new Misfit(`it joins ${show(misfit)}`, 'give its inputs the same number of axes');
  const last = first.length - 1;
  return first.map((size, axis) => {
    const sides = given.map((shape) => shape[axis] ?? null);
    if (sides.includes(null)) return null;
    if (isConcatenation && axis === last)
      return sides.reduce<number>((sum, side) => sum + (side ?? 0), 0);
    const wide = sides.filter((side) => isConcatenation || side !== 1);
    const other = wide.find((side) => side !== wide[0]);
    if (other !== undefined)
      throw new Misfit(
        `it joins ${given.map(show).join(' and ')}`,
        'give its inputs the same sizes, as by padding="same" or a 1x1 convolution',
      );
    return wide[0] ?? size;
  });
}

function outputShape(layer: LayerCall, shape: Shape): Shape {
  const backbone = backboneOf(layer.name);
  if (backbone !== null) return backboneShape(layer, backbone, shape);
  // Embeddings of the pool's own have the output size second, as Keras' own.
  const role = roleOf(layer) ?? (layer.name.endsWith('Embedding') ? 'embedding' : null);
  return role === null ? shape : RULES[role](layer, shape);
}

const keep = (_: LayerCall, shape: Shape): Shape => shape;

const RULES: Readonly<Record<LayerRole, (layer: LayerCall, shape: Shape) => Shape>> = {
  input: inputLayerShape,
  dense: denseShape,
  einsum: (layer) => sizes(argument(layer, 'output_shape')),
  convolution: convolutionShape,
  'transposed convolution': convolutionShape,
  'depthwise convolution': convolutionShape,
  'recurrent convolution': convLstmShape,
  pooling: poolingShape,
  'global pooling': globalPoolingShape,
  'adaptive pooling': adaptivePoolingShape,
  'up-sampling': (layer, shape) =>
    spatial(layer, shape, (size, axis) => size * (axisValue(layer, 'size', axis) ?? 2)),
  padding: (layer, shape) =>
    spatial(layer, shape, (size, axis) => size + margins(layer, 'padding', axis)),
  cropping: (layer, shape) =>
    spatial(layer, shape, (size, axis) => size - margins(layer, 'cropping', axis)),
  flatten: (_, shape) => [product(shape)],
  reshape: reshapeShape,
  repeat: (layer, shape) => {
    needRank(shape, 1, 'put a Flatten or pooling layer before it');
    return [whole(argument(layer, 'n')), ...shape];
  },
  permute: permuteShape,
  recurrent: recurrentShape,
  bidirectional: bidirectionalShape,
  'time distributed': timeDistributedShape,
  wrapper: (layer, shape) => {
    const inner = innerLayer(layer);
    return inner === null ? shape : outputShape(inner, shape);
  },
  embedding: (layer, shape) => [
    ...(shape.length === 0 ? [null] : shape),
    whole(argument(layer, 'output_dim') ?? secondValue(layer)),
  ],
  'query attention': attentionShape,
  'list attention': attentionShape,
  concatenation: (_, shape) => [...shape.slice(0, -1), null],
  merge: keep,
  activation: keep,
  normalization: keep,
  dropout: keep,
  'channel dropout': (layer, shape) => {
    needRank(shape, dimensionOf(layer) + 1, 'use Dropout');
    return shape;
  },
  resizing: (layer, shape) => [
    whole(argument(layer, 'height')),
    whole(argument(layer, 'width')),
    ...shape.slice(2),
  ],
  preprocessing: keep,
  augmentation: keep,
};

function inputLayerShape(layer: LayerCall, shape: Shape): Shape {
  const given = argument(layer, 'shape');
  return given === undefined || given === null ? shape : sizes(given);
}

/** A size or a list of them; null where one is no number. */
function sizes(value: LiteralValue | undefined): Shape {
  const items: readonly LiteralValue[] = Array.isArray(value) ? value : [value ?? null];
  return items.map((size) => (typeof size === 'number' ? size : null));
}

function attentionShape(_: LayerCall, shape: Shape): Shape {
  if (shape.length < 2)
    needRank(shape, 2, 'give it a sequence; let the layer before return sequences');
  return shape;
}

function adaptivePoolingShape(layer: LayerCall, shape: Shape): Shape {
  const rank = dimensionOf(layer);
  needRank(shape, rank + 1, `use the pooling for ${Math.max(shape.length - 1, 1)} dimensions`);
  return shape.map((size, axis) => (axis === rank ? size : axisValue(layer, 'output_size', axis)));
}

function convolutionShape(layer: LayerCall, shape: Shape): Shape {
  const rank = dimensionOf(layer);
  needRank(
    shape,
    rank + 1,
    shape.length === rank
      ? 'give the input a channel axis'
      : `use the layer for ${shape.length - 1} dimensions, or reshape`,
  );
  const isTranspose = hasRole(layer, 'transposed convolution');
  const padding = argument(layer, 'padding') ?? 'valid';
  const sides = shape.slice(0, -1).map((size, axis) => {
    const kernel =
      ((axisValue(layer, 'kernel_size', axis) ?? 1) - 1) *
        (axisValue(layer, 'dilation_rate', axis) ?? 1) +
      1;
    const stride = axisValue(layer, 'strides', axis) ?? 1;
    if (size === null) return null;
    if (isTranspose)
      return padding === 'valid' ? size * stride + Math.max(kernel - stride, 0) : size * stride;
    if (padding !== 'valid') return Math.ceil(size / stride);
    if (size < kernel)
      throw new Misfit(
        `the kernel of ${kernel} is larger than the ${size} that are left`,
        "use padding='same', fewer pooling layers or a larger input",
      );
    return Math.floor((size - kernel) / stride) + 1;
  });
  const channels = shape.at(-1) ?? null;
  if (!hasRole(layer, 'depthwise convolution'))
    return [...sides, whole(argument(layer, 'filters'))];
  return [
    ...sides,
    channels === null ? null : channels * (whole(argument(layer, 'depth_multiplier')) ?? 1),
  ];
}

function convLstmShape(layer: LayerCall, shape: Shape): Shape {
  const rank = dimensionOf(layer);
  needRank(shape, rank + 2, 'give it a sequence of frames');
  const inner = convolutionShape({ ...layer, name: `Conv${rank}D` }, shape.slice(1));
  return argument(layer, 'return_sequences') === true ? [shape[0] ?? null, ...inner] : inner;
}

function poolingShape(layer: LayerCall, shape: Shape): Shape {
  const rank = dimensionOf(layer);
  needRank(
    shape,
    rank + 1,
    `use the pooling for ${Math.max(shape.length - 1, 1)} dimensions, or remove it`,
  );
  const same = argument(layer, 'padding') === 'same';
  return [
    ...shape.slice(0, -1).map((size, axis) => {
      const pool = axisValue(layer, 'pool_size', axis) ?? 2;
      const stride = axisValue(layer, 'strides', axis) ?? pool;
      if (size === null) return null;
      if (same) return Math.ceil(size / stride);
      if (size < pool)
        throw new Misfit(
          `a pool of ${pool} is larger than the ${size} that are left`,
          'remove a pooling layer or take a larger input',
        );
      return Math.floor((size - pool) / stride) + 1;
    }),
    shape.at(-1) ?? null,
  ];
}

function globalPoolingShape(layer: LayerCall, shape: Shape): Shape {
  const rank = dimensionOf(layer);
  needRank(
    shape,
    rank + 1,
    shape.length === 1
      ? 'remove it; the features are flat already'
      : `use the ${shape.length - 1}D layer`,
  );
  const channels = shape.at(-1) ?? null;
  return argument(layer, 'keepdims') === true
    ? [...shape.slice(0, -1).map(() => 1), channels]
    : [channels];
}

function denseShape(layer: LayerCall, shape: Shape): Shape {
  if (shape.length === 0)
    throw new Misfit('there is no feature axis', 'give the input a feature axis');
  return [...shape.slice(0, -1), whole(argument(layer, 'units'))];
}

function recurrentShape(layer: LayerCall, shape: Shape): Shape {
  needRank(
    shape,
    2,
    shape.length === 1
      ? 'set return_sequences=True on the recurrent layer before, or add an Embedding or Reshape'
      : 'use TimeDistributed(Flatten()) before it',
  );
  const units = whole(argument(layer, 'units'));
  return argument(layer, 'return_sequences') === true ? [shape[0] ?? null, units] : [units];
}

function bidirectionalShape(layer: LayerCall, shape: Shape): Shape {
  const inner = innerLayer(layer);
  if (inner === null) return shape;
  const one = outputShape(inner, shape);
  const units = one.at(-1) ?? null;
  const merges = (argument(layer, 'merge_mode') ?? 'concat') === 'concat';
  return [...one.slice(0, -1), units === null || !merges ? units : units * 2];
}

function timeDistributedShape(layer: LayerCall, shape: Shape): Shape {
  const inner = innerLayer(layer);
  if (shape.length < 2)
    needRank(shape, 2, 'let the layer before return sequences (return_sequences=True)');
  return inner === null ? shape : [shape[0] ?? null, ...outputShape(inner, shape.slice(1))];
}

function reshapeShape(layer: LayerCall, shape: Shape): Shape {
  const target = sizes(argument(layer, 'target_shape'));
  const total = product(shape);
  const known = product(target.filter((size) => size !== -1));
  const open = target.includes(-1);
  if (total === null || known === null) return target.map((size) => (size === -1 ? null : size));
  if (open ? total % known !== 0 : total !== known) {
    throw new Misfit(
      `${total} values do not fill ${show(target)}`,
      'let the layer before it give as many values as the shape holds',
    );
  }
  return target.map((size) => (size === -1 ? total / known : size));
}

function permuteShape(layer: LayerCall, shape: Shape): Shape {
  const dims = argument(layer, 'dims');
  const order = Array.isArray(dims) ? dims.map(Number) : [];
  if (order.length !== shape.length || order.some((axis) => axis < 1 || axis > shape.length)) {
    throw new Misfit(`dims has ${order.length} axes`, `name the axes 1 to ${shape.length}`);
  }
  return order.map((axis) => shape[axis - 1] ?? null);
}

function backboneShape(layer: LayerCall, { features, leastSide }: Backbone, shape: Shape): Shape {
  needRank(shape, 3, 'a backbone takes images [height, width, 3]');
  const channels = shape[2];
  if (channels !== null && channels !== 3)
    throw new Misfit(`its images have ${channels} channels`, 'load the images with 3 channels');
  if (argument(layer, 'include_top') !== false) return [whole(argument(layer, 'classes')) ?? 1000];
  const sides = shape.slice(0, 2);
  if (sides.some((size) => size !== null && size < leastSide))
    throw new Misfit(
      `it needs ${leastSide} pixels a side`,
      `set the image size to ${leastSide} or more`,
    );
  const pooling = argument(layer, 'pooling');
  if (pooling === 'avg' || pooling === 'max') return [features];
  return [
    ...sides.map((size) => (size === null ? null : Math.max(1, Math.ceil(size / 32)))),
    features,
  ];
}

function spatial(
  layer: LayerCall,
  shape: Shape,
  next: (size: number, axis: number) => number,
): Shape {
  const rank = dimensionOf(layer);
  needRank(shape, rank + 1, `use the layer for ${Math.max(shape.length - 1, 1)} dimensions`);
  return shape.map((size, axis) => {
    if (size === null || axis === rank) return size;
    const result = next(size, axis);
    if (result < 1) throw new Misfit(`nothing of the ${size} is left`, 'crop less');
    return result;
  });
}

/** What padding or cropping adds at both ends of an axis. */
function margins(layer: LayerCall, name: string, axis: number): number {
  const value = argument(layer, name) ?? (layer.name === 'Cropping2D' ? 0 : 1);
  const entry = Array.isArray(value) && !layer.name.endsWith('1D') ? (value[axis] ?? 0) : value;
  if (Array.isArray(entry)) return entry.reduce<number>((sum, item) => sum + Number(item), 0);
  return Number(entry) * 2;
}

function needRank(shape: Shape, rank: number, fix: string): void {
  if (shape.length !== rank)
    throw new Misfit(`it needs ${rank} axes without the batch, there are ${shape.length}`, fix);
}

/** An argument's literal by its name, wherever it stands; undefined where it is not given. */
export function argument(layer: LayerCall, name: string): LiteralValue | undefined {
  const order = signatureOf(layer.name).map((item) => item.replace('*', ''));
  const given: LayerArgument | undefined =
    (Object.hasOwn(layer.named, name) ? layer.named[name] : undefined) ??
    layer.positional[order.indexOf(name)];
  return given?.kind === 'literal' ? given.value : undefined;
}

function secondValue(layer: LayerCall): LiteralValue | undefined {
  const second = layer.positional[1];
  return second?.kind === 'literal' ? second.value : undefined;
}

function axisValue(layer: LayerCall, name: string, axis: number): number | null {
  const value = argument(layer, name);
  return whole(Array.isArray(value) ? (value[axis] ?? value[0] ?? null) : value);
}

function whole(value: LiteralValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function product(shape: Shape): number | null {
  return shape.reduce<number | null>(
    (total, size) => (total === null || size === null ? null : total * size),
    1,
  );
}

function show(shape: Shape): string {
  return `[${shape.map((size) => size ?? '?').join(', ')}]`;
}
