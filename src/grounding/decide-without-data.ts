import type { DataKind, Reading, Sample, TaskSpec } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { normalizeCategory, normalizeLoss } from '../plan/index.ts';
import type { Prediction } from '../predictor/prediction.ts';
import {
  correctSpelling,
  readDescription,
  readTask,
  statedOf,
  type StatedCategory,
} from '../requirement/index.ts';
import type { PlanSource } from './plan-source.ts';
import { fillFacts, findKnownData } from './fill-facts.ts';
import { MANY_CLASSES } from './known-data-table.ts';
import { nameTarget } from './name-target.ts';
import { nearestSamples } from './nearest-samples.ts';
import { otherTargets } from './other-targets.ts';
import { quote } from './refuse-outside.ts';
import { statedTarget } from './stated-target.ts';

export interface DecideInput {
  /** Column named outside the requirement; several are separated by commas. */
  readonly target?: string;
  /** Task category that the user chose, for want of data to look at. */
  readonly category?: string;
  readonly source: PlanSource;
  readonly samples: readonly Sample[];
}

/** Below this, one category in two is right (see `readTask`). */
export const SURE_CATEGORY = 0.8;
/** A category that a plan states is more than a hint, and may still be wrong about the data. */
const GIVEN_POINTS = 8;
const CHOSEN_POINTS = 1000;

/**
 * What is to be learned where there are no data to look at: task and facts as the text states them, else as they are
 * predicted, else as in the nearest program.
 *
 * Paper: III-B. Errors: UNSUPPORTED_TASK where no program of the pool fits.
 */
export function decideWithoutData(
  reading: Reading,
  { target, category: chosen, source, samples }: DecideInput,
): TaskSpec {
  const { prediction } = source;
  const category =
    chosen === undefined ? categoryOf(source) : { name: chosen, points: CHOSEN_POINTS };
  const inPool = (kind: string, goal: string): boolean =>
    samples.some(({ data }) => data.kind === kind && data.target === goal);
  const { requirement } = reading;
  const asked = readTask(reading, undefined, category);
  const found = readTask(reading, inPool, category);
  if (found === null || asked === null) {
    throw new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `No program of the pool fits ${quote(requirement.text)}.`,
    );
  }
  const { kind, target: goal } = found.layout;
  const [near] = nearestSamples(reading, samples).filter(
    ({ data }) => data.kind === kind && data.target === goal,
  );
  const stated = statedOf(reading);
  // Generators grow with the size of what they make, so that their own stays.
  const isDescribed = goal !== 'sample' && isFor(prediction, found.task.category);
  const description = isDescribed ? describe(prediction) : '';
  const hints = [...reading.hints, ...readDescription(description)];
  const described = statedOf({ ...reading, hints });
  // What everybody knows of a data set the user names comes before what was predicted of it.
  const known = findKnownData(reading.words);
  const isDoubtful = described.classCount === 2 && MANY_CLASSES.test(reading.words);
  const guessed = described.classCount ?? 0;
  const believed =
    isDoubtful || (guessed > MOST_GUESSED && stated.classCount === null)
      ? null
      : described.classCount;
  const inFolders = goal === 'class' && CLASS_FOLDERS.has(kind) ? classFolders(stated.folders) : [];
  const named = inFolders.length > 1 ? inFolders.length : null;
  const classCount = stated.classCount ?? known?.classes ?? named ?? believed;
  const sized = known?.size === undefined ? described : stated;
  const filled = fillFacts(
    { kind, target: goal, facts: near?.data.facts ?? {} },
    `${reading.words} ${correctSpelling(description)}`,
    {
      ...described,
      classCount,
      image: sized.image,
      channels: sized.channels,
      // What is told of a window, as how long an engine still runs, is no forecast.
      horizon: described.horizon ?? (found.task.goal === 'regress' ? 1 : null),
    },
    target ?? statedTarget(reading) ?? undefined,
    nameTarget(reading),
  );
  const other = found.runnerUp?.category ?? null;
  const isUnsure = chosen === undefined && found.confidence < SURE_CATEGORY && other !== null;
  const warnings = [
    ...(asked.task.category === found.task.category
      ? []
      : [`${asked.task.category} has no program in the pool; planned as ${found.task.category}.`]),
    ...(isUnsure
      ? [
          `Task: read as ${found.task.category}, but it may be ${other}; say what the data are and what is predicted.`,
        ]
      : []),
  ];
  const layout = found.layoutStated
    ? []
    : [`The data lies on disk as ${kind}, since nothing is said of it.`];
  return {
    data: { kind, target: goal, facts: filled.facts },
    profile: null,
    category: found.task.category,
    confidence: found.confidence,
    runnerUp: found.runnerUp?.category ?? null,
    classNames: stated.classNames,
    target: null,
    asks: [...reading.asks, ...otherTargets(reading, { kind, target: goal, facts: filled.facts })],
    assumptions: [
      `Task: ${found.task.category}, read from the requirement.`,
      ...layout,
      ...filled.assumptions,
    ],
    warnings,
  };
}

/** More classes than nobody states are those of other data. */
const MOST_GUESSED = 20;

/** Kinds whose items lie in a folder a class. */
const CLASS_FOLDERS = new Set<DataKind>(['image-folders', 'audio-folders', 'text-folders']);
/** Folders that hold parts or everything: no classes. */
const NO_CLASS =
  /^(?:train\w*|valid\w*|val|dev|tests?|testing|data\w*|dataset|images?|img|photos?|pictures?|audio|sounds?|texts?|files?|input|output|results?|models?|logs?|artifacts)$/i;

function classFolders(folders: readonly string[]): readonly string[] {
  const last = (folder: string): string => folder.split('/').findLast((part) => part !== '') ?? '';
  return [...new Set(folders.map(last))].filter((name) => name !== '' && !NO_CLASS.test(name));
}

/** The category that a given plan states; a predicted one follows from the reading and says nothing more. */
function categoryOf({ given }: PlanSource): StatedCategory | undefined {
  return given === null ? undefined : { name: given.plan.category, points: GIVEN_POINTS };
}

/** Whether a prediction was made for this category. */
export function isFor({ plan }: Prediction, category: string): boolean {
  const isPredicted = plan.layers.length > 0;
  return isPredicted && normalizeCategory(plan.category).name === normalizeCategory(category).name;
}

/**
 * What is predicted of the data, to be read beside the requirement. A loss for two classes says more of their count than
 * the description.
 */
function describe({ textChoices, plan }: Prediction): string {
  const {
    input: [input = ''],
    output: [output = ''],
  } = textChoices;
  const loss = normalizeLoss(plan.hyperparameters.loss).name;
  const classes = loss.startsWith('binary_') ? 'binary classification' : output;
  const many = loss.endsWith('categorical_crossentropy') ? 'multi-class' : '';
  return [input, classes, many].join(' ');
}
