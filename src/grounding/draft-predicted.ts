import {
  NO_PLAN,
  type DataSpec,
  type Hyperparameters,
  type LayerCall,
  type Plan,
  type Sample,
  type TaskSpec,
} from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { layerContext, parseLayer, renderLayer, resolveLayers } from '../plan/index.ts';
import { otherValues, type Beliefs, type Prediction } from '../predictor/prediction.ts';
import { statedOf, type Stated, type TrunkFamily } from '../requirement/index.ts';
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
import { confidenceOf, otherNames } from './confidence.ts';
import { isFor } from './decide-without-data.ts';
import { describeData } from './describe-data.ts';
import { inputWordsFit, namesSaidClasses, outputWordsFit, tidyWords } from './description-fits.ts';
import type { DraftContext, DraftRecord } from './draft-plan.ts';
import { HYPERPARAMETER_WORDS, HYPERPARAMETERS } from './hyperparameter-words.ts';
import { adaptLayers, endStated } from './layers/adapt-layers.ts';
import { fitImages } from './layers/fit-images.ts';
import { isPlausibleTrunk } from './layers/plausible-trunk.ts';
import { buildStated, statedNetwork } from './layers/state-network.ts';
import { leastEpochsOf } from './least-epochs.ts';

/** With fewer items than this, smaller batches give enough steps an epoch. */
const FEW_ITEMS = 500;
const SMALL_BATCH = 16;

/** The plan as stated, as the data ask, as predicted, else as in the program. Paper: III-B. */
export function draftPredicted(prediction: Prediction, context: DraftContext): DraftRecord {
  const { reading, task, program, samples } = context;
  const { beliefs } = prediction;
  const stated = statedOf(reading);
  const numbers = boundNumbers(
    (prediction.plan === NO_PLAN ? program.plan : prediction.plan).hyperparameters,
    task.data,
    samples,
  );
  const draft = firstValid(sourcesOf(prediction, numbers, stated, context), (source) =>
    draftFrom({ ...source, plan: likeliestHead(source.plan, task.data, beliefs) }, stated, context),
  );
  const { head, plan, data } = draft;
  return {
    plan: keepsWords(prediction, task)
      ? keepWords(plan, prediction, task, { stated, words: reading.words })
      : plan,
    data,
    confidence: confidenceOf(plan, beliefs, stated, { reading, samples, task }),
    alternatives: {
      ...(task.runnerUp === null ? {} : { category: [task.runnerUp] }),
      ...otherNames(plan, data, beliefs, stated),
    },
    warnings: [
      ...prediction.warnings,
      ...task.warnings,
      ...head.warnings,
      ...draft.warnings,
      ...draft.issues.map(({ message }) => `The plan has a problem: ${message}.`),
    ],
    assumptions: [
      ...task.assumptions,
      ...assumedValues(plan, stated, program, numbers),
      layerOrigin(draft, prediction, program),
    ],
    substituted: head.substituted,
  };
}

interface Source {
  readonly plan: Plan;
  /** Whether its layers are those that the requirement states. */
  readonly isStated: boolean;
}

/** Plans to draft from, the most wanted first: the stated network, predicted lists of layers that a person would build, then the program's. */
function sourcesOf(
  { plan: predicted, layerChoices }: Prediction,
  { hyperparameters }: BoundedNumbers,
  stated: Stated,
  { task, program }: DraftContext,
): readonly Source[] {
  const { plan } = program;
  // What is done to the data is what the program does, whatever was predicted.
  const own = {
    ...(predicted === NO_PLAN ? plan : predicted),
    hyperparameters,
    preprocess: plan.preprocess,
  };
  // On the user's data a project must learn: there the layers of a program that was run and has learnt stand.
  const choices =
    task.profile === null && program.topology === 'trunk'
      ? layerChoices.filter((layers) => isPlausibleTrunk(layers, task.data, stated))
      : [];
  const network = program.topology === 'trunk' ? statedNetwork(stated) : null;
  const setting = { data: task.data, program, stated };
  return [
    ...(network === null
      ? []
      : [
          {
            plan: { ...own, layers: buildStated(network, setting).map(renderLayer) },
            isStated: true,
          },
        ]),
    ...[
      ...choices.map((layers) => ({ ...own, layers: layers.map(quickStatistics) })),
      { ...own, layers: plan.layers },
      plan,
      { ...own, layers: predicted.layers },
    ].map((other) => ({ plan: other, isStated: false })),
  ];
}

/** Batch statistics that follow within one epoch of few steps; by default they need hundreds. */
function quickStatistics(layer: string): string {
  return layer.replace('BatchNormalization()', 'BatchNormalization(momentum=0.9)');
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
function firstValid(sources: readonly Source[], draft: (source: Source) => Draft): Draft {
  let first: Draft | null = null;
  for (const source of sources) {
    const made = draft(source);
    if (made.issues.length === 0) return made;
    first ??= made;
  }
  return first as Draft;
}

interface Draft {
  readonly source: Source;
  readonly plan: Plan;
  readonly head: Head;
  readonly built: TrunkFamily | null;
  readonly issues: readonly Issue[];
  readonly data: DataSpec;
  readonly warnings: readonly string[];
}

function draftFrom(from: Source, stated: Stated, { task, program, own }: DraftContext): Draft {
  const { plan: source, isStated } = from;
  // A program that trains itself (GAN, captions, tags ...) brings its own loss and metric.
  const keepsLoss = hasOwnLoss(task.data.target) || program.ownLoss === true;
  const headSource = keepsLoss ? program.plan : source;
  const head = fitHead(task.data, stated.hyperparameters, headSource);
  const resolved = resolveLayers(source.layers, layerContext(task.data), own);
  const setting = { data: task.data, stated, program };
  const { layers, built } = isStated
    ? endStated(resolved.layers, headLayer(head), setting)
    : adaptLayers(resolved.layers, headLayer(head), setting);
  const { data, warnings } = fitImages(task.data, layers, stated.comparedBackbones);
  const plan: Plan = {
    category: task.category,
    ...describeData(data, task.classNames, source, stated.backbone),
    layers: layers.map(renderLayer),
    hyperparameters: {
      ...fillHyperparameters(stated, source, task, program),
      loss: head.loss,
      metric: head.metric,
    },
  };
  // The layers of a custom program are no chain.
  const isChecked = program.topology === 'trunk' && !isStated;
  // A stated network is made buildable afterwards, which says what it changes.
  const found = isChecked ? checkPlan(plan, data) : [];
  return {
    source: from,
    plan,
    data,
    head,
    built,
    issues: withoutOwnLayers([...resolved.findings.filter(isUnknown), ...found]),
    warnings: [
      ...warnings,
      ...resolved.findings.filter(isReplaced).map(({ message }) => `Layers: ${message}.`),
    ],
  };
}

function isUnknown({ code }: Issue): boolean {
  return code === 'LAYER_UNKNOWN';
}

function isReplaced({ code }: Issue): boolean {
  return code === 'LAYER_SUBSTITUTED' || code === 'LAYER_VALUE' || code === 'LAYER_LEFT_OUT';
}

/** Layers of a program's own have shapes that no table knows. */
function withoutOwnLayers(issues: readonly Issue[]): readonly Issue[] {
  const hasOwn = issues.some(({ code }) => code === 'LAYER_SUBSTITUTED');
  return issues.filter(
    ({ code }) => code !== 'LAYER_SUBSTITUTED' && !(hasOwn && code === 'LAYER_SHAPE'),
  );
}

function headLayer({ layer }: Head): LayerCall | null {
  const typed = layer === null ? null : parseLayer(layer);
  return typed?.kind === 'call' ? typed : null;
}

/** Predicted descriptions stand where nobody has looked at the data; a generator's own stay. */
function keepsWords(prediction: Prediction, { profile, data, category }: TaskSpec): boolean {
  return profile === null && data.target !== 'sample' && isFor(prediction, category);
}

/** The predicted category, and the first descriptions that can be true of the data; known classes are named. */
function keepWords(
  plan: Plan,
  { plan: { category }, textChoices }: Prediction,
  { data, classNames }: TaskSpec,
  { stated, words }: { readonly stated: Stated; readonly words: string },
): Plan {
  const { input, output } = plan.dataset;
  const namesAll = (text: string): boolean =>
    classNames.every((name) => text.toLowerCase().includes(name.toLowerCase()));
  return {
    ...plan,
    category,
    dataset: {
      input: tidyWords(
        textChoices.input.find((text) => inputWordsFit(text, data, stated.image !== null)) ?? input,
      ),
      output:
        textChoices.output.find(
          (text) => namesAll(text) && namesSaidClasses(text, words) && outputWordsFit(text, data),
        ) ?? output,
    },
  };
}

/**
 * What is stated, else predicted. On the user's data a network must learn: there it has the optimizer and the learning rate
 * that the program has learnt with, and at least its epochs and enough steps, since training stops by itself. Loss and metric are decided
 * together with the head.
 */
function fillHyperparameters(
  { hyperparameters: said }: Stated,
  { hyperparameters: own }: Plan,
  { profile, data }: TaskSpec,
  { plan: { hyperparameters: proven } }: Sample,
): Omit<Hyperparameters, 'loss' | 'metric'> {
  const [first, next] = profile === null ? [own, proven] : [proven, own];
  const usualBatch = own.batchSize ?? 32;
  const few = profile !== null && profile.count < FEW_ITEMS;
  const batchSize = said.batchSize ?? (few ? Math.min(SMALL_BATCH, usualBatch) : usualBatch);
  const leastEpochs =
    profile === null
      ? 0
      : Math.max(proven.epochs ?? 0, leastEpochsOf(data.kind, profile.count, batchSize));
  return {
    optimizer: said.optimizer ?? first.optimizer ?? next.optimizer ?? 'Adam',
    learningRate: said.learningRate ?? first.learningRate ?? next.learningRate ?? 0.001,
    batchSize,
    epochs: said.epochs ?? Math.max(leastEpochs, own.epochs ?? 20),
  };
}

/** Values that nobody stated: those of the program in one line, a line for each of the others. */
function assumedValues(
  plan: Plan,
  stated: Stated,
  program: Sample,
  { hyperparameters: bounded, predicted }: BoundedNumbers,
): string[] {
  const open = HYPERPARAMETERS.filter(
    (name) => stated.hyperparameters[name] === null && plan.hyperparameters[name] !== null,
  );
  const isBounded = (name: keyof Hyperparameters): name is BoundedNumber =>
    name in predicted && plan.hyperparameters[name] === bounded[name];
  const isProgram = (name: keyof Hyperparameters): boolean =>
    !isBounded(name) && program.plan.hyperparameters[name] === plan.hyperparameters[name];
  const value = (name: keyof Hyperparameters): string =>
    `${HYPERPARAMETER_WORDS[name]}: ${String(plan.hyperparameters[name])}`;
  const same = open.filter(isProgram).map(value);
  return [
    ...open
      .filter((name) => !isProgram(name))
      .map((name) =>
        isBounded(name)
          ? `${HYPERPARAMETER_WORDS[name]}: ${predicted[name]} predicted, bounded to ${String(plan.hyperparameters[name])} for this kind of network.`
          : `${value(name)} (to fit data and target).`,
      ),
    ...(same.length === 0 ? [] : [`As in the nearest program, ${program.id}: ${same.join(', ')}.`]),
  ];
}

function layerOrigin(
  { built, source }: Draft,
  { layerChoices }: Prediction,
  { id, plan }: Sample,
): string {
  if (built !== null)
    return `Layers: a small ${built} network, as no program for this data has one.`;
  if (source.isStated)
    return 'Layers: those that the requirement states, with usual sizes and ReLU where it states none.';
  const isProgram = source.plan.layers === plan.layers || layerChoices.length === 0;
  return isProgram
    ? `Layers: those of the nearest program (${id}), fitted to the data.`
    : 'Layers: predicted from plans for similar requirements, fitted to the data.';
}
