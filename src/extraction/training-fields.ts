import {
  hearNames,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  type NormalizedName,
} from '../plan/index.ts';
import { itemsOf } from './data.ts';
import type { Extracted, ExtractedPlan } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import { layerCallOf } from './render-layer.ts';
import { findBatch } from './batch-size.ts';
import { findRate } from './learning-rate.ts';
import { loopLosses, optimizerOf, trainingArguments, type Trained } from './training.ts';
import {
  argumentOf,
  asNumber,
  asText,
  lastName,
  lineOf,
  type AbstractValue,
  type FunctionValue,
} from './values.ts';

/** How certain a value is that the program states plainly. */
const PLAIN = 0.95;
/** How certain a value is that another call than the training states. */
const NEAR = 0.6;

type TrainingFields = Pick<
  ExtractedPlan,
  | 'optimizer'
  | 'optimizerArguments'
  | 'loss'
  | 'fromLogits'
  | 'learningRate'
  | 'schedule'
  | 'batchSize'
  | 'epochs'
  | 'metrics'
>;

/** What the calls of `compile` and `fit`, or a training loop, state; confidence before the source's own. */
export function trainingFields(machine: Machine, trained: Trained): TrainingFields {
  const optimizer = optimizerOf(trained);
  const inner = optimizer === undefined ? undefined : unwrapOptimizer(optimizer);
  const certainty = (trained.compile ?? trained.fit)?.certainty ?? 1;
  const loss = lossOf(machine, trained);
  return {
    optimizer: inner === undefined ? null : optimizerField(inner, certainty),
    optimizerArguments: inner === undefined ? {} : argumentsOf(inner),
    loss,
    fromLogits: logitsOf(trained, certainty),
    ...findRate(machine, trained, inner, certainty * PLAIN),
    batchSize: findBatch(machine, trained),
    epochs: epochsOf(machine, trained),
    metrics: metricsOf(machine, trained),
  };
}

export function stated<T>(value: T, line: number, confidence: number): Extracted<T> {
  return { value, line, confidence };
}

/** Wrappers of optimizers that change no more than the step's scale or what is kept of the weights. */
const WRAPPER =
  /(?:LossScaleOptimizer|SWA|MovingAverage|AverageModelCheckpoint|DistributedOptimizer|MultiOptimizer)$/;

function unwrapOptimizer(value: AbstractValue): AbstractValue {
  if (value.kind !== 'made') return value;
  const inner = argumentOf(value.given, ['optimizer', 'inner_optimizer', 'opt'], 0);
  const isGet = /^(?:get|deserialize|legacy_get|create_optimizer)$/.test(lastName(value.path));
  if ((WRAPPER.test(value.path) || isGet) && inner !== undefined) return unwrapOptimizer(inner);
  return value;
}

function optimizerField(value: AbstractValue, certainty: number): Extracted<string> | null {
  const name = nameOf(value);
  if (name === null) return null;
  const bare = name.replace(/(?<=.)Optimizer$/, '');
  const normalized = normalizeOptimizer(bare);
  return stated(
    normalized.known ? normalized.stated : bare,
    lineOf(value),
    certainty * (normalized.known ? PLAIN : NEAR),
  );
}

/** The name of a function, class or object, or the text itself; null where only the run knows. */
export function nameOf(value: AbstractValue): string | null {
  switch (value.kind) {
    case 'known':
      return typeof value.value === 'string' && /^[A-Za-z][\w ./-]*$/.test(value.value)
        ? value.value
        : null;
    case 'made':
      // What a method gives has no name: `hp.Choice('optimizer', [...])`.
      return value.receiver === null ? lastName(value.path) : null;
    case 'external':
      return lastName(value.path);
    case 'function':
      return value.name === 'lambda' ? 'custom' : value.name;
    case 'class':
      return value.name;
    case 'instance':
      return value.of.name;
    case 'layer':
      return value.name;
    case 'mapping': {
      const name = value.entries.get('class_name') ?? value.entries.get('name');
      return name === undefined ? null : nameOf(name);
    }
    default:
      return null;
  }
}

/** Arguments of an optimizer as Python, the learning rate left out. */
function argumentsOf(value: AbstractValue): Readonly<Record<string, string>> {
  if (value.kind !== 'made') return {};
  const { named } = layerCallOf({
    kind: 'layer',
    id: 0,
    isOwn: true,
    isOperation: false,
    name: 'optimizer',
    given: value.given,
    line: value.line,
  });
  const kept = Object.entries(named).filter(
    ([name]) => !/^(?:learning_rate|lr|params)$/.test(name),
  );
  return Object.fromEntries(
    kept.flatMap(([name, argument]): [string, string][] => {
      if (argument.kind === 'layer') return [];
      return [[name, argument.kind === 'expression' ? argument.text : String(argument.value)]];
    }),
  );
}

/** In Keras' spelling where the name is one that the plan room knows, else the program's own. */
function plainName(name: string, normalize: (text: string) => NormalizedName): string {
  const normalized = normalize(name);
  return normalized.known && normalized.stated !== 'custom' ? normalized.stated : name;
}

function lossOf(machine: Machine, trained: Trained): Extracted<string> | null {
  const { compile } = trained;
  const value = compile === null ? undefined : argumentOf(compile.given, ['loss', 'loss_fn'], 1);
  if (value !== undefined && compile !== null) {
    const names = value.kind === 'function' ? [functionLoss(value)] : namesIn(value).map(lossName);
    const [first] = names;
    if (first === undefined) return null;
    const isKnown = normalizeLoss(first).known;
    return stated(
      [...new Set(names)].join(', '),
      lineOf(firstOf(value)),
      compile.certainty * (isKnown ? PLAIN : 0.8),
    );
  }
  const isOwnStep = trained.fit?.receiver?.kind === 'instance';
  if (trained.fit === null || (trained.chosen === 'fitted last' && !isOwnStep)) return null;
  const [called] = loopLosses(machine);
  if (called === undefined) return null;
  return stated(
    plainName(lastName(called.path), normalizeLoss),
    called.line,
    called.certainty * NEAR,
  );
}

function lossName(name: string): string {
  return plainName(name, normalizeLoss);
}

/** A function of the program whose name says nothing is the one loss that it computes. */
function functionLoss({ name, node }: FunctionValue): string {
  const normalized = normalizeLoss(name);
  if (normalized.known && normalized.stated !== 'custom') return normalized.stated;
  const words = new Set(node.text.match(/[A-Za-z_]\w+/g) ?? []);
  const inside = [...words].filter(
    (word) =>
      /crossentropy|cross_entropy|squared_error|absolute_error|huber/i.test(word) &&
      normalizeLoss(word).known,
  );
  const stated = [...new Set(inside.map((word) => normalizeLoss(word).stated))];
  const [only] = stated;
  if (only !== undefined && stated.length === 1) return only;
  return name === 'lambda' ? 'custom' : name;
}

/** The names in a value that is one, a list of several or a dictionary by output. */
function namesIn(value: AbstractValue): readonly string[] {
  const inner =
    value.kind === 'sequence'
      ? value.items
      : value.kind === 'mapping' && !value.entries.has('class_name')
        ? [...value.entries.values()]
        : null;
  if (inner !== null) return inner.flatMap(namesIn);
  const name = nameOf(value);
  return name === null ? [] : [name];
}

function firstOf(value: AbstractValue): AbstractValue {
  if (value.kind === 'sequence') return value.items[0] ?? value;
  return value.kind === 'mapping' ? ([...value.entries.values()][0] ?? value) : value;
}

function logitsOf({ compile }: Trained, certainty: number): Extracted<boolean> | null {
  const loss = compile === null ? undefined : argumentOf(compile.given, ['loss'], 1);
  if (loss?.kind !== 'made') return null;
  const value = loss.given.named.get('from_logits');
  return value?.kind === 'known' && typeof value.value === 'boolean'
    ? stated(value.value, value.line, certainty * PLAIN)
    : null;
}

function metricsOf(machine: Machine, trained: Trained): Extracted<readonly string[]> | null {
  const { compile, fit } = trained;
  const value = compile === null ? undefined : argumentOf(compile.given, ['metrics'], 2);
  if (value !== undefined && compile !== null) {
    const names = namesIn(value).map(metricName);
    if (names.length > 0)
      return stated([...new Set(names)], lineOf(firstOf(value)), compile.certainty * PLAIN);
  }
  const updated = machine.records.flatMap(({ path, receiver }) =>
    path === 'update_state' &&
    receiver?.kind === 'made' &&
    /metrics\.(?!Mean$|Sum$)/.test(receiver.path)
      ? [receiver]
      : [],
  );
  const [first] = updated;
  if (first !== undefined && (compile === null || fit?.path === 'apply_gradients')) {
    const names = updated.map(({ path }) => metricName(lastName(path)));
    return stated([...new Set(names)], first.line, NEAR);
  }
  return scoredMetrics(machine, trained);
}

function metricName(name: string): string {
  const normalized = normalizeMetric(name);
  // A name that only sounds like one of Keras' is the program's own.
  const isNamed = normalized.known && normalized.stated !== 'custom' && isWhole(name);
  return isNamed ? normalized.stated : name;
}

function isWhole(name: string): boolean {
  const words = name.replaceAll('_', ' ').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const heard = hearNames('metric', `${words} metric`)[0];
  return (
    (heard !== undefined && heard.words.replace(/ metric$/, '').length >= words.length) ||
    /^(?:acc|accuracy|mae|mse|msle|mape|rmse|auc|[a-z_]+)$/.test(name)
  );
}

/** Scores of scikit-learn, where training itself states no metric. */
function scoredMetrics(machine: Machine, trained: Trained): Extracted<readonly string[]> | null {
  if (trained.compile !== null) return null;
  const scores = machine.records.filter(
    ({ path }) => /(?:_score|_error)$/.test(path) && normalizeMetric(lastName(path)).known,
  );
  const [first] = scores;
  if (first === undefined) return null;
  const names = scores.map(({ path }) => normalizeMetric(lastName(path)).stated);
  return stated([...new Set(names)].slice(0, 4), first.line, 0.5);
}

function epochsOf(machine: Machine, trained: Trained): Extracted<number> | null {
  const { fit } = trained;
  const value =
    fit === null
      ? undefined
      : argumentOf(
          fit.given,
          ['epochs', 'nb_epoch', 'n_epoch', 'num_epochs'],
          positionOfEpochs(fit),
        );
  const count = asNumber(value);
  if (fit !== null && value !== undefined && count !== undefined && count >= 1)
    return stated(Math.round(count), lineOf(value), fit.certainty * PLAIN);
  const argument = trainingArguments(machine, 'num_train_epochs');
  const number = asNumber(argument);
  if (argument !== undefined && number !== undefined && number >= 1)
    return stated(Math.round(number), lineOf(argument), PLAIN);
  if (fit?.path === 'fit' && value === undefined && trained.chosen === 'fitted last') {
    const wrapped = fit.receiver?.kind === 'made' ? fit.receiver.given : undefined;
    const inner = wrapped === undefined ? undefined : argumentOf(wrapped, ['epochs', 'nb_epoch']);
    const times = asNumber(inner);
    return inner !== undefined && times !== undefined
      ? stated(times, lineOf(inner), fit.certainty * 0.9)
      : null;
  }
  return loopEpochs(machine, fit);
}

function positionOfEpochs({ path }: CallRecord): number | undefined {
  if (path === 'fit') return 3;
  return path === 'fit_generator' ? 2 : undefined;
}

/** The longest loop over epochs of the program's own. */
function loopEpochs(machine: Machine, fit: CallRecord | null): Extracted<number> | null {
  if (fit?.path === 'fit' || fit?.path === 'fit_generator') return null;
  const loops = machine.records
    .filter(({ path }) => path === 'for epoch')
    .flatMap(({ given, certainty }) => {
      const [over] = given.positional;
      const found = over === undefined ? undefined : itemsOf(over);
      return found === undefined || found.isOpen || over === undefined
        ? []
        : [{ count: found.items.length, line: lineOf(over), certainty }];
    });
  const last = loops.at(-1);
  return last === undefined || last.count === 0
    ? null
    : stated(last.count, last.line, last.certainty * 0.8);
}

/** The text of an argument, where it is one. */
export function textArgument(call: CallRecord, names: readonly string[]): string | undefined {
  return asText(argumentOf(call.given, names));
}
