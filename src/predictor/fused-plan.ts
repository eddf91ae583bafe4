import path from 'node:path';
import { readClassifiers } from './classifiers/classifier-file.ts';
import type { CandidateSource } from './fusion/candidates.ts';
import { fusePlan } from './fusion/fuse-plan.ts';
import { readReranker } from './fusion/text-reranker.ts';
import { groundGiven } from './ground-given.ts';
import { ground } from './ground-plan.ts';
import { readMemory } from './memory/memory-file.ts';
import type { PlanPredictor } from './predictor.ts';

/** Where the shipped parts lie, beside `src` and `dist`. */
export const PREDICTOR_FOLDER = path.resolve(import.meta.dirname, '../../models/predictor');

export interface FusedPlanOptions {
  /** Folder of plan memory and classifiers; default: the shipped one. */
  readonly folder?: string;
  /** Further candidates, e.g. a language model's samples. */
  readonly sources?: readonly CandidateSource[];
}

/**
 * Loads the predictor that fuses remembered plans, linear classifiers and candidates of other sources, then grounds.
 *
 * Paper: III-B. Errors: ENVIRONMENT where the files cannot be read; of a prediction, those of `ground`.
 */
export function loadFusedPlanPredictor(options: FusedPlanOptions = {}): PlanPredictor {
  const folder = options.folder ?? PREDICTOR_FOLDER;
  const parts = {
    memory: readMemory(folder),
    classifiers: readClassifiers(folder),
    sources: options.sources ?? [],
    reranker: readReranker(folder),
  };
  return {
    id: 'fused-plan',
    async predict(requirement, context) {
      const { plan, confidence, alternatives } = await fusePlan(parts, requirement);
      const predicted = {
        plan,
        data: null,
        confidence,
        alternatives,
        warnings: [],
        assumptions: [],
        substituted: [],
      };
      // With data, what it looks like decides; without, the prediction is all there is, and it stands.
      return context.profile === null
        ? groundGiven(predicted, requirement, context)
        : ground(predicted, requirement, context);
    },
  };
}
