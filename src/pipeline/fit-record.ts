import type {
  DataKind,
  DataSpec,
  Facts,
  LayerCall,
  PlanRecord,
  Sample,
} from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { denseUnits, headActivation } from '../generation/index.ts';
import {
  fitLayers,
  normalizeLoss,
  renderLayer,
  type LayerGoal,
  type Shape,
  propagateShapes,
} from '../plan/index.ts';
import { fitNames } from './fit-names.ts';
import { readLayers } from './plan-layers.ts';
import { settleLayers } from './settle-layers.ts';

export interface FittedRecord {
  readonly record: PlanRecord;
  /** Typed layers as they are built, head last. */
  readonly layers: readonly LayerCall[];
}

/**
 * Makes the plan's layers buildable on the data, and says what had to change. Models that are no chain keep their
 * program's topology; the plan then drives their sizes.
 */
export function fitRecord(
  stated: PlanRecord,
  sample: Sample,
  own: ReadonlySet<string>,
): FittedRecord {
  const { data } = stated;
  const resolved = readLayers(stated, own);
  const { layers } = resolved;
  const record = withFindings(fitNames(stated, sample), resolved.findings);
  if (data === null) return { record, layers };
  if (sample.topology === 'custom')
    return fitCustom(record, layers, readLayers(sample, own).layers, sample);
  const shape = INPUT_SHAPES[data.kind](data.facts, sample);
  if (shape === null) return { record, layers };
  const goal = goalOf(data, layers, record);
  const settled = settleLayers(resolved, data, goal);
  const { layers: fitted, changes } = fitLayers(settled.layers, shape, goal);
  const map = mapGoal(data);
  if (map !== null && !givesMap(fitted, shape, map)) {
    return keepProgram(record, readLayers(sample, own).layers, sample);
  }
  const assumptions = [...record.assumptions, ...settled.assumptions];
  const isAsStated = settled.layers === layers && changes.length === 0;
  return {
    record: isAsStated
      ? { ...record, assumptions }
      : withLayers({ ...record, assumptions }, fitted, [...settled.changes, ...changes]),
    layers: fitted,
  };
}

/** One item as the first layer sees it; null where the program's stem decides. */
const INPUT_SHAPES: Readonly<Record<DataKind, (facts: Facts, sample: Sample) => Shape | null>> = {
  'image-folders': imageShape,
  'image-split-folders': imageShape,
  'image-table': imageShape,
  'image-features-table': () => null,
  'image-masks': imageShape,
  'image-pairs': imageShape,
  images: imageShape,
  'image-captions': () => null,
  'image-boxes': imageShape,
  table: rowShape,
  'text-table': (facts) => [numberOf(facts, 'SEQUENCE_LENGTH')],
  'text-folders': (facts) => [numberOf(facts, 'SEQUENCE_LENGTH')],
  'text-file': (facts) => [numberOf(facts, 'SEQUENCE_LENGTH')],
  'text-pairs': () => null,
  'tagged-words': (facts) => [numberOf(facts, 'SEQUENCE_LENGTH')],
  series: (facts) => [numberOf(facts, 'WINDOW'), lengthOf(facts, 'FEATURES')],
  'signal-table': (facts) => [numberOf(facts, 'SIGNAL_LENGTH'), 1],
  arrays: asPicture,
  'audio-folders': soundShape,
  'audio-table': soundShape,
};

/** Programs join numbers and categories to one vector; a category takes a column a value, or an embedding. */
function rowShape(facts: Facts): Shape {
  const numbers = numberOf(facts, 'NUMERIC_COUNT');
  const sizes = facts['CATEGORY_SIZES'];
  if (numbers === null || !Array.isArray(sizes)) return [numbers];
  const widths = sizes.map((size) => Math.min(Number(size), LEAST_EMBEDDING));
  return [widths.reduce((sum, width) => sum + width, numbers)];
}

/** No embedding of more values than this is narrower. */
const LEAST_EMBEDDING = 8;

function imageShape(facts: Facts): Shape | null {
  const size = facts['IMAGE_SIZE'];
  if (!Array.isArray(size)) return null;
  return [
    ...size.map((side) => (typeof side === 'number' ? side : null)),
    numberOf(facts, 'CHANNELS'),
  ];
}

/** Programs read arrays of any rank as pictures: missing axes are 1, further ones stand one below the other. */
function asPicture({ INPUT_SHAPE: shape }: Facts): Shape | null {
  if (!Array.isArray(shape)) return null;
  const sizes = shape.map((size) => (typeof size === 'number' ? size : 1));
  const padded = sizes.length < 3 ? [...sizes, 1, 1].slice(0, 3) : sizes;
  const height = padded.slice(0, -2).reduce((product, size) => product * size, 1);
  return [height, ...padded.slice(-2)];
}

/** Programs hand on a spectrogram as a picture, or as a sequence of frames. */
function soundShape(_facts: Facts, { plan }: Sample): Shape {
  return /2D/.test(plan.layers[0] ?? '') ? [null, null, 1] : [null, null];
}

function numberOf(facts: Facts, name: string): number | null {
  const value = facts[name];
  return typeof value === 'number' ? value : null;
}

function lengthOf(facts: Facts, name: string): number | null {
  const value = facts[name];
  return Array.isArray(value) ? value.length : 1;
}

/** What the output must be for the target and the loss; null where the program's head decides. */
function goalOf(
  { target, facts }: DataSpec,
  layers: readonly LayerCall[],
  record: PlanRecord,
): LayerGoal | null {
  const count = numberOf(facts, 'CLASS_COUNT') ?? 2;
  const names = facts['TARGET'];
  const many = Array.isArray(names) ? names.length : 1;
  switch (target) {
    case 'class':
      return classGoal(count, layers, normalizeLoss(record.plan.hyperparameters.loss).name);
    case 'labels':
      return { units: Array.isArray(names) ? names.length : count, activation: 'sigmoid' };
    case 'number':
      return { units: many, activation: 'linear' };
    case 'future':
      return { units: numberOf(facts, 'HORIZON') ?? 1, activation: 'linear' };
    case 'next':
      return { units: numberOf(facts, 'VOCABULARY_SIZE') ?? 1, activation: 'softmax' };
    default:
      return null;
  }
}

const ONE_UNIT: LayerGoal = { units: 1, activation: 'sigmoid' };

function classHead(count: number, loss: string): LayerGoal {
  const single = count === 2 && /^binary|hinge$/.test(loss);
  return single ? ONE_UNIT : { units: count, activation: 'softmax' };
}

/** Two classes may have one sigmoid or two units; more have a unit each. A stated activation that scores classes stays. */
function classGoal(count: number, layers: readonly LayerCall[], loss: string): LayerGoal {
  const last = layers.findLast(({ name }) => name !== 'Activation' && name !== 'Softmax');
  // A chain that ends otherwise gets a head of its own.
  if (last?.name !== 'Dense') return classHead(count, loss);
  const units = denseUnits(last);
  const single = count === 2 && (units === 1 || (units !== 2 && /^binary|hinge$/.test(loss)));
  if (single) return ONE_UNIT;
  const activation = headActivation(layers);
  const scores =
    activation === 'sigmoid' ||
    (activation === 'linear' && loss.endsWith('categorical_crossentropy'));
  return { units: count, activation: scores && units === count ? activation : 'softmax' };
}

/** What a chain must give where the target is a map: pixels of an image, a tag a word. */
function mapGoal({ target, facts }: DataSpec): Shape | null {
  if (target === 'image') {
    const picture = imageShape(facts);
    const channels = numberOf(facts, 'TARGET_CHANNELS') ?? numberOf(facts, 'CHANNELS');
    return picture === null ? null : [...picture.slice(0, 2), channels];
  }
  return target === 'tags'
    ? [numberOf(facts, 'SEQUENCE_LENGTH'), numberOf(facts, 'CLASS_COUNT')]
    : null;
}

function givesMap(layers: readonly LayerCall[], input: Shape, goal: Shape): boolean {
  const { shapes, issues } = propagateShapes(layers, input);
  const output = shapes.at(-1) ?? [];
  return (
    issues.length === 0 &&
    output.length === goal.length &&
    output.every((size, axis) => size === null || size === goal[axis])
  );
}

/** The plan's layers cannot make the target: the program's own stand in their place. */
function keepProgram(
  record: PlanRecord,
  layers: readonly LayerCall[],
  sample: Sample,
): FittedRecord {
  const target = record.data?.target ?? 'the target';
  return {
    record: {
      ...record,
      plan: { ...record.plan, layers: sample.plan.layers },
      warnings: [
        ...record.warnings,
        `The layers of the plan do not make ${target}; those of ${sample.id} stand in their place.`,
      ],
      substituted: [...new Set([...record.substituted, 'layers' as const])],
    },
    layers,
  };
}

/** A program with a topology of its own: its layer names stand, the plan's sizes fill its constants. */
function fitCustom(
  record: PlanRecord,
  layers: readonly LayerCall[],
  ownLayers: readonly LayerCall[],
  sample: Sample,
): FittedRecord {
  const own = names(ownLayers);
  // Boxes without classes leave out the class head, which comes last.
  const boxesOnly = record.data?.target === 'box' && own.startsWith(names(layers));
  if (names(layers) === own || boxesOnly) return { record, layers };
  const warning = `The layers of the plan are no chain that makes ${record.data?.target ?? 'the target'}; the model of ${sample.id} is built instead, with the plan's sizes.`;
  return {
    record: {
      ...record,
      warnings: [...record.warnings, warning],
      substituted: [...new Set([...record.substituted, 'layers' as const])],
    },
    layers,
  };
}

/** What a layer was read as, where the plan's words are no Keras layer, is a warning, and the field is substituted. */
function withFindings(record: PlanRecord, findings: readonly Issue[]): PlanRecord {
  const told = findings.filter(({ code }) => code !== 'LAYER_DEFAULT' && code !== 'LAYER_ARGUMENT');
  if (told.length === 0) return record;
  return {
    ...record,
    warnings: [
      ...new Set([...record.warnings, ...told.map(({ message }) => `Layers: ${message}.`)]),
    ],
    substituted: [...new Set([...record.substituted, 'layers' as const])],
  };
}

function names(layers: readonly LayerCall[]): string {
  return layers.map(({ name }) => name.replace(/^(LSTM|GRU|SimpleRNN)$/, 'recurrent')).join(' ');
}

function withLayers(
  record: PlanRecord,
  layers: readonly LayerCall[],
  changes: readonly string[],
): PlanRecord {
  return {
    ...record,
    plan: { ...record.plan, layers: layers.map(renderLayer) },
    warnings: [...record.warnings, ...changes.map((change) => `Layers: ${change}.`)],
    substituted:
      changes.length === 0
        ? record.substituted
        : [...new Set([...record.substituted, 'layers' as const])],
  };
}
