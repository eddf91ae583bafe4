import { normalizeLoss, normalizeOptimizer } from '../plan/index.ts';
import type { ExtractedModel } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import { layersOf, networkOf } from './network.ts';
import {
  ancestry,
  lastName,
  type AbstractValue,
  type LayerValue,
  type NetworkValue,
} from './values.ts';

/** The model that the program trains, and the calls that do. */
export interface Trained {
  readonly network: NetworkValue | null;
  readonly layers: readonly LayerValue[];
  readonly compile: CallRecord | null;
  readonly fit: CallRecord | null;
  /** Models that are trained, or made where none is. */
  readonly count: number;
  readonly chosen: ExtractedModel['chosen'];
}

const FIT = /^(?:fit|fit_generator|train|search|train_on_batch)$/;
const COMPILE = 'compile';
/** What `fit` of Keras takes and that of scikit-learn does not. */
const TRAINING_ARGUMENTS =
  /^(?:epochs|nb_epoch|validation_data|validation_split|steps_per_epoch|callbacks|batch_size|verbose|class_weight|samples_per_epoch)$/;

/** The last model that is fitted; without one the last that is compiled, else the last that is made. */
export function findTrained(machine: Machine): Trained {
  const fits = machine.records.filter((call) => isFit(machine, call));
  const compiles = machine.records.filter(isCompile);
  const fitted = fits.flatMap((fit) => {
    const network = trainedNetwork(machine, fit);
    return network === null ? [] : [{ fit, network }];
  });
  const last = fitted.findLast(({ fit }) => !fit.isShown && hasLayers(machine, fit));
  const loops = machine.records.filter(({ path }) => path === 'apply_gradients');
  const models = new Set(fitted.map(({ network }) => network.id));
  if (last !== undefined) {
    const compile =
      compiles.findLast(
        (call) =>
          call.order < last.fit.order && trainedNetwork(machine, call)?.id === last.network.id,
      ) ?? null;
    return result(machine, last.network, compile, last.fit, models.size, 'fitted last');
  }
  const applied = loops.findLast((call) => loopNetwork(machine, call) !== null);
  if (applied !== undefined)
    return result(machine, loopNetwork(machine, applied), null, applied, 1, 'trained in a loop');
  const compiled = compiles.findLast((call) => hasLayers(machine, call));
  if (compiled !== undefined)
    return result(
      machine,
      trainedNetwork(machine, compiled),
      compiled,
      fits.findLast(({ order }) => order > compiled.order) ?? null,
      compiles.length,
      'compiled last',
    );
  const step = machine.records.findLast(
    ({ path, receiver }) =>
      (path === 'step' && receiver !== null && isOptimizer(receiver)) || path.endsWith('Trainer'),
  );
  const pretrainedModel = step === undefined ? null : loopNetwork(machine, step);
  if (step !== undefined && pretrainedModel !== null)
    return result(machine, pretrainedModel, null, step, 1, 'trained in a loop');
  const sizes = machine.networks.map((network) => layersOf(machine, network).length);
  const most = Math.max(0, ...sizes);
  const largest = machine.networks[sizes.lastIndexOf(most)];
  const isMade = largest !== undefined && most > 0;
  return result(
    machine,
    isMade ? largest : null,
    compiles.at(-1) ?? null,
    fits.at(-1) ?? null,
    machine.networks.length,
    isMade ? 'only made' : 'none',
  );
}

function result(
  machine: Machine,
  network: NetworkValue | null,
  compile: CallRecord | null,
  fit: CallRecord | null,
  count: number,
  chosen: Trained['chosen'],
): Trained {
  return {
    network,
    layers: network === null ? [] : layersOf(machine, network),
    compile,
    fit,
    count,
    chosen,
  };
}

function isCompile({ path, given, receiver }: CallRecord): boolean {
  return (
    path === COMPILE &&
    receiver !== null &&
    receiver.kind !== 'external' &&
    (given.named.has('loss') ||
      given.named.has('optimizer') ||
      given.positional.length > 0 ||
      [...given.named.values()].some(isOptimizer))
  );
}

function isFit(machine: Machine, { path, given, receiver }: CallRecord): boolean {
  if (!FIT.test(path) || receiver === null) return false;
  if (networkOf(machine, receiver) !== null) return path !== 'train';
  const isKeras = [...given.named.keys()].some((name) => TRAINING_ARGUMENTS.test(name));
  return receiver.kind !== 'external' && isKeras;
}

/** The network that a call of `compile` or `fit` is made on; a model of a library is a network of one layer. */
function trainedNetwork(machine: Machine, { receiver }: CallRecord): NetworkValue | null {
  if (receiver === null) return null;
  return networkOf(machine, receiver) ?? pretrained(machine, receiver);
}

/** Models that are loaded by name. */
const PRETRAINED = /(?:Model|For\w+|Net\w*)\.from_pretrained$/;
const NETWORKS = new WeakMap<AbstractValue, NetworkValue>();

function pretrained(machine: Machine, value: AbstractValue): NetworkValue | null {
  if (value.kind !== 'made' || value.receiver !== null || isToolkit(value.path)) return null;
  const found = NETWORKS.get(value) ?? {
    kind: 'network',
    id: -1 - machine.layerCount,
    type: 'sequential',
    items: [value],
    inputs: [],
    outputs: [],
    line: value.line,
  };
  machine.layerCount += 1;
  NETWORKS.set(value, found);
  return found;
}

/** Estimators of other libraries, and what is no model though it is fitted. */
function isToolkit(path: string): boolean {
  return /^(?:sklearn|xgboost|xgb|lightgbm|lgb|catboost|imblearn|statsmodels|prophet|kt|keras_tuner|kerastuner)\b|(?:Tokenizer|Generator|Scaler|Encoder|Vectorizer|Imputer|Search|SearchCV|Pipeline|Hyperband|Optimization)$/.test(
    path,
  );
}

function hasLayers(machine: Machine, call: CallRecord): boolean {
  const network = trainedNetwork(machine, call);
  return network !== null && layersOf(machine, network).length > 0;
}

/** The model whose variables an optimizer is applied to in a loop of the program's own. */
function loopNetwork(machine: Machine, { given, receiver }: CallRecord): NetworkValue | null {
  const values = [receiver, ...given.positional, ...given.named.values()].flatMap((value) =>
    value === null ? [] : ancestry(value),
  );
  for (const value of values) {
    const network = networkOf(machine, value);
    if (network !== null && layersOf(machine, network).length > 0) return network;
  }
  const model = values.find((value) => value.kind === 'made' && PRETRAINED.test(value.path));
  return model === undefined ? null : pretrained(machine, model);
}

/** The optimizer of the training: an argument of `compile`, else what applies gradients. */
export function optimizerOf({ compile, fit }: Trained): AbstractValue | undefined {
  if (compile !== null) {
    const { given } = compile;
    // A model with a `compile` of its own may take several.
    return (
      given.named.get('optimizer') ??
      [...given.positional, ...given.named.values()].find(isOptimizer) ??
      given.positional[0]
    );
  }
  const isStep = fit?.path === 'apply_gradients' || fit?.path === 'step';
  return isStep ? (fit.receiver ?? undefined) : undefined;
}

/** Losses called in a training loop, the last first; `compile` states none there. */
export function loopLosses(machine: Machine): readonly CallRecord[] {
  return machine.records
    .filter(({ path, isShown }) => {
      const name = lastName(path);
      return (
        !isShown &&
        !/\bmetrics\./.test(path) &&
        normalizeLoss(name).known &&
        /loss|crossentropy|cross_entropy|squared|absolute|huber|hinge|^m[sa]e$|kl_?div/i.test(name)
      );
    })
    .toReversed();
}

/** Whether a value is an optimizer of Keras or of PyTorch. */
export function isOptimizer(value: AbstractValue): boolean {
  return value.kind === 'made' && normalizeOptimizer(lastName(value.path)).known;
}

/** An argument of the training settings of a library for language models. */
export function trainingArguments(machine: Machine, name: string): AbstractValue | undefined {
  const settings = machine.records.findLast(({ path }) => path.endsWith('TrainingArguments'));
  return settings?.given.named.get(name);
}
