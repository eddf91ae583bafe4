import type {
  Agreement,
  DataSpec,
  LayerArgument,
  LayerCall,
  LiteralValue,
  PlanField,
  PlanRecord,
} from '../artifacts/index.ts';
import {
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  resolveLayers,
  type NormalizedName,
} from '../plan/index.ts';
import type { LiveLayer, LiveModel } from './evidence.ts';

type Verdict = boolean | null | 'substituted';

/** What is known of the program beside its model: artefacts of the training run. */
export interface Trained {
  readonly batchSize: number | null;
  /** Names of the metrics that the evaluation reports. */
  readonly reported: readonly string[];
}

/**
 * Where the running program keeps to its plan, field by field; read from the live model, never from text.
 * Fields that are prose and leave no trace in a model (`preprocess`) are null.
 */
export function agreeWithPlan(record: PlanRecord, live: LiveModel, trained: Trained): Agreement {
  const { plan, data } = record;
  const { hyperparameters } = plan;
  const fits = data === null ? null : outputFits(data, live.outputs);
  const found: Record<PlanField, Verdict> = {
    category: plan.category === '' ? null : fits,
    input: plan.dataset.input === '' || data === null ? null : inputFits(data, live.inputs),
    output: plan.dataset.output === '' ? null : fits,
    preprocess: null,
    layers: plan.layers.length === 0 ? null : layersAgree(record, live),
    optimizer: named(
      normalizeOptimizer(hyperparameters.optimizer),
      live.optimizers.map((row) => row.class),
      normalizeOptimizer,
    ),
    loss: named(normalizeLoss(hyperparameters.loss), live.losses, normalizeLoss),
    learningRate: numbersAgree(
      hyperparameters.learningRate,
      live.optimizers.map((row) => row.learningRate),
    ),
    batchSize: numbersAgree(hyperparameters.batchSize, [live.batchSize, trained.batchSize]),
    epochs: numbersAgree(hyperparameters.epochs, [live.epochs]),
    metric: named(
      normalizeMetric(hyperparameters.metric),
      [...live.metrics, ...live.tracked, ...trained.reported],
      normalizeMetric,
    ),
  };
  const rows = Object.entries(found).map(([field, verdict]) => [
    field,
    verdict === true && record.substituted.includes(field as PlanField) ? 'substituted' : verdict,
  ]);
  return Object.fromEntries(rows) as Agreement;
}

function named(
  stated: NormalizedName,
  found: readonly string[],
  normalize: (text: string) => NormalizedName,
): Verdict {
  if (stated.name === '') return null;
  const names = new Set(found.flatMap((name) => [squash(name), squash(normalize(name).stated)]));
  if (names.has(squash(stated.stated))) return true;
  const wanted = squash(stated.name);
  const isAccuracy = (name: string): boolean => name.endsWith('accuracy');
  // Keras fits `accuracy` to the loss: it then has another name.
  const agrees = names.has(wanted) || (isAccuracy(wanted) && [...names].some(isAccuracy));
  return agrees && stated.substitute !== undefined ? 'substituted' : agrees;
}

function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function numbersAgree(stated: number | null, found: readonly (number | null)[]): Verdict {
  if (stated === null) return null;
  // Rates are kept as 32-bit floats.
  return found.some(
    (value) => value !== null && Math.abs(value - stated) <= 1e-5 * Math.abs(stated),
  );
}

/** The shape of one output against the facts; null where the facts do not say it. */
export function outputFits(
  { target, facts }: DataSpec,
  outputs: LiveModel['outputs'],
): boolean | null {
  const shape = outputs[0];
  if (shape === undefined) return null;
  const last = shape.at(-1);
  const classes = facts['CLASS_COUNT'];
  switch (target) {
    case 'class':
    case 'labels':
    case 'tags':
      if (typeof classes !== 'number') return null;
      return last === classes || (classes === 2 && last === 1);
    case 'mask': {
      const size = facts['IMAGE_SIZE'];
      const channels = classes === 2 ? [1, 2] : [classes];
      return Array.isArray(size)
        ? sameSizes(shape.slice(1, 3), size) && channels.includes(last ?? -1)
        : null;
    }
    case 'number': {
      const count = Array.isArray(facts['TARGET']) ? facts['TARGET'].length : 1;
      return last === count;
    }
    case 'future': {
      const horizon = facts['HORIZON'];
      return typeof horizon === 'number' ? shape.slice(1).includes(horizon) : null;
    }
    case 'image': {
      const size = facts['IMAGE_SIZE'];
      return Array.isArray(size) ? sameSizes(shape.slice(1, 3), size) : null;
    }
    default:
      return null;
  }
}

/** The shape of the inputs against the facts; null where the facts do not say it. */
function inputFits({ facts, target }: DataSpec, inputs: LiveModel['inputs']): boolean | null {
  // A generator takes noise; the images are what it learns from.
  if (target === 'sample') return null;
  const size = facts['IMAGE_SIZE'];
  if (Array.isArray(size)) return inputs.some((shape) => sameSizes(shape.slice(1, 3), size));
  for (const name of ['WINDOW', 'SEQUENCE_LENGTH', 'SIGNAL_LENGTH', 'SOURCE_LENGTH']) {
    const length = facts[name];
    if (typeof length === 'number')
      return inputs.some((shape) => shape[1] === length || shape[1] === null);
  }
  const shape = facts['INPUT_SHAPE'];
  if (Array.isArray(shape)) return inputs.some((input) => sameSizes(input.slice(1), shape));
  return null;
}

function sameSizes(shape: readonly (number | null)[], sizes: readonly unknown[]): boolean {
  return (
    shape.length === sizes.length && shape.every((size, at) => size === null || size === sizes[at])
  );
}

/** The plan's layers stand in the model in this order, each with the arguments the plan states; others may stand between. */
function layersAgree({ plan, data }: PlanRecord, live: LiveModel): Verdict {
  const fact = (name: string): number | null => {
    const value = data?.facts[name];
    return typeof value === 'number' ? value : null;
  };
  const rows = flatten(live.layers);
  const own = new Set(rows.map(({ class: name }) => name));
  const { layers, findings } = resolveLayers(
    plan.layers,
    {
      classCount: fact('CLASS_COUNT'),
      vocabularySize: fact('VOCABULARY_SIZE'),
      sequenceLength: fact('SEQUENCE_LENGTH'),
      featureCount: fact('NUMERIC_COUNT'),
    },
    own,
  );
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
  const sizes = new Set(
    SIZE_FACTS.map((name) => data?.facts[name]).filter((size) => typeof size === 'number'),
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
  return stated === live;
}
