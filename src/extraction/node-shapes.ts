import { hasRole, propagateShapes, type Shape } from '../plan/index.ts';
import { layerCallOf } from './render-layer.ts';
import { asNumber, argumentOf, type AbstractValue, type GraphNode } from './values.ts';

const SHAPES = new WeakMap<GraphNode, { readonly shape: Shape | null }>();
/** Layers behind each other whose shapes are followed. */
const MOST_DEPTH = 400;

/** Shape of a node's output without the batch axis, null where it is not known; sizes not known are null in it. */
export function shapeOf(node: GraphNode, depth = 0): Shape | null {
  const remembered = SHAPES.get(node);
  if (remembered !== undefined) return remembered.shape;
  const shape = depth > MOST_DEPTH ? null : computeShape(node, depth);
  SHAPES.set(node, { shape });
  return shape;
}

function computeShape({ layer, inputs }: GraphNode, depth: number): Shape | null {
  if (layer === null) return null;
  const stated = statedShape(layer.given);
  if (layer.name === 'Input') return stated;
  const given = inputs.map((input) => shapeOf(input, depth + 1));
  const [first = stated] = given;
  if (first === null || first === undefined) return null;
  const call = layerCallOf(layer);
  if (given.length > 1 && hasRole(call, 'concatenation')) return joined(given);
  if (given.length > 1 || layer.isOwn) return layer.isOwn ? null : first;
  const { shapes, issues } = propagateShapes([call], first);
  return issues.length > 0 ? null : (shapes[0] ?? null);
}

function joined(given: readonly (Shape | null)[]): Shape | null {
  const [first] = given;
  if (first === null || first === undefined) return null;
  const last = given.map((shape) => shape?.at(-1) ?? null);
  const sum = last.includes(null) ? null : last.reduce<number>((all, size) => all + (size ?? 0), 0);
  return [...first.slice(0, -1), sum];
}

/** The shape that an input, or a first layer, states: `shape`, `input_shape`, `batch_shape`, `input_dim`. */
export function statedShape(given: {
  readonly positional: readonly AbstractValue[];
  readonly named: ReadonlyMap<string, AbstractValue>;
}): Shape | null {
  const whole = argumentOf(given, ['batch_shape', 'batch_input_shape']);
  if (whole !== undefined) return axesOf(whole)?.slice(1) ?? null;
  const shape = given.named.get('input_shape') ?? given.named.get('shape');
  if (shape !== undefined) return axesOf(shape);
  const size = given.named.get('input_dim');
  return size === undefined ? null : [asNumber(size) ?? null];
}

/** A shape as sizes; null in it where a size is not known. */
export function axesOf(value: AbstractValue): Shape | null {
  if (value.kind === 'known') {
    const size = asNumber(value);
    return size === undefined ? null : [size];
  }
  if (value.kind !== 'sequence' || value.isOpen || value.items.length > 6) return null;
  return value.items.map((item) => {
    const size = asNumber(item);
    return size === undefined || size < 1 ? null : size;
  });
}
