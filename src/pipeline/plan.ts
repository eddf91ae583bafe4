import type { PlanRecord, Requirement, Sample, TaskSpec } from '../artifacts/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { fusedPlanPredictor, groundGiven, judgeCategories } from '../predictor/index.ts';

export interface PlanInput {
  readonly requirement: Requirement;
  /** What is to be learned from the user's data; null where there are none. */
  readonly task: TaskSpec | null;
  readonly samples: readonly Sample[];
  /** A plan the user wrote; null to predict one. */
  readonly given: PlanRecord | null;
  readonly target?: string;
}

/** The solution plan (paper III-B): predicted, or the user's own, grounded in requirement and data. */
export async function makePlan(input: PlanInput): Promise<PlanRecord> {
  const { requirement, task, samples, given, target } = input;
  const context = { task, samples, ...(target === undefined ? {} : { target }) };
  const reading = readRequirement(requirement, judgeCategories);
  return given === null
    ? fusedPlanPredictor.predict(reading, context)
    : groundGiven(given, reading, context);
}
