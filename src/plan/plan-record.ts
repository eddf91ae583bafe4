import type { z } from 'zod';
import type { Plan, PlanRecord } from '../artifacts/index.ts';
import { boundText, fail, ok, type Issue, type Result, ownTable } from '../core/index.ts';
import { DATA_KINDS, factWords, TARGET_KINDS } from '../kinds/index.ts';
import { renderAsked, warningsOf } from './asked-words.ts';
import { describeValue, isRecord } from './read-value.ts';
import { PLAN_RECORD_SCHEMA } from './schema.ts';
import { planToJson } from './write-plan.ts';

/** The other spelling that published plans use; taken as it is. */
const SPELLINGS: Readonly<Record<string, string>> = ownTable({
  'Model architecture': 'Model Architecture',
  Hypermeters: 'Hyperparameters',
});

/** Last named key of a path -> what belongs there. */
const EXPECTED: Readonly<Record<string, string>> = ownTable({
  'Task Category': 'a text such as "Image Classification"',
  Dataset: 'an object with Input and Output',
  Input: 'a text',
  Output: 'a text',
  Preprocess: 'a text or null',
  'Model Architecture': 'an object with Layers and Hyperparameters',
  Layers: 'a list of texts such as "Dense(64, activation=\'relu\')"',
  Hyperparameters:
    'an object with optimizer, loss function, learning rate, batch size, epochs and evaluation metric',
  optimizer: 'a name such as "Adam", or null',
  'loss function': 'a name such as "binary_crossentropy", or null',
  'learning rate': 'a number above 0, or null',
  'batch size': 'a whole number above 0, or null',
  epochs: 'a whole number above 0, or null',
  'evaluation metric': 'a name such as "accuracy", or null',
  confidence: 'a number from 0 to 1 for each plan field',
  kind: `one of ${DATA_KINDS.join(', ')}`,
  target: `one of ${TARGET_KINDS.join(', ')}`,
  facts: 'an object with the facts of the kind (docs/pool.md)',
});

/**
 * Reads a plan file that a user may have written: strict, every wrong field is named with what was received
 * and what is expected. Errors: `PLAN_JSON` (no JSON), `PLAN_LONG` (more than anybody reads), `PLAN_FIELD` (wrong field),
 * `PLAN_UNKNOWN_KEY`.
 */
export function parsePlanRecord(text: string): Result<PlanRecord> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return fail({
      code: 'PLAN_JSON',
      path: '',
      message: `the plan is no JSON: ${error instanceof Error ? error.message : String(error)}; received ${describeValue(text)}`,
      fix: 'correct the JSON syntax; schema/plan.schema.json describes the file',
    });
  }
  const long = findLong(value, [], 0);
  if (long !== null) return fail(long);
  const spelled = respell(value);
  const parsed = PLAN_RECORD_SCHEMA.safeParse(spelled);
  if (parsed.success) return ok(toRecord(parsed.data));
  return { ok: false, issues: parsed.error.issues.flatMap((issue) => toIssues(issue, spelled)) };
}

/** Characters of a text, of a layer, and how deep values are nested. */
const MOST_TEXT = 20_000;
const MOST_LAYER = 2000;
const MOST_DEPTH = 20;

/** The first text that is too long to be read, or value that is nested too deep. */
function findLong(value: unknown, path: readonly PropertyKey[], depth: number): Issue | null {
  const isLayer = path.at(-2) === 'Layers';
  const most = isLayer ? MOST_LAYER : MOST_TEXT;
  const isLong = typeof value === 'string' && value.length > most;
  if (isLong || depth > MOST_DEPTH) {
    const message = isLong
      ? `received ${value.length} characters, expected at most ${most}`
      : `nested deeper than ${MOST_DEPTH} values`;
    return { code: 'PLAN_LONG', path: renderPath(path), message, fix: 'shorten it' };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = findLong(item, [...path, Array.isArray(value) ? Number(key) : key], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** A text of the plan as it can be read in bounded time. */
function planText(text: string): string {
  return boundText(text, MOST_TEXT);
}

/** `plan.json`: the plan's keys first, then only what there is to say about it. */
export function renderPlanRecord(record: PlanRecord): string {
  const extras = {
    confidence: record.confidence,
    alternatives: record.alternatives,
    warnings: warningsOf(record),
    assumptions: record.assumptions,
    substituted: record.substituted,
    asked: record.asked,
  };
  const stated = Object.entries(extras).filter(([, value]) => Object.keys(value).length > 0);
  const value = {
    ...planToJson(record.plan),
    ...(record.data === null ? {} : { Data: record.data }),
    ...Object.fromEntries(stated),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function respell(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      Object.hasOwn(SPELLINGS, key) ? (SPELLINGS[key] ?? key) : key,
      /^(?:Model [Aa]rchitecture|Hypermeters)$/.test(key) ? respell(item) : item,
    ]),
  );
}

function toRecord(file: z.infer<typeof PLAN_RECORD_SCHEMA>): PlanRecord {
  const stated = file['Model Architecture'].Hyperparameters;
  const plan: Plan = {
    category: planText(file['Task Category']),
    dataset: { input: planText(file.Dataset.Input), output: planText(file.Dataset.Output) },
    preprocess: planText(file.Preprocess ?? ''),
    layers: file['Model Architecture'].Layers.map(planText),
    hyperparameters: {
      optimizer: stated.optimizer ?? null,
      loss: stated['loss function'] ?? null,
      learningRate: stated['learning rate'] ?? null,
      batchSize: stated['batch size'] ?? null,
      epochs: stated.epochs ?? null,
      metric: stated['evaluation metric'] ?? null,
    },
  };
  const asked = file.asked ?? [];
  const ledger = new Set(asked.map(renderAsked));
  return {
    plan,
    data: file.Data ?? null,
    confidence: file.confidence ?? {},
    alternatives: file.alternatives ?? {},
    // The ledger says its own again.
    warnings: (file.warnings ?? []).filter((warning) => !ledger.has(warning)),
    assumptions: file.assumptions ?? [],
    substituted: file.substituted ?? [],
    asked,
  };
}

function toIssues(issue: z.core.$ZodIssue, file: unknown): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'PLAN_UNKNOWN_KEY',
      path: renderPath([...issue.path, key]),
      message: `unknown key ${describeValue(key)}`,
      fix: 'remove it, or correct its spelling; schema/plan.schema.json lists the keys',
    }));
  }
  const path = renderPath(issue.path);
  const key = issue.path.findLast((part) => typeof part === 'string');
  const isItem = typeof issue.path.at(-1) === 'number';
  const ofFact = key === undefined ? null : factWords(key);
  const known = isItem
    ? 'a text'
    : key === undefined
      ? 'an object with the keys of a plan'
      : EXPECTED[key];
  const expected = ofFact ?? known ?? issue.message.replace(/^Invalid (?:input|option): /, '');
  const received = issue.path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    file,
  );
  const what = received === undefined ? 'nothing' : describeValue(received);
  return [
    {
      code: 'PLAN_FIELD',
      path,
      message: `received ${what}, expected ${expected}`,
      fix: `write ${expected}`,
    },
  ];
}

function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
