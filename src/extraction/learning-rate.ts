import type { Extracted } from './extracted.ts';
import type { Machine } from './machine.ts';
import { trainingArguments, type Trained } from './training.ts';
import {
  ancestry,
  argumentOf,
  asNumber,
  lastName,
  known,
  lineOf,
  unknown,
  type AbstractValue,
} from './values.ts';

interface Rate {
  readonly learningRate: Extracted<number> | null;
  readonly schedule: Extracted<string> | null;
}

const NONE: Rate = { learningRate: null, schedule: null };
const SCHEDULE =
  /schedules?\.|(?:Decay|Schedule|Restarts|WarmUp|Warmup|LearningRate|scheduler?_with_warmup)\w*$/i;
const INITIAL = [
  'initial_learning_rate',
  'learning_rate',
  'lr',
  'lr_max',
  'max_lr',
  'base_lr',
  'init_lr',
  'start_lr',
  'max_learning_rate',
];

/** The learning rate that an optimizer is given, and the schedule that changes it; null where neither is stated. */
export function findRate(
  machine: Machine,
  trained: Trained,
  optimizer: AbstractValue | undefined,
  confidence: number,
): Rate {
  const callback = callbackSchedule(machine, trained, confidence);
  const given = optimizer === undefined ? undefined : rateArgument(optimizer);
  const rate = given === undefined ? NONE : readRate(machine, given, confidence);
  const outer = outerSchedule(machine, optimizer, confidence);
  const argument = trainingArguments(machine, 'learning_rate');
  const number = asNumber(argument);
  const learningRate =
    rate.learningRate ??
    (argument !== undefined && number !== undefined
      ? { value: number, line: lineOf(argument), confidence }
      : callback.learningRate);
  return { learningRate, schedule: rate.schedule ?? callback.schedule ?? outer };
}

function rateArgument(optimizer: AbstractValue): AbstractValue | undefined {
  if (optimizer.kind === 'mapping') {
    const config = optimizer.entries.get('config');
    return (
      optimizer.entries.get('learning_rate') ??
      (config?.kind === 'mapping' ? config.entries.get('learning_rate') : undefined)
    );
  }
  if (optimizer.kind !== 'made' && optimizer.kind !== 'instance') return undefined;
  const named =
    optimizer.attributes.get('learning_rate') ??
    optimizer.attributes.get('lr') ??
    argumentOf(optimizer.given, ['learning_rate', 'lr']);
  const [first] = optimizer.given.positional;
  if (named !== undefined || first === undefined) return named;
  // Optimizers of PyTorch take the parameters first.
  const isParameters = ancestry(first, 50).some(
    (part) => part.kind === 'made' && part.path.endsWith('parameters'),
  );
  return isParameters ? undefined : first;
}

function readRate(machine: Machine, value: AbstractValue, confidence: number): Rate {
  const number = asNumber(value);
  if (number !== undefined)
    return number > 0
      ? { learningRate: { value: number, line: lineOf(value), confidence }, schedule: null }
      : NONE;
  if (value.kind === 'made' || value.kind === 'instance') {
    const name = value.kind === 'made' ? lastName(value.path) : value.of.name;
    const isSchedule = value.kind === 'instance' || SCHEDULE.test(value.path);
    const schedule = isSchedule ? { value: name, line: value.line, confidence } : null;
    return { learningRate: initialRate(value, confidence), schedule };
  }
  if (value.kind === 'function')
    return {
      learningRate: scheduledRate(machine, value, confidence),
      schedule: { value: value.name, line: value.line, confidence },
    };
  // A rate times something that the run decides, such as the number of replicas.
  const numbers = ancestry(value, 30).filter((part) => {
    const part_ = asNumber(part);
    return part_ !== undefined && part_ > 0 && part_ < 1;
  });
  const [only] = numbers;
  const stated = asNumber(only);
  return numbers.length === 1 && only !== undefined && stated !== undefined
    ? {
        learningRate: { value: stated, line: lineOf(only), confidence: confidence * 0.5 },
        schedule: null,
      }
    : NONE;
}

/** What a schedule begins with: its initial rate, the first of several values, else its first number. */
function initialRate(
  schedule: Extract<AbstractValue, { kind: 'made' | 'instance' }>,
  confidence: number,
): Extracted<number> | null {
  const { given } = schedule;
  const named = argumentOf(given, INITIAL);
  const values = argumentOf(
    given,
    ['values'],
    /Piecewise/.test(nameOfSchedule(schedule)) ? 1 : undefined,
  );
  const first =
    named ??
    (values?.kind === 'sequence' ? values.items[0] : undefined) ??
    (schedule.kind === 'made' ? given.positional[0] : undefined);
  if (first?.kind === 'made' && first !== schedule) return initialRate(first, confidence);
  const number = asNumber(first);
  return first === undefined || number === undefined || number <= 0 || number > 10
    ? null
    : { value: number, line: lineOf(first), confidence };
}

function nameOfSchedule(schedule: Extract<AbstractValue, { kind: 'made' | 'instance' }>): string {
  return schedule.kind === 'made' ? lastName(schedule.path) : schedule.of.name;
}

/** `LearningRateScheduler(function)` among the callbacks: what the function gives for the first epoch. */
function callbackSchedule(machine: Machine, { fit }: Trained, confidence: number): Rate {
  const callbacks = fit === null ? undefined : argumentOf(fit.given, ['callbacks']);
  if (callbacks === undefined) return NONE;
  const scheduler = ancestry(callbacks, 60).find(
    (value) => value.kind === 'made' && value.path.endsWith('LearningRateScheduler'),
  );
  if (scheduler?.kind !== 'made') return NONE;
  const schedule = {
    value: 'LearningRateScheduler',
    line: scheduler.line,
    confidence,
  };
  const by = argumentOf(scheduler.given, ['schedule'], 0);
  if (by === undefined) return { learningRate: null, schedule };
  if (by.kind !== 'function')
    return { learningRate: readRate(machine, by, confidence).learningRate, schedule };
  return { learningRate: scheduledRate(machine, by, confidence), schedule };
}

function scheduledRate(
  machine: Machine,
  by: Extract<AbstractValue, { kind: 'function' }>,
  confidence: number,
): Extracted<number> | null {
  const given = { positional: [known(0n, by.line), unknown('lr', by.line)], named: new Map() };
  const number = asNumber(machine.call(by, given, { line: by.line, text: '' }));
  return number === undefined || number <= 0 || number > 1
    ? null
    : { value: Number(number.toPrecision(8)), line: by.line, confidence: confidence * 0.8 };
}

/** A schedule that is given the optimizer, as PyTorch has it. */
function outerSchedule(
  machine: Machine,
  optimizer: AbstractValue | undefined,
  confidence: number,
): Extracted<string> | null {
  if (optimizer === undefined) return null;
  const call = machine.records.find(
    ({ path, given }) =>
      /(?:scheduler?_with_warmup|lr_scheduler\.\w+|LRScheduler)$/.test(path) &&
      given.positional.includes(optimizer),
  );
  return call === undefined ? null : { value: lastName(call.path), line: call.line, confidence };
}
