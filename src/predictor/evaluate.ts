import type { Plan, Requirement } from '../artifacts/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { scorePlans } from '../metrics/index.ts';
import type { PlanScores } from '../metrics/index.ts';
import type { CandidateSource } from './fusion/candidates.ts';
import { fusePlan, IDEAS } from './fusion/fuse-plan.ts';
import type { FusionParts, Idea } from './fusion/fuse-plan.ts';
import { weightedMedian } from './fusion/fuse-names.ts';
import { styleOf } from './memory/make-memory.ts';
import { findNeighbours, scaledFeatures } from './memory/plan-memory.ts';
import type { PlanMemory } from './memory/plan-memory.ts';

export interface GoldPlan {
  readonly requirement: Requirement;
  readonly plan: Plan;
}

/** One line of the comparison; what is measured only never ships. */
export interface EvaluationRow {
  readonly id: string;
  readonly ships: boolean;
  readonly predict: (requirement: Requirement) => Promise<Plan>;
}

export interface EvaluatedRow {
  readonly id: string;
  readonly ships: boolean;
  readonly scores: PlanScores;
  readonly plans: readonly Plan[];
  /** Milliseconds of one prediction, median. */
  readonly ms: number;
}

/** Power of similarity by which training sentences are weighed. */
const SENTENCE_POWER = 2;

/** Scores a predictor on plans it has not seen, as it predicts them (before grounding). Paper: IV-C, Table IV. */
export async function evaluateRow(
  row: EvaluationRow,
  gold: readonly GoldPlan[],
): Promise<EvaluatedRow> {
  const plans: Plan[] = [];
  const times: number[] = [];
  for (const { requirement } of gold) {
    const start = performance.now();
    plans.push(await row.predict(requirement));
    times.push(performance.now() - start);
  }
  const scores = scorePlans(
    gold.map(({ plan }) => plan),
    plans,
  );
  return {
    id: row.id,
    ships: row.ships,
    scores,
    plans,
    ms: times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
  };
}

/**
 * The most frequent name, the median number, the most frequent texts and layers of the plans in words: what one knows
 * without reading.
 */
export function majorityRow(training: readonly GoldPlan[]): EvaluationRow {
  const inWords = training.filter(({ requirement }) => styleOf(requirement) === 'words');
  const fit = inWords.length > 0 ? inWords : training;
  const most = <T>(read: (plan: Plan) => T): T => {
    const counts = new Map<string, { value: T; count: number }>();
    for (const { plan } of fit) {
      const value = read(plan);
      const key = JSON.stringify(value);
      counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const [first] = [...counts.values()].toSorted((left, right) => right.count - left.count);
    return (first as { value: T }).value;
  };
  const median = (read: (plan: Plan) => number | null): number | null =>
    weightedMedian(
      fit.flatMap(({ plan }) => {
        const value = read(plan);
        return value === null ? [] : [{ value, weight: 1 }];
      }),
    );
  const plan: Plan = {
    category: most((one) => one.category),
    dataset: { input: most((one) => one.dataset.input), output: most((one) => one.dataset.output) },
    preprocess: '',
    layers: most((one) => one.layers),
    hyperparameters: {
      optimizer: most((one) => one.hyperparameters.optimizer),
      loss: most((one) => one.hyperparameters.loss),
      metric: most((one) => one.hyperparameters.metric),
      learningRate: median((one) => one.hyperparameters.learningRate),
      batchSize: median((one) => one.hyperparameters.batchSize),
      epochs: median((one) => one.hyperparameters.epochs),
    },
  };
  return { id: 'global majority', ships: true, predict: () => Promise.resolve(plan) };
}

/** The whole plan of the nearest training requirement. */
export function nearestRow(memory: PlanMemory, fit: readonly GoldPlan[]): EvaluationRow {
  return {
    id: 'nearest training plan',
    ships: false,
    predict: async (requirement) => {
      const [nearest] = findNeighbours(memory, scaledFeatures(memory, requirement), 1);
      return (fit[nearest?.at ?? 0] as GoldPlan).plan;
    },
  };
}

/** Training plans as they are written, sentences and all: what a memory of sentences would add. Never ships. */
export function trainingPlanSource(memory: PlanMemory, fit: readonly GoldPlan[]): CandidateSource {
  return {
    id: 'training plans',
    candidates: (requirement, count) => {
      const near = findNeighbours(memory, scaledFeatures(memory, requirement), 200)
        .filter(({ entry }) => entry.plan.style === 'words')
        .slice(0, Math.max(count, 50));
      const sum = near.reduce((total, { similarity }) => total + similarity ** SENTENCE_POWER, 0);
      return Promise.resolve(
        near.map(({ at, similarity }) => ({
          plan: (fit[at] as GoldPlan).plan,
          share: sum === 0 ? 1 / near.length : similarity ** SENTENCE_POWER / sum,
        })),
      );
    },
  };
}

export function fusedRow(
  id: string,
  partsFor: (requirement: Requirement) => FusionParts,
  ideas: readonly Idea[] = IDEAS,
): EvaluationRow {
  return {
    id,
    ships: true,
    predict: async (requirement) =>
      (await fusePlan(partsFor(requirement), readRequirement(requirement), ideas)).plan,
  };
}
