import type { DataSpec, FactValue, Reading, Requirement, Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { unknownFacts } from '../kinds/index.ts';
import { readsData } from '../retrieval/index.ts';
import {
  correctSpelling,
  OUTSIDE,
  readRequirement,
  readTask,
  statedOf,
  type Stated,
  type TaskReading,
} from '../requirement/index.ts';
import { KNOWN_DATA, TWO_CLASSES } from './known-data-table.ts';
import { nearestSamples } from './nearest-samples.ts';
import type { PredictionContext } from './predictor.ts';

export interface DecidedTask {
  readonly data: DataSpec;
  readonly category: string;
  /** Other category with the most evidence. */
  readonly runnerUp: string | null;
  readonly classNames: readonly string[];
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
}

/** Without one of these a text asks for nothing that is learnt. */
const LEARNING =
  /\b(models?|networks?|train\w*|deep learning|machine learning|learn\w*|predict\w*|neural|cnns?|lstms?|grus?|rnns?|transformers?|ai|auto-?encod\w*|gans?|keras|tensorflow|classif\w*|regress\w*|forecast\w*)\b/;
/** One of these asks for something that is learnt where the data are named as well. */
const WANTING =
  /\b(recogni[sz]\w*|detect\w*|identif\w*|estimat\w*|count(s|ing)?|generat\w*|segment\w*|translat\w*|summari[sz]\w*|want to know|find out)\b/;
/** Evidence below this is a chance word. */
const LEAST_POINTS = 3;

/**
 * Decides what the data is and what is predicted: as it was decided with the user's data where there are some, else from the
 * text, with the facts of the nearest sample as defaults.
 *
 * Errors: UNSUPPORTED_TASK with the reason, POOL_EMPTY.
 */
export function decideTask(
  reading: Reading,
  stated: Stated,
  context: PredictionContext,
): DecidedTask {
  if (context.samples.length === 0)
    throw new DLCodeGenError('POOL_EMPTY', 'The pool holds no sample to plan from.');
  refuseOutside(reading, readTask(reading), context.task !== null);
  return context.task ?? fromText(reading, stated, context);
}

function refuseOutside(reading: Reading, task: TaskReading | null, profiled: boolean): void {
  const { requirement, words } = reading;
  const { text } = requirement;
  const { families, backbone } = statedOf(reading);
  const isNetworkAsked = families.length > 0 || backbone !== null;
  const refuse = (reason: string): DLCodeGenError =>
    new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `No deep learning task can be planned from ${quote(text)}: ${reason}.`,
      {
        data: { reason },
      },
    );
  if (text.trim() === '') throw refuse('the requirement is empty');
  const outside = OUTSIDE.find(({ pattern }) => pattern.test(words));
  const asks =
    (task?.goalPoints ?? 0) >= LEAST_POINTS ||
    LEARNING.test(words) ||
    isNetworkAsked ||
    ((task?.modalityPoints ?? 0) >= LEAST_POINTS && WANTING.test(words));
  const holds =
    outside?.holds === 'always' || (outside?.holds === 'without data' && !profiled) || !asks;
  if (outside !== undefined && holds) throw refuse(outside.reason);
  // Data that were read say themselves what can be learnt.
  if (!profiled && (task === null || !asks)) {
    throw refuse('it names neither data nor something to predict');
  }
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 77)}...` : line);
}

function fromText(
  words: Reading,
  stated: Stated,
  { samples, target, category, description }: PredictionContext,
): DecidedTask {
  const inPool = (kind: string, goal: string): boolean =>
    samples.some(({ data }) => data.kind === kind && data.target === goal);
  const { requirement } = words;
  const asked = readTask(words, undefined, category);
  const reading = readTask(words, inPool, category);
  if (reading === null || asked === null) {
    throw new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `No program of the pool fits ${quote(requirement.text)}.`,
    );
  }
  const { kind, target: wanted } = reading.layout;
  const near = nearestSamples(requirement, samples).filter(
    ({ data }) => data.kind === kind && data.target === wanted,
  );
  const defaults = near[0]?.data.facts ?? {};
  const told = { ...requirement, attributes: `${requirement.attributes} ${description ?? ''}` };
  const described = description === undefined ? stated : statedOf(readRequirement(told));
  // What everybody knows of a data set the user names comes before what was predicted of it.
  const classCount =
    stated.classCount ?? findKnownData(words.words)?.classes ?? described.classCount;
  const said = { ...described, classCount };
  const filled = fillFacts({ kind, target: wanted, facts: defaults }, told, said, target);
  const warnings =
    asked.task.category === reading.task.category
      ? []
      : [`${asked.task.category} has no program in the pool; planned as ${reading.task.category}.`];
  const layout = reading.layoutStated
    ? []
    : [`The data lies on disk as ${kind}, since nothing is said of it.`];
  return {
    data: { kind, target: wanted, facts: filled.facts },
    category: reading.task.category,
    runnerUp: reading.runnerUp?.category ?? null,
    classNames: stated.classNames,
    assumptions: [...layout, ...filled.assumptions],
    warnings,
  };
}

/** Replaces a sample's facts by what the text states; what nobody knows becomes what the program finds out itself. */
function fillFacts(
  { kind, target, facts: defaults }: DataSpec,
  requirement: Requirement,
  stated: Stated,
  targetOption: string | undefined,
): { facts: DataSpec['facts']; assumptions: string[] } {
  const words = wordsOf(requirement);
  const known = findKnownData(words);
  const named =
    targetOption?.split(',').map((name) => name.trim()) ??
    stated.columns.filter((column) => column.target).map(({ name }) => name);
  const several = kind === 'table' && target === 'number' && named.length > 1;
  const targetColumn = several ? named : (targetOption ?? named[0]);
  const dateColumn = stated.columns.find(({ name }) =>
    /\b(date|time|timestamp|datetime|day|month|year)\b/i.test(name),
  )?.name;
  const table = stated.files.find(
    (name) => /\.(csv|tsv|parquet|jsonl|json)$/i.test(name) && !/test|submission/i.test(name),
  );
  const size = stated.image?.size ?? known?.size;
  const classes =
    stated.classCount ??
    known?.classes ??
    (TWO_CLASSES.test(words) ? 2 : undefined) ??
    (/\bmulti-?class\b/.test(words) && defaults['CLASS_COUNT'] === 2 ? 3 : undefined);
  const said: Record<string, FactValue | undefined> = {
    IMAGE_SIZE: size,
    CHANNELS: stated.image?.channels ?? stated.channels ?? known?.channels,
    CLASS_COUNT: target === 'class' || target === 'mask' ? classes : undefined,
    TARGET: targetColumn,
    DATE_COLUMN: dateColumn,
    TABLE_FILE: table,
    WINDOW: stated.window ?? undefined,
    HORIZON: stated.horizon ?? undefined,
    SAMPLE_RATE: stated.sampleRate ?? undefined,
    CLIP_SECONDS: stated.clipSeconds ?? undefined,
    SIGNAL_LENGTH: stated.signalLength ?? undefined,
    SEQUENCE_LENGTH: stated.sequenceLength ?? undefined,
    VOCABULARY_SIZE: stated.vocabularySize ?? undefined,
  };
  const folders: Record<string, FactValue> = {
    VALIDATION_FOLDER: /\bvalid(ation)?\b/.test(words) ? 'validation' : null,
    TEST_FOLDER: /\btest(ing)?\b/.test(words) ? 'test' : null,
  };
  const unknown: Readonly<Record<string, FactValue>> = {
    ...unknownFacts(kind),
    ...(kind === 'image-split-folders' ? folders : {}),
  };
  const assumptions: string[] = [];
  const facts = Object.fromEntries(
    Object.entries(defaults).map(([name, value]): [string, FactValue] => {
      const own = said[name];
      if (own !== undefined && !(name === 'TARGET' && Array.isArray(value))) return [name, own];
      if (Array.isArray(value) && name === 'TARGET') return [name, value];
      if (name in unknown) return [name, unknown[name] ?? null];
      assumptions.push(`${name} = ${JSON.stringify(value)}, as nothing is said of it.`);
      return [name, value];
    }),
  );
  return { facts: consistentFacts(facts, kind), assumptions };
}

function wordsOf({ text, attributes }: Requirement): string {
  return correctSpelling(`${text}\n${attributes}`);
}

function findKnownData(words: string): (typeof KNOWN_DATA)[number] | undefined {
  return KNOWN_DATA.find(({ pattern }) => pattern.test(words));
}

/** Facts that depend on one another: masks have a grey value per class, a file's separator follows its name. */
function consistentFacts(facts: DataSpec['facts'], kind: DataSpec['kind']): DataSpec['facts'] {
  const changed: Record<string, FactValue> = { ...facts };
  const classes = Number(facts['CLASS_COUNT']);
  const values = facts['MASK_VALUES'];
  if (kind === 'image-masks' && Array.isArray(values) && values.length !== classes) {
    changed['MASK_VALUES'] =
      classes === 2 ? [0, 255] : Array.from({ length: classes }, (_, at) => at);
  }
  const file = facts['TABLE_FILE'];
  if (typeof file === 'string' && 'SEPARATOR' in facts)
    changed['SEPARATOR'] = file.toLowerCase().endsWith('.tsv') ? '\t' : ',';
  if (file === null && 'SEPARATOR' in facts) changed['SEPARATOR'] = ',';
  return changed;
}

export function sampleFits(sample: Sample, data: DataSpec): boolean {
  return sample.data.target === data.target && readsData(sample.data, data);
}
