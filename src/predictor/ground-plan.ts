import type {
  DataProfile,
  DataSpec,
  Hyperparameters,
  Plan,
  PlanRecord,
  Reading,
  Sample,
} from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { normalizeCategory, normalizeLoss } from '../plan/index.ts';
import {
  boundNumbers,
  checkPlan,
  fitHead,
  fitsHead,
  hasOwnLoss,
  type BoundedNumber,
  type BoundedNumbers,
  type Head,
} from '../targets/index.ts';
import { adaptLayers } from './adapt-layers.ts';
import { confidenceOf, otherNames } from './confidence.ts';
import { chooseBase } from './choose-base.ts';
import { decideTask } from './decide-task.ts';
import type { DecidedTask } from './decide-task.ts';
import { describeData } from './describe-data.ts';
import { inputWordsFit, outputWordsFit } from './description-fits.ts';
import { fitPictures } from './fit-pictures.ts';
import { createAskedCheck } from './fusion/asked-words.ts';
import { isWellFormed } from './fusion/well-formed.ts';
import { otherValues, type Beliefs } from './fusion/beliefs.ts';
import type { FusedPlan } from './fusion/fuse-plan.ts';
import type { PredictionContext } from './predictor.ts';
import { resizeLayers } from './resize-layers.ts';
import { isSoundTrunk } from './sound-trunk.ts';
import { statedOf, type Stated } from '../requirement/index.ts';
import { withLedger } from './with-ledger.ts';

/** With fewer items than this, smaller batches give enough steps an epoch. */
const FEW_ITEMS = 500;
const SMALL_BATCH = 16;

/** A predicted category beside the words of the requirement: chosen on held-out training plans. */
const CATEGORY_POINTS = 4;

/** How assumptions name a hyperparameter. */
export const HYPERPARAMETER_WORDS: Readonly<Record<keyof Hyperparameters, string>> = {
  optimizer: 'Optimizer',
  loss: 'Loss function',
  learningRate: 'Learning rate',
  batchSize: 'Batch size',
  epochs: 'Epochs',
  metric: 'Evaluation metric',
};
const HYPERPARAMETERS = Object.keys(HYPERPARAMETER_WORDS) as (keyof Hyperparameters)[];

const NO_CHOICE = { layerChoices: [], textChoices: { input: [], output: [] }, beliefs: {} };

/**
 * Grounds a predicted plan in requirement and data: what is stated wins, then what the data says, then the prediction.
 *
 * Paper: III-B. Every default that nobody stated is listed under `assumptions`.
 * Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN, POOL_EMPTY.
 */
export function ground(
  predicted: PlanRecord,
  reading: Reading,
  context: PredictionContext,
  { layerChoices, textChoices, beliefs }: Omit<FusedPlan, 'plan'> = NO_CHOICE,
): PlanRecord {
  const { requirement } = reading;
  const stated = statedOf(reading);
  const profile = context.task?.profile ?? null;
  const isOnlySource = context.task === null && predicted.data === null;
  const category = { name: predicted.plan.category, points: CATEGORY_POINTS };
  const asked = isOnlySource ? { ...context, category } : context;
  const decided = decideTask(reading, stated, asked);
  const fits = isSameTask(predicted, decided);
  // Generators grow with the size of what they make, so that their own stays.
  const keepsWords = isOnlySource && fits && decided.data.target !== 'sample';
  const speaksOfAsked = createAskedCheck(requirement);
  const canBeSaid = (text: string): boolean => isWellFormed(text) && speaksOfAsked(text);
  const told = {
    input: textChoices.input.filter(canBeSaid),
    output: textChoices.output.filter(canBeSaid),
  };
  const task = keepsWords
    ? decideTask(reading, stated, { ...asked, description: describe(told, predicted.plan) })
    : decided;
  const base = chooseBase(requirement, stated, task.data, context.samples);
  const kept = fits || predicted.data === null ? predicted.plan : (base?.plan ?? predicted.plan);
  const numbers = boundNumbers(kept.hyperparameters, task.data, context.samples);
  const bounded = { ...kept, hyperparameters: numbers.hyperparameters };
  // What is done to the data is what the program does, whatever was predicted.
  const own = { ...bounded, preprocess: base?.plan.preprocess ?? kept.preprocess };
  // On the user's data a project must learn: there the layers of a program that was run and has learnt stand.
  const choices =
    context.task === null && base?.topology === 'trunk'
      ? layerChoices
          .filter((layers) => isSoundTrunk(layers, task.data, stated))
          .map(quickStatistics)
      : [];
  // A plan for another task does not fit; that of the nearest program that fits does.
  const sources = [
    ...choices.map((layers) => ({ ...own, layers })),
    ...(fits && layerChoices.length === 0 ? [bounded] : []),
    ...(base === null ? [] : [{ ...own, layers: base.plan.layers }, base.plan]),
    { ...own, layers: predicted.plan.layers },
  ].map((source) => likeliestHead(source, task.data, beliefs));
  const draft = firstSound(sources, (source) => draftPlan(source, stated, task, profile, base));
  const { data, built, head, issues, warnings } = draft;
  const plan = keepsWords ? keepWords(draft.plan, predicted.plan.category, told, task) : draft.plan;
  const layersFrom =
    built !== null
      ? `Layers: a small ${built} network, as no program for this data has one.`
      : choices.includes(draft.source.layers)
        ? 'Layers: predicted from plans for similar requirements, fitted to the data.'
        : `Layers: those of the nearest program (${base?.id ?? 'none'}), fitted to the data.`;
  const record: PlanRecord = {
    plan,
    data,
    confidence: confidenceOf(plan, beliefs, stated, requirement, context),
    alternatives: {
      ...(task.runnerUp === null ? {} : { category: [task.runnerUp] }),
      ...otherNames(plan, data, beliefs, stated),
    },
    warnings: [
      ...predicted.warnings,
      ...task.warnings,
      ...head.warnings,
      ...warnings,
      ...issues.map(({ message }) => `The plan is not sound: ${message}.`),
    ],
    assumptions: [...task.assumptions, ...assumedValues(plan, stated, base, numbers), layersFrom],
    substituted: head.substituted,
    asked: [],
  };
  return base === null ? record : withLedger(record, reading.asks, base, profile);
}

/** Loss and metric as predicted, or where they do not fit the target, the likeliest that do. */
function likeliestHead(source: Plan, data: DataSpec, beliefs: Beliefs): Plan {
  const fitting = (field: 'loss' | 'metric'): string | null => {
    const own = source.hyperparameters[field];
    const names = [own, ...otherValues(beliefs, field, own)];
    return names.find((name) => fitsHead(data, source, field, name)) ?? own;
  };
  const names = { loss: fitting('loss'), metric: fitting('metric') };
  return { ...source, hyperparameters: { ...source.hyperparameters, ...names } };
}

/** The first draft without an issue, else the first; later ones are made only where they are needed. */
function firstSound(sources: readonly Plan[], draft: (source: Plan) => Draft): Draft {
  let first: Draft | null = null;
  for (const source of sources) {
    const made = draft(source);
    if (made.issues.length === 0) return made;
    first ??= made;
  }
  return first as Draft;
}

/** Batch statistics that follow within one epoch of few steps; by default they need hundreds. */
function quickStatistics(layers: readonly string[]): readonly string[] {
  return layers.map((layer) =>
    layer.replace('BatchNormalization()', 'BatchNormalization(momentum=0.9)'),
  );
}

/**
 * The predicted category, and the first descriptions that can be true of data that nobody has looked at; known classes are
 * named.
 */
function keepWords(
  plan: Plan,
  category: string,
  told: FusedPlan['textChoices'],
  { data, classNames }: DecidedTask,
): Plan {
  const { input, output } = plan.dataset;
  const namesAll = (text: string): boolean =>
    classNames.every((name) => text.toLowerCase().includes(name.toLowerCase()));
  return {
    ...plan,
    category,
    dataset: {
      input: told.input.find((text) => inputWordsFit(text, data)) ?? input,
      output: told.output.find((text) => namesAll(text) && outputWordsFit(text, data)) ?? output,
    },
  };
}

/**
 * What is predicted of the data, to be read beside the requirement where there is no data to look at. A loss for two
 * classes says more of their count than the description.
 */
function describe(
  { input: [input = ''], output: [output = ''] }: FusedPlan['textChoices'],
  { hyperparameters }: Plan,
): string {
  const loss = normalizeLoss(hyperparameters.loss).name;
  const classes = loss.startsWith('binary_') ? 'binary classification' : output;
  const many = loss.endsWith('categorical_crossentropy') ? 'multi-class' : '';
  return [input, classes, many].join(' ');
}

interface Draft {
  readonly source: Plan;
  readonly plan: Plan;
  readonly head: Head;
  readonly built: string | null;
  readonly issues: readonly Issue[];
  readonly data: DataSpec;
  readonly warnings: readonly string[];
}

function draftPlan(
  source: Plan,
  stated: Stated,
  task: DecidedTask,
  profile: DataProfile | null,
  base: Sample | null,
): Draft {
  const topology = base?.topology ?? 'trunk';
  // A program that trains itself (GAN, captions, tags ...) brings its own loss and metric.
  const headSource = hasOwnLoss(task.data.target) ? (base?.plan ?? source) : source;
  const head = fitHead(task.data, stated.hyperparameters, headSource);
  const sized =
    base?.topology === 'custom' ? resizeLayers(source.layers, base.data, task.data) : source.layers;
  const { layers, built } = adaptLayers(sized, head.layer, stated, task.data, topology);
  const { data, warnings } = fitPictures(task.data, layers);
  const plan: Plan = {
    category: task.category,
    ...describeData(data, task.classNames, source, stated.backbone),
    layers,
    hyperparameters: {
      ...fillHyperparameters(stated, source, profile, base),
      loss: head.loss,
      metric: head.metric,
    },
  };
  // The layers of a custom program are no chain, and layers of a program's own have shapes that no table knows.
  const found = topology === 'trunk' ? checkPlan(plan, data) : [];
  const own = found.some(({ code }) => code === 'LAYER_SUBSTITUTED');
  const issues = found.filter(
    ({ code }) => code !== 'LAYER_SUBSTITUTED' && !(own && code === 'LAYER_SHAPE'),
  );
  return { source, plan, data, head, built, issues, warnings };
}

function isSameTask({ data, plan }: PlanRecord, task: DecidedTask): boolean {
  if (plan.layers.length === 0) return false;
  if (data === null)
    return normalizeCategory(plan.category).name === normalizeCategory(task.category).name;
  return data.kind === task.data.kind && data.target === task.data.target;
}

/**
 * What is stated, else predicted. On the user's data a network is given at least the nearest program's epochs, since
 * training stops by itself. Loss and metric are decided together with the head.
 */
function fillHyperparameters(
  { hyperparameters: said }: Stated,
  { hyperparameters: own }: Plan,
  profile: DataProfile | null,
  base: Sample | null,
): Omit<Hyperparameters, 'loss' | 'metric'> {
  const proven = base?.plan.hyperparameters;
  const usualBatch = own.batchSize ?? 32;
  const few = profile !== null && profile.count < FEW_ITEMS;
  const leastEpochs = profile === null ? 0 : (proven?.epochs ?? 0);
  return {
    optimizer: said.optimizer ?? own.optimizer ?? 'Adam',
    learningRate: said.learningRate ?? own.learningRate ?? proven?.learningRate ?? 0.001,
    batchSize: said.batchSize ?? (few ? Math.min(SMALL_BATCH, usualBatch) : usualBatch),
    epochs: said.epochs ?? Math.max(leastEpochs, own.epochs ?? 20),
  };
}

function assumedValues(
  plan: Plan,
  stated: Stated,
  base: Sample | null,
  { hyperparameters: bounded, predicted }: BoundedNumbers,
): string[] {
  return HYPERPARAMETERS.filter(
    (name) => stated.hyperparameters[name] === null && plan.hyperparameters[name] !== null,
  ).map((name) => {
    const words = HYPERPARAMETER_WORDS[name];
    const value = plan.hyperparameters[name];
    if (name in predicted && value === bounded[name])
      return `${words}: ${predicted[name as BoundedNumber]} predicted, bounded to ${value} for this kind of network.`;
    const same = base !== null && base.plan.hyperparameters[name] === value;
    const why = same ? `as in the nearest program, ${base.id}` : 'to fit data and target';
    return `${words}: ${String(value)} (${why}).`;
  });
}
