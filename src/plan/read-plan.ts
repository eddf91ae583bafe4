import type { Hyperparameters, Plan } from '../artifacts/index.ts';
import { fail, ok, type Issue, type Result } from '../core/index.ts';
import { collectLayers } from './read-layers.ts';
import { describeValue, isRecord, pick, readNumber, readText, type Notes } from './read-value.ts';
import { parseTolerantJson } from './tolerant-json.ts';

export interface ParsedPlan {
  readonly plan: Plan;
  /** What was read otherwise than it was written; code `PLAN_NORMALISED`. */
  readonly notes: readonly Issue[];
}

const PLAN_KEYS = {
  category: ['taskcategory', 'category', 'task', 'tasktype'],
  dataset: ['dataset', 'data', 'datasetattributes', 'datapreparation'],
  input: ['input', 'inputs', 'inputdata', 'x'],
  output: ['output', 'outputs', 'outputdata', 'target', 'y'],
  preprocess: ['preprocess', 'preprocessing', 'preprocessingsteps', 'datapreprocessing'],
  model: ['modelarchitecture', 'model', 'architecture', 'modelbuilding'],
  hyperparameters: ['hyperparameters', 'hypermeters', 'hyperparams', 'hyperparameter'],
} as const;

const HYPERPARAMETER_KEYS = {
  optimizer: ['optimizer', 'optimiser'],
  loss: ['lossfunction', 'loss', 'losses'],
  learningRate: ['learningrate', 'lr', 'initiallearningrate'],
  batchSize: ['batchsize', 'batch'],
  epochs: ['epochs', 'epoch', 'numepochs', 'numberofepochs'],
  metric: ['evaluationmetric', 'evaluationmetrics', 'metric', 'metrics'],
} as const satisfies Record<keyof Hyperparameters, readonly string[]>;

/**
 * Reads a plan out of model or corpus text, or out of a parsed value; takes both spellings of the data,
 * and null, text, number, list or dictionary in any field.
 *
 * Paper: III-B. Errors: `PLAN_MISSING` where nothing looks like a plan; never throws.
 * Units: learning rate a float above 0; batch size and epochs whole numbers above 0; null where not stated.
 */
export function parsePlan(input: unknown): Result<ParsedPlan> {
  const notes: Issue[] = [];
  const note: Notes = (path, message) => notes.push({ code: 'PLAN_NORMALISED', path, message });
  let value = input;
  if (typeof input === 'string') {
    const parsed = parseTolerantJson(input);
    if (parsed === undefined) return fail(missing(input));
    if (parsed.repaired) note('', 'the text was no plain JSON; read as far as it could be');
    value = parsed.value;
  }
  if (Array.isArray(value)) value = value.find(isRecord);
  if (isRecord(value)) value = pick(value, ['codeplan', 'plan', 'solutionplan']) ?? value;
  if (typeof value === 'string') return value === input ? fail(missing(input)) : parsePlan(value);
  if (!isRecord(value)) return fail(missing(input));
  const plan = readPlan(value, note);
  return plan === null ? fail(missing(input)) : ok({ plan, notes });
}

function missing(input: unknown): Issue {
  return {
    code: 'PLAN_MISSING',
    path: '',
    message: `no plan found in ${describeValue(input)}`,
    fix: 'give an object with Task Category, Dataset, Preprocess and Model Architecture',
  };
}

function readPlan(value: Record<string, unknown>, note: Notes): Plan | null {
  const category = pick(value, PLAN_KEYS.category);
  const dataset = pick(value, PLAN_KEYS.dataset);
  const model = pick(value, PLAN_KEYS.model);
  const preprocess = pick(value, PLAN_KEYS.preprocess);
  const listed = pick(value, ['layers']);
  if ([category, dataset, model, preprocess, listed].every((part) => part === undefined))
    return null;
  const architecture = isRecord(model) ? model : { Layers: model ?? listed };
  const inner = pick(architecture, PLAN_KEYS.hyperparameters);
  const outer = pick(value, PLAN_KEYS.hyperparameters);
  if (inner === undefined && outer !== undefined) {
    note('Model Architecture.Hyperparameters', 'taken from the top level');
  }
  const hyperparameters = inner ?? outer;
  return {
    category: readText(category, 'Task Category', note) ?? '',
    dataset: readDataset(dataset, note),
    preprocess: readText(preprocess, 'Preprocess', note) ?? '',
    layers: collectLayers(architecture, hyperparameters, note),
    hyperparameters: readHyperparameters(
      isRecord(hyperparameters) ? hyperparameters : architecture,
      note,
    ),
  };
}

function readDataset(value: unknown, note: Notes): Plan['dataset'] {
  if (!isRecord(value)) return { input: readText(value, 'Dataset', note) ?? '', output: '' };
  const input = pick(value, PLAN_KEYS.input);
  const output = pick(value, PLAN_KEYS.output);
  if (input === undefined && output === undefined) {
    return { input: readText(value, 'Dataset', note) ?? '', output: '' };
  }
  return {
    input: readText(input, 'Dataset.Input', note) ?? '',
    output: readText(output, 'Dataset.Output', note) ?? '',
  };
}

function readHyperparameters(value: Record<string, unknown>, note: Notes): Hyperparameters {
  const at = (key: string): string => `Model Architecture.Hyperparameters.${key}`;
  const optimizer = pick(value, HYPERPARAMETER_KEYS.optimizer);
  const named = isRecord(optimizer)
    ? pick(optimizer, ['name', 'type', 'optimizer', 'class', 'classname'])
    : undefined;
  const rate =
    pick(value, HYPERPARAMETER_KEYS.learningRate) ??
    (isRecord(optimizer) ? pick(optimizer, HYPERPARAMETER_KEYS.learningRate) : undefined);
  return {
    optimizer: readText(named ?? optimizer, at('optimizer'), note),
    loss: readText(pick(value, HYPERPARAMETER_KEYS.loss), at('loss function'), note),
    learningRate: readNumber(rate, at('learning rate'), note),
    batchSize: readCount(pick(value, HYPERPARAMETER_KEYS.batchSize), at('batch size'), note),
    epochs: readCount(pick(value, HYPERPARAMETER_KEYS.epochs), at('epochs'), note),
    metric: readText(pick(value, HYPERPARAMETER_KEYS.metric), at('evaluation metric'), note),
  };
}

function readCount(value: unknown, path: string, note: Notes): number | null {
  const number = readNumber(value, path, note);
  if (number === null || Number.isSafeInteger(number)) return number;
  const whole = Math.round(number);
  note(
    path,
    `received ${number}, read as ${whole >= 1 && Number.isSafeInteger(whole) ? whole : 'not stated'}`,
  );
  return whole >= 1 && Number.isSafeInteger(whole) ? whole : null;
}
