import type {
  DataProfile,
  PlanRecord,
  ReadData,
  Requirement,
  Sample,
  TaskSpec,
} from '../artifacts/index.ts';
import {
  decide,
  describeGiven,
  ground,
  refuseOutside,
  type DecideInput,
  type PlanSource,
} from '../grounding/planning.ts';
import { judgeCategories, NO_PREDICTION } from '../predictor/prediction.ts';
import { readRequirement } from '../requirement/index.ts';
import { predictBuiltin, type PredictPlan } from './predict-plan.ts';

export interface PlanInput {
  readonly requirement: Requirement;
  /** File or folder with the user's data; null where there are none. */
  readonly data: string | null;
  readonly samples: readonly Sample[];
  /** A plan that the user wrote; null to predict one. */
  readonly given: PlanRecord | null;
  /** Column to predict; several are separated by commas. */
  readonly target?: string;
  readonly signal?: AbortSignal;
  /** Another target or category than what was decided; null to keep them. */
  readonly askTask?: (task: TaskSpec) => Promise<TaskAnswer | null>;
}

/** What a user decides where requirement and data do not. */
export type TaskAnswer = Pick<DecideInput, 'target' | 'category'>;

export interface PlannedProject {
  readonly record: PlanRecord;
  readonly profile: DataProfile | null;
  /** The program of the pool that the plan was fitted to. */
  readonly program: Sample;
}

/**
 * From requirement and data to the plan a project is generated from: the requirement is read, the plan predicted unless
 * it is given, the task decided, the plan grounded.
 *
 * Paper: III-B. Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN, BAD_DATA, POOL_EMPTY; those of the stage.
 */
export async function planProject(
  input: PlanInput,
  { predictPlan }: { readonly predictPlan: PredictPlan } = { predictPlan: predictBuiltin },
): Promise<PlannedProject> {
  const { requirement, given, samples } = input;
  const described = given === null ? '' : describeGiven(given);
  const reading = readRequirement(requirement, judgeCategories, described);
  const data = await openData(input);
  try {
    // `decide` refuses too; here nobody waits for a prediction that is not used.
    refuseOutside(reading, data !== null);
    const prediction = given === null ? await predictPlan({ reading, samples }) : NO_PREDICTION;
    const source: PlanSource = { prediction, given };
    const task = await decideWithUser(input, (answer) =>
      decide(reading, data, { source, samples, ...answer }),
    );
    return { ...ground(source, reading, task, samples), profile: task.profile };
  } finally {
    await data?.close();
  }
}

async function openData({ data, signal }: PlanInput): Promise<ReadData | null> {
  if (data === null) return null;
  // With DuckDB and readers of images, half of the time that a start takes.
  const { profileData } = await import('../profile/index.ts');
  return profileData(data, signal === undefined ? {} : { signal });
}

/** Decides again where the user answers otherwise. */
async function decideWithUser(
  { target, askTask }: PlanInput,
  decideFor: (answer: TaskAnswer) => Promise<TaskSpec>,
): Promise<TaskSpec> {
  const stated = target === undefined ? {} : { target };
  const task = await decideFor(stated);
  const answer = (await askTask?.(task)) ?? null;
  return answer === null ? task : decideFor({ ...stated, ...answer });
}
