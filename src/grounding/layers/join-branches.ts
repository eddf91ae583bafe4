import type { LayerCall, LiteralValue } from '../../artifacts/index.ts';
import {
  argument,
  hasRole,
  isMerge,
  layerCall,
  literal,
  propagateShapes,
  withArgument,
  type Shape,
} from '../../plan/index.ts';

/** A label's layer and what it gives. */
interface Output {
  readonly label: string;
  readonly shape: Shape;
}

/**
 * Makes the inputs of every merging layer such that they can be joined: filters that nobody states follow the other branch,
 * a pooling in a branch keeps the size where the others do, and a shortcut of other sizes gets a 1x1 convolution.
 *
 * Shapes: input [axes] without batch. isOpen: layer by layer, whether its filters, or the size of its pool, are not stated.
 */
export function joinBranches(
  layers: readonly LayerCall[],
  isOpen: readonly boolean[],
  input: Shape,
): readonly LayerCall[] {
  const built: LayerCall[] = [];
  const open = new Set<number>();
  for (const [at, layer] of layers.entries()) {
    const inputs = layer.inputs ?? [];
    if (inputs.length > 1 && isMerge(layer)) built.push(...joined(layer, built, open, input));
    else {
      if (isOpen[at] === true) open.add(built.length);
      built.push(layer);
    }
  }
  return built;
}

function outputsOf(names: readonly string[], built: readonly LayerCall[], input: Shape): Output[] {
  const { shapes } = propagateShapes(built, input);
  return names.map((label) => {
    const at = built.findLastIndex((layer) => layer.label === label);
    return { label, shape: at < 0 ? input : (shapes[at] ?? input) };
  });
}

/** The merging layer, with the layers before it that make its inputs fit; layers built before may change in place. */
function joined(
  layer: LayerCall,
  built: LayerCall[],
  open: ReadonlySet<number>,
  input: Shape,
): readonly LayerCall[] {
  const names = layer.inputs ?? [];
  const isSum = !hasRole(layer, 'concatenation');
  keepSides(names, built, open, input);
  if (isSum) {
    fillOpen(names, built, open, input);
    fillScales(names, built, input);
  }
  const outputs = outputsOf(names, built, input);
  const rank = Math.max(...outputs.map(({ shape }) => shape.length));
  const added: LayerCall[] = [];
  const goal = outputs.filter(({ shape }) => shape.length === rank).map(({ shape }) => shape);
  const least = smallest(goal, isSum);
  const inputs = outputs.map(({ label, shape }) => {
    const made = fitted(shape, least, rank, layer);
    if (made === null) return label;
    const name = `${label}_fitted`;
    added.push(
      ...made.map((one, at) => ({
        ...one,
        ...(at === 0 ? { inputs: [label] } : {}),
        ...(at === made.length - 1 ? { label: name } : {}),
      })),
    );
    return name;
  });
  return [...added, { ...layer, inputs }];
}

/** The least side on every axis, and the channels of the first. */
function smallest(shapes: readonly Shape[], isSum: boolean): Shape {
  const [first = []] = shapes;
  return first.map((size, axis) => {
    const sides = shapes.map((shape) => shape[axis] ?? null);
    if (sides.includes(null)) return null;
    if (axis === first.length - 1) return isSum ? size : null;
    // A side of one is repeated.
    const wide = isSum ? sides.filter((side) => side !== 1) : sides;
    return wide.length === 0 ? 1 : Math.min(...wide.map(Number));
  });
}

/** Layers that bring a shape to the goal's; null where it has it, or nothing is known. */
function fitted(
  shape: Shape,
  goal: Shape,
  rank: number,
  layer: LayerCall,
): readonly LayerCall[] | null {
  const channels = shape.at(-1) ?? null;
  const wanted = goal.at(-1) ?? null;
  if (shape.length < rank) {
    if (channels === null || shape.length !== 1) return null;
    const target: LiteralValue = [...Array.from({ length: rank - 1 }, () => 1), channels];
    return hasRole(layer, 'concatenation') ? null : [layerCall('Reshape', [target])];
  }
  const dimension = rank - 1;
  const ratios = goal.slice(0, -1).map((side, axis) => {
    const own = shape[axis] ?? null;
    const isRepeated = own === 1 && !hasRole(layer, 'concatenation');
    return side === null || own === null || isRepeated ? 1 : own / side;
  });
  const isWhole = ratios.every((ratio) => ratio >= 1);
  const isOther = ratios.some((ratio) => ratio !== 1);
  const differs = wanted !== null && channels !== null && channels !== wanted;
  if (!isOther && !differs) return null;
  if (dimension === 0) return differs ? [layerCall('Dense', [wanted])] : null;
  if (!isWhole) return null;
  const strides = ratios.map((ratio) => Math.ceil(ratio));
  const stride = strides.length === 1 ? (strides[0] ?? 1) : strides;
  if (!differs)
    return [layerCall(`MaxPooling${dimension}D`, [stride], { padding: literal('same') })];
  return [
    layerCall(`Conv${dimension}D`, [wanted, 1], {
      ...(isOther ? { strides: literal(stride) } : {}),
      padding: literal('same'),
    }),
  ];
}

/**
 * A pooling of odd or unstated size in one of several branches, as in Inception, moves one by one where the others keep their
 * size.
 */
function keepSides(
  names: readonly string[],
  built: LayerCall[],
  open: ReadonlySet<number>,
  input: Shape,
): void {
  const { shapes } = propagateShapes(built, input);
  const outputs = outputsOf(names, built, input);
  const sides = outputs.map(({ shape }) => shape[0] ?? 0);
  const most = Math.max(...sides);
  for (const [at, { label }] of outputs.entries()) {
    if (sides[at] === most) continue;
    for (
      let place = built.findLastIndex((layer) => layer.label === label);
      place >= 0;
      place -= 1
    ) {
      const layer = built[place];
      if (layer === undefined) break;
      const before = shapes[place - 1]?.[0] ?? 0;
      const pool = argument(layer, 'pool_size');
      const side = Number(Array.isArray(pool) ? pool[0] : pool);
      const isFree = side % 2 === 1 || open.has(place);
      if (hasRole(layer, 'pooling') && isFree && argument(layer, 'strides') === undefined)
        built[place] = withArgument(withArgument(layer, 'strides', 1), 'padding', 'same');
      if (layer.inputs !== undefined || before === most) break;
    }
  }
}

/** Convolutions whose filters nobody states have those of the other inputs of a sum. */
function fillOpen(
  names: readonly string[],
  built: LayerCall[],
  open: ReadonlySet<number>,
  input: Shape,
): void {
  const outputs = outputsOf(names, built, input);
  const fixed = outputs.find(({ label }) => lastFilters(label, built, open) === null)?.shape.at(-1);
  if (typeof fixed !== 'number') return;
  for (const { label } of outputs) {
    const place = lastFilters(label, built, open);
    const layer = place === null ? undefined : built[place];
    if (place !== null && layer !== undefined) built[place] = withArgument(layer, 'filters', fixed);
  }
}

/** A vector that scales a map is as long as the map has channels, and is reshaped to one value a channel. */
function fillScales(names: readonly string[], built: LayerCall[], input: Shape): void {
  const outputs = outputsOf(names, built, input);
  const map = outputs.find(({ shape }) => shape.length > 2)?.shape;
  const channels = map?.at(-1);
  if (map === undefined || typeof channels !== 'number') return;
  for (const { label } of outputs) {
    const place = built.findLastIndex((layer) => layer.label === label);
    const layer = built[place];
    if (layer?.name !== 'Reshape' || argument(layer, 'target_shape') !== undefined) continue;
    const target: LiteralValue = [...map.slice(0, -1).map(() => 1), channels];
    built[place] = { ...layer, positional: [literal(target)], named: {} };
    const dense = built[place - 1];
    if (dense?.name === 'Dense') built[place - 1] = withArgument(dense, 'units', channels);
  }
}

/** Where the last convolution of a branch stands, if nobody states its filters and what follows it keeps them. */
function lastFilters(
  label: string,
  built: readonly LayerCall[],
  open: ReadonlySet<number>,
): number | null {
  let at = built.findLastIndex((layer) => layer.label === label);
  for (let layer = built[at]; layer !== undefined; layer = built[at]) {
    if (hasRole(layer, 'convolution', 'transposed convolution')) return open.has(at) ? at : null;
    if (!KEEPS.some((role) => hasRole(layer, role)) || layer.inputs !== undefined) return null;
    at -= 1;
  }
  return null;
}

/** Roles of layers that give as many channels as they take. */
const KEEPS = [
  'dropout',
  'channel dropout',
  'normalization',
  'activation',
  'pooling',
  'up-sampling',
] as const;
