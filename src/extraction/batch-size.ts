import type { Extracted } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import { trainingArguments, type Trained } from './training.ts';
import {
  ancestry,
  argumentOf,
  asNumber,
  lastName,
  lineOf,
  type AbstractValue,
  type CallArguments,
} from './values.ts';

const NAMES = ['batch_size', 'batchsize', 'batch', 'bs', 'train_batch_size', 'BATCH_SIZE'];
/** Methods of datasets whose first argument is the size of a batch. */
const BATCHING = /^(?:batch|padded_batch|ragged_batch|dense_to_ragged_batch)$/;
const GLOBAL = /^(?:train_?)?(?:batch_?size|bs)(?:_?train)?$/i;

/**
 * The items of a training step: of a dataset or generator what it is batched by, since `fit` takes no other size then; else
 * the argument of `fit`; else the one that the program's other calls or its constants state.
 */
export function findBatch(machine: Machine, { fit, chosen }: Trained): Extracted<number> | null {
  const certainty = (fit?.certainty ?? 1) * 0.95;
  const data = fit === null ? undefined : dataOf(fit);
  const ofData = data === undefined || (fit !== null && isArrays(fit)) ? undefined : batchOf(data);
  if (ofData !== undefined) return field(ofData, certainty);
  const given =
    fit === null ? undefined : argumentOf(fit.given, NAMES, fit.path === 'fit' ? 2 : undefined);
  const ofFit = field(given, certainty);
  if (ofFit !== null) return ofFit;
  const wrapper =
    fit?.receiver?.kind === 'made' ? argumentOf(fit.receiver.given, NAMES) : undefined;
  const ofWrapper = field(wrapper, certainty);
  if (ofWrapper !== null) return ofWrapper;
  const argument = field(trainingArguments(machine, 'per_device_train_batch_size'), 0.9);
  if (argument !== null || (fit === null && chosen === 'only made')) return argument;
  // Arrays are not batched by anything but `fit`.
  if (fit !== null && data !== undefined && isArrays(fit)) return null;
  return elsewhere(machine);
}

/** Inputs and targets apart are arrays; a generator's second argument is its steps. */
function isArrays({ path, given }: CallRecord): boolean {
  return path === 'fit' && (given.positional.length > 1 || given.named.has('y'));
}

function dataOf({ given }: CallRecord): AbstractValue | undefined {
  return argumentOf(given, ['x', 'generator', 'dataset', 'data'], 0);
}

function field(value: AbstractValue | undefined, confidence: number): Extracted<number> | null {
  const stated = value === undefined ? undefined : perReplica(value);
  const size = asNumber(stated);
  if (stated === undefined || size === undefined || size < 1) return null;
  const certainty = stated === value ? confidence : confidence * 0.6;
  return { value: Math.round(size), line: lineOf(stated), confidence: certainty };
}

/** Of a size times the number of replicas, which only the run knows, the size of one. */
function perReplica(value: AbstractValue): AbstractValue {
  if (value.kind !== 'unknown' || !/replica/i.test(value.text)) return value;
  return value.from.find((part) => asNumber(part) !== undefined) ?? value;
}

/** The size that data are batched by, by the calls that they come from; nearest first. */
function batchOf(data: AbstractValue): AbstractValue | undefined {
  for (const part of ancestry(data)) {
    if (part.kind !== 'made' && part.kind !== 'instance') continue;
    const size = sizeIn(part.given, part.kind === 'made' ? lastName(part.path) : '');
    if (size !== undefined && asNumber(perReplica(size)) !== undefined) return size;
    const kept = part.kind === 'instance' ? part.attributes.get('batch_size') : undefined;
    if (asNumber(kept) !== undefined) return kept;
  }
  return undefined;
}

function sizeIn(given: CallArguments, name: string): AbstractValue | undefined {
  if (BATCHING.test(name)) return argumentOf(given, ['batch_size'], 0);
  // `predict` may have made the data too.
  if (/^(?:predict|evaluate)/.test(name)) return undefined;
  return argumentOf(given, NAMES, name === 'flow' ? 2 : undefined);
}

/** A call that is given a size by that name, else a constant with that name, else a call that batches anything. */
function elsewhere(machine: Machine): Extracted<number> | null {
  const calls = machine.records.filter(
    ({ path, isShown }) => !isShown && !/^(?:fit|fit_generator|predict|evaluate)$/.test(path),
  );
  const found = (
    sizes: readonly (readonly [AbstractValue | undefined, number])[],
  ): Extracted<number> | undefined =>
    sizes
      .flatMap(([value, confidence]) => field(value, confidence) ?? [])
      .find(({ value }) => value > 1);
  return (
    found(calls.map(({ given, certainty }) => [argumentOf(given, NAMES), certainty * 0.6])) ??
    found(
      [...machine.global.names].map(([name, value]) => [
        GLOBAL.test(name) ? value : undefined,
        0.5,
      ]),
    ) ??
    found(
      calls.map(({ path, given, certainty }) => [sizeIn(given, lastName(path)), certainty * 0.4]),
    ) ??
    null
  );
}
