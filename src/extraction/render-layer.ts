import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { ownTable } from '../core/own-table.ts';
import { argumentName, renderLayer, signatureOf } from '../plan/index.ts';
import { lastName, type AbstractValue, type LayerValue } from './values.ts';

/** Layers inside layers. */
const MOST_DEPTH = 4;
/** Arguments that say nothing of the network. */
const UNTOLD =
  /^(?:name|input_tensor|dtype|initial_state|constants|mask|training|batch_size|tensor|embeddings_initializer|handle_kwargs)$/;
const MOST_TEXT = 80;

/** A layer as the plan writes it, arguments by the names of Keras 3; what only the run decides is left as its expression. */
export function renderLayerValue(layer: LayerValue): string {
  return renderLayer(layerCallOf(layer));
}

/** The layer's name, with that of the layer that it wraps: `Bidirectional(LSTM)`. */
export function layerToken(layer: LayerValue): string {
  const inner = layer.given.positional[0] ?? layer.given.named.get('layer');
  const isWrapper = layer.name === 'Bidirectional' || layer.name === 'TimeDistributed';
  if (!isWrapper || inner === undefined) return layer.name;
  return inner.kind === 'layer' ? `${layer.name}(${inner.name})` : layer.name;
}

export function layerCallOf(layer: LayerValue, depth = 0): LayerCall {
  const order = layer.isOwn ? [] : signatureOf(layer.name).map((name) => name.replace('*', ''));
  const positional: LayerArgument[] = [];
  const named = ownTable<LayerArgument>({});
  for (const [at, value] of kernelFirst(layer).entries()) {
    const argument = argumentFor(value, depth);
    const name = order[at];
    // Behind an argument that cannot be told the others need their names.
    if (argument !== undefined && positional.length === at) positional.push(argument);
    else if (argument !== undefined && name !== undefined) named[name] = argument;
  }
  for (const [key, value] of layer.given.named) {
    const name = layer.isOwn ? key : argumentName(layer.name, key, order);
    const argument =
      key === OLD_KERNEL || UNTOLD.test(name) || (name === 'weights' && value.kind !== 'known')
        ? undefined
        : argumentFor(value, depth);
    if (argument !== undefined) named[name] = argument;
  }
  return { kind: 'call', name: layer.name, positional, named };
}

/** Keras 1 gives the sides of a kernel one by one, `Convolution2D(32, 3, 3)`; such layers are told by that old name. */
function kernelFirst({ given: { positional, named } }: LayerValue): readonly AbstractValue[] {
  const [filters, rows, columns, ...others] = positional;
  const isOld = named.has(OLD_KERNEL) && filters !== undefined && rows !== undefined;
  if (!isOld || columns?.kind !== 'known' || typeof columns.value !== 'bigint') return positional;
  return [
    filters,
    { kind: 'sequence', type: 'tuple', items: [rows, columns], isOpen: false, line: columns.line },
    ...others,
  ];
}

/** Marks a layer that is written by its name of Keras 1; no argument of a program can have this name. */
export const OLD_KERNEL = '<old kernel>';

function argumentFor(value: AbstractValue, depth: number): LayerArgument | undefined {
  if (value.kind === 'layer' && depth < MOST_DEPTH)
    return { kind: 'layer', layer: layerCallOf(value, depth + 1) };
  const literal = literalOf(value);
  if (literal !== undefined) return { kind: 'literal', value: literal };
  const text = expressionOf(value, depth);
  return text === undefined || text === '' || text.length > MOST_TEXT
    ? undefined
    : { kind: 'expression', text };
}

function literalOf(value: AbstractValue, depth = 0): LiteralValue | undefined {
  if (value.kind === 'known') {
    const { value: scalar } = value;
    if (typeof scalar === 'bigint') return Number(scalar);
    return typeof scalar === 'string' && scalar.length > MOST_TEXT ? undefined : scalar;
  }
  // `tf.nn.relu` and `keras.activations.relu` are known by their name.
  if (value.kind === 'external' && /\b(?:nn|activations|math|sigmoid)\.\w+$/.test(value.path))
    return lastName(value.path).replace('_v2', '');
  if (value.kind !== 'sequence' || value.isOpen || depth > 3 || value.items.length > 40)
    return undefined;
  const items = value.items.map((item) => literalOf(item, depth + 1));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The expression of a value that is no literal. */
function expressionOf(value: AbstractValue, depth: number): string | undefined {
  if (depth > MOST_DEPTH) return undefined;
  switch (value.kind) {
    case 'unknown':
      return value.text;
    case 'external':
      return lastName(value.path);
    case 'function':
      return value.name === 'lambda' ? shortText(value.node.text) : value.name;
    case 'known':
      return String(value.value);
    case 'made': {
      const given = [
        ...value.given.positional.map((item) => partText(item, depth)),
        ...[...value.given.named]
          .filter(([name]) => name !== 'seed')
          .map(([name, item]) => `${name}=${partText(item, depth)}`),
      ];
      return given.some((text) => text.endsWith('=') || text === '')
        ? `${lastName(value.path)}()`
        : `${lastName(value.path)}(${given.join(', ')})`;
    }
    case 'sequence': {
      const items = value.items.map((item) => partText(item, depth));
      return value.isOpen || items.includes('') || items.length === 0
        ? undefined
        : `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
    }
    default:
      return undefined;
  }
}

function partText(value: AbstractValue, depth: number): string {
  const argument = argumentFor(value, depth + 1);
  if (argument === undefined) return '';
  if (argument.kind === 'expression') return argument.text;
  const call: LayerCall = { kind: 'call', name: 'x', positional: [argument], named: {} };
  return renderLayer(call).slice(2, -1);
}

function shortText(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > MOST_TEXT ? '' : flat;
}
