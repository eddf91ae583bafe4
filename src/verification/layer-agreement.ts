import { ownTable } from '../core/index.ts';
import type {
  DataSpec,
  LayerArgument,
  LayerCall,
  LiteralValue,
  PlanRecord,
} from '../artifacts/index.ts';
import { layerContext, resolveLayers } from '../plan/index.ts';
import type { LiveLayer, LiveModel } from './evidence.ts';

/** Null where the plan does not state the field or nothing can be compared. */
export type FieldVerdict = boolean | null | 'substituted';

/** The plan's layers stand in the model in this order, each with the arguments the plan states; others may stand between. */
export function layersAgree({ plan, data }: PlanRecord, live: LiveModel): FieldVerdict {
  const rows = flatten(live.layers);
  const own = new Set(rows.map(({ class: name }) => name));
  const { layers, findings } = resolveLayers(plan.layers, layerContext(data), own);
  const stated = layers.filter(({ name }) => !/^Input(Layer)?$/.test(name));
  const matches = (call: LayerCall, row: LiveLayer | undefined): boolean =>
    layerMatches(openSizes(call, data), row, live.arguments);
  if (
    !(standInOrder(stated, rows, matches) || (branches(rows) && standApart(stated, rows, matches)))
  ) {
    return false;
  }
  const changed = findings.some(({ code }) =>
    ['LAYER_SUBSTITUTED', 'LAYER_LEFT_OUT', 'LAYER_UNKNOWN', 'LAYER_VALUE'].includes(code),
  );
  return changed ? 'substituted' : true;
}

type Matches = (call: LayerCall, row: LiveLayer | undefined) => boolean;

function standInOrder(
  layers: readonly LayerCall[],
  rows: readonly LiveLayer[],
  matches: Matches,
): boolean {
  let at = 0;
  for (const layer of layers) {
    while (at < rows.length && !matches(layer, rows[at])) at += 1;
    if (at === rows.length) return false;
    at += 1;
  }
  return true;
}

/** Branches have no order of their own: every layer of the plan needs a layer of the model to itself. */
function standApart(
  layers: readonly LayerCall[],
  rows: readonly LiveLayer[],
  matches: Matches,
): boolean {
  const free = [...rows];
  return layers.every((layer) => {
    const at = free.findIndex((row) => matches(layer, row));
    if (at >= 0) free.splice(at, 1);
    return at >= 0;
  });
}

function branches(rows: readonly LiveLayer[]): boolean {
  return (
    rows.some(({ class: name }) =>
      /^(Concatenate|Add|Multiply|Dot|Average|\w*Attention)$/.test(name),
    ) || rows.filter(({ class: name }) => name === 'InputLayer').length > 1
  );
}

/** Facts that say how large what was found in the data is; the model is built with what the data at hand give. */
const SIZE_FACTS = [
  'CLASS_COUNT',
  'VOCABULARY_SIZE',
  'NUMERIC_COUNT',
  'SEQUENCE_LENGTH',
  'SOURCE_LENGTH',
  'TARGET_LENGTH',
];

/** The layer without the sizes that the data decide. */
function openSizes(call: LayerCall, data: DataSpec | null): LayerCall {
  const counts = SIZE_FACTS.map((name) => data?.facts[name]);
  const categories = data?.facts['CATEGORY_SIZES'];
  // A row written again has its numbers and its one-hot categories.
  const width = [categories, data?.facts['NUMERIC_COUNT']].flat().map(Number);
  const sizes = new Set(
    [...counts, width.reduce((sum, size) => sum + size, 0)].filter(
      (size) => typeof size === 'number',
    ),
  );
  const open = (argument: LayerArgument): LayerArgument =>
    argument.kind === 'literal' && typeof argument.value === 'number' && sizes.has(argument.value)
      ? { kind: 'expression', text: String(argument.value) }
      : argument;
  if (!/^(Dense|\w*Embedding)$/.test(call.name)) return call;
  return {
    ...call,
    positional: call.positional.map(open),
    named: Object.fromEntries(
      Object.entries(call.named).map(([name, value]) => [name, open(value)]),
    ),
  };
}

/** An inner model stands before its own layers. */
function flatten(layers: readonly LiveLayer[]): LiveLayer[] {
  return layers.flatMap((layer) => [layer, ...flatten(layer.layers ?? [])]);
}

function layerMatches(
  call: LayerCall,
  live: LiveLayer | undefined,
  argumentNames: LiveModel['arguments'],
): boolean {
  if (live === undefined) return false;
  if (live.layers !== undefined && squash(live.name).startsWith(squash(call.name))) return true;
  if (live.class !== call.name) return false;
  const order = argumentNames[call.name] ?? [];
  const stated: [string, LayerArgument][] = [
    ...call.positional.map((value, at): [string, LayerArgument] => [order[at] ?? '', value]),
    ...Object.entries(call.named),
  ];
  return stated.every(([name, argument]) => {
    const value = live.config[name];
    if (value === undefined || argument.kind === 'expression') return true;
    if (name === 'target_shape')
      return argument.kind !== 'literal' || shapesAgree(argument.value, value);
    return argument.kind === 'literal'
      ? valuesAgree(argument.value, value)
      : innerMatches(argument.layer, value, argumentNames);
  });
}

/** A layer or regularizer inside another layer's configuration. */
function innerMatches(
  call: LayerCall,
  value: unknown,
  argumentNames: LiveModel['arguments'],
): boolean {
  const inner = value as { class_name?: unknown; config?: unknown } | null;
  if (typeof inner !== 'object' || inner === null || typeof inner.class_name !== 'string')
    return false;
  if (typeof inner.config !== 'object' || inner.config === null) return true;
  const config = inner.config as Record<string, unknown>;
  const name = squash(call.name) === squash(inner.class_name) ? inner.class_name : call.name;
  return layerMatches(
    { ...call, name },
    { class: inner.class_name, name: '', config },
    argumentNames,
  );
}

/** One axis of a new shape may be left to Keras, on either side. */
function shapesAgree(stated: LiteralValue, live: unknown): boolean {
  const sizes = Array.isArray(stated) ? (stated as readonly LiteralValue[]) : [stated];
  return (
    Array.isArray(live) &&
    live.length === sizes.length &&
    sizes.every((size, at) => size === -1 || live[at] === -1 || size === live[at])
  );
}

/** Names that Keras keeps under another one. */
const KERAS_ALIASES: Readonly<Record<string, string>> = ownTable({
  swish: 'silu',
  hard_swish: 'hard_silu',
});

function valuesAgree(stated: LiteralValue, live: unknown): boolean {
  if (Array.isArray(stated)) {
    const items = stated as readonly LiteralValue[];
    return (
      Array.isArray(live) &&
      live.length === items.length &&
      items.every((item, at) => valuesAgree(item, live[at]))
    );
  }
  if (Array.isArray(live)) return live.every((item) => valuesAgree(stated, item));
  if (typeof stated === 'number' && typeof live === 'number')
    return Math.abs(stated - live) <= 1e-6 * Math.max(1, Math.abs(stated));
  if (typeof stated === 'string' && typeof live === 'object' && live !== null) {
    const name = (live as { class_name?: unknown }).class_name;
    return typeof name === 'string' && squash(name) === squash(stated);
  }
  return stated === live || (typeof stated === 'string' && KERAS_ALIASES[stated] === live);
}

/** Spellings of one name are the same text. */
export function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
