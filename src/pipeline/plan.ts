import type { DataProfile, DataSpec, LayerCall, Plan, PlanRecord, Requirement, Sample } from '../artifacts/index.ts';
import { resolveLayers } from '../plan/index.ts';
import { groundGiven, nearestPlanPredictor } from '../predictor/index.ts';

export interface PlanInput {
  readonly requirement: Requirement;
  readonly profile: DataProfile | null;
  readonly samples: readonly Sample[];
  /** A plan the user wrote; null to predict one. */
  readonly given: PlanRecord | null;
  readonly target?: string;
}

/** The solution plan (paper III-B): predicted, or the user's own, grounded in requirement and profile. */
export async function makePlan(input: PlanInput): Promise<PlanRecord> {
  const { requirement, profile, samples, given, target } = input;
  const context = { profile, samples, ...(target === undefined ? {} : { target }) };
  return given === null
    ? nearestPlanPredictor.predict(requirement, context)
    : groundGiven(given, requirement, context);
}

/** Typed layers of a plan; sizes that come from the data are taken from its facts. */
export function readLayers({ plan, data }: { plan: Plan; data: DataSpec | null }): readonly LayerCall[] {
  const fact = (name: string): number | null => {
    const value = data?.facts[name];
    return typeof value === 'number' ? value : null;
  };
  return resolveLayers(plan.layers, {
    classCount: fact('CLASS_COUNT'),
    vocabularySize: fact('VOCABULARY_SIZE'),
    sequenceLength: fact('SEQUENCE_LENGTH'),
    featureCount: fact('NUMERIC_COUNT'),
  }).layers;
}
