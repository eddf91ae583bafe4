import { NO_PLAN, type PlanRecord, type Reading, type Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import {
  fusedRow,
  majorityRow,
  nearestRow,
  trainingPlanSource,
  type EvaluationRow,
  type GoldPlan,
} from './evaluate.ts';
import { readRequirement } from '../requirement/index.ts';
import { judgeCategoriesWith } from './classifiers/judge-categories.ts';
import { createFusedPlanPredictor } from './fused-plan.ts';
import type { Candidate, CandidateSource } from './fusion/candidates.ts';
import { IDEAS, type FusionParts } from './fusion/fuse-plan.ts';
import { CANDIDATES } from './fusion/fusion-table.ts';
import type { LanguageModelSource } from './language-model-source.ts';
import { makeMemory } from './memory/make-memory.ts';
import { createMemory } from './memory/plan-memory.ts';
import { NO_PREDICTION, type PlanPredictor, type Prediction } from './predictor.ts';

export type GroundPrediction = (reading: Reading, prediction: Prediction) => Promise<PlanRecord>;

/** Expects nothing, so that the plan is that of the nearest program. */
const nearestPlan: PlanPredictor = {
  id: 'nearest-plan',
  predict: () => Promise.resolve(NO_PREDICTION),
};

export interface Comparison {
  readonly gold: readonly GoldPlan[];
  /** Its candidates are those of `model`, or none. */
  readonly parts: FusionParts;
  readonly model: LanguageModelSource | null;
  /** Makes a prediction agree with its reading, as users get it. */
  readonly ground: GroundPrediction;
  /** Plans that the rows of training plans are made of; empty for no such row. */
  readonly training: readonly GoldPlan[];
  /** A reranker that has not seen the requirement, where that of `parts` has. */
  readonly rerankerOf?: (requirement: Requirement) => FusionParts['reranker'];
}

/**
 * Everything that predicts plans, from what one knows without reading to what ships: each idea switched off, and the
 * language model's candidates for another requirement in place of its own.
 *
 * Paper: IV-C, Table IV. A requirement that a shipped predictor refuses is an empty plan and counts.
 */
export function comparedRows(comparison: Comparison): readonly EvaluationRow[] {
  const { gold, parts, model, training, rerankerOf } = comparison;
  const { sources } = parts;
  const own = (requirement: Requirement): FusionParts => ({
    ...parts,
    reranker: rerankerOf?.(requirement) ?? parts.reranker,
  });
  const shuffled = sources.map((source) => ofAnotherLine(source, gold));
  const base = { ...parts, sources: [], reranker: null };
  const ideas = IDEAS.filter(
    (idea) => sources.length > 0 || (idea !== 'candidates' && idea !== 'reranker'),
  );
  return [
    ...(training.length === 0 ? [] : trainingRows(base, training)),
    { ...fusedRow('k-nearest vote', () => base, ['neighbours']), ships: false },
    fusedRow('linear classifiers', () => base, ['classifiers']),
    ...(model === null
      ? []
      : [
          aloneRow('language model, greedy', model, 1),
          aloneRow('language model, 3 beams', model, 3),
          fusedRow(`language model, ${CANDIDATES} candidates`, own, [
            'minimum-risk',
            'candidates',
            'neighbours',
          ]),
          fusedRow('fused, language model of another line', (requirement) => ({
            ...own(requirement),
            sources: shuffled,
          })),
        ]),
    ...ideas.map((idea) =>
      fusedRow(
        `fused without ${idea}`,
        own,
        IDEAS.filter((other) => other !== idea),
      ),
    ),
    fusedRow('fused', own),
    shippedRow(nearestPlan, comparison),
    shippedRow(createFusedPlanPredictor(parts), comparison),
  ];
}

/** Rows that would ship sentences of the training plans; they never do. */
function trainingRows(base: FusionParts, training: readonly GoldPlan[]): readonly EvaluationRow[] {
  const memory = createMemory(makeMemory(training));
  const sentences = { ...base, memory, sources: [trainingPlanSource(memory, training)] };
  return [
    majorityRow(training),
    nearestRow(memory, training),
    { ...fusedRow('fused with training sentences', () => sentences), ships: false },
  ];
}

function aloneRow(id: string, model: LanguageModelSource, beams: number): EvaluationRow {
  return { id, ships: true, predict: (requirement) => model.best(requirement, beams) };
}

function shippedRow(
  predictor: PlanPredictor,
  shipped: Pick<Comparison, 'ground' | 'parts'>,
): EvaluationRow {
  return {
    id: predictor.id,
    ships: true,
    predict: async (requirement) =>
      (await answerOrNone(predictor, requirement, shipped))?.plan ?? NO_PLAN,
  };
}

/** As it answers a user who gives no data; null where it refuses. */
export async function answerOrNone(
  predictor: PlanPredictor,
  requirement: Requirement,
  { ground, parts }: Pick<Comparison, 'ground' | 'parts'>,
): Promise<PlanRecord | null> {
  const judge = (words: Requirement): Reading['categories'] =>
    judgeCategoriesWith(parts.classifiers, parts.memory, words);
  try {
    const reading = readRequirement(requirement, judge);
    return await ground(reading, await predictor.predict(reading));
  } catch (error) {
    if (error instanceof DLCodeGenError && error.code !== 'UNEXPECTED') return null;
    throw error;
  }
}

/** Many rows ask for the same candidates. */
export function rememberCandidates(inner: CandidateSource): CandidateSource {
  const known = new Map<string, Promise<readonly Candidate[]>>();
  return {
    id: inner.id,
    candidates: (requirement, count, category) => {
      const key = JSON.stringify([requirement, count, category]);
      const found = known.get(key) ?? inner.candidates(requirement, count, category);
      known.set(key, found);
      return found;
    },
  };
}

/** The candidates for another requirement: what a model that does not read its prompt is worth. */
export function ofAnotherLine(inner: CandidateSource, gold: readonly GoldPlan[]): CandidateSource {
  const places = new Map(gold.map(({ requirement }, at) => [requirement, at]));
  return {
    id: 'of another line',
    candidates: (requirement, count) => {
      const at = (places.get(requirement) ?? 0) + 1 + (gold.length >> 1);
      return inner.candidates((gold[at % gold.length] as GoldPlan).requirement, count);
    },
  };
}
