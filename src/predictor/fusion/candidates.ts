import type { Plan, Requirement } from '../../artifacts/index.ts';

/** A plan that could be the answer, whole or with empty fields. */
export interface Candidate {
  readonly plan: Plan;
  /** Its share of what its source believes; the shares of one source sum to 1. */
  readonly share: number;
}

/**
 * Where candidates come from: plans remembered, a language model's samples, plans given from outside.
 *
 * Paper: III-B (beams). Shapes: at most `count` candidates, all of `category` where it is known. Errors: those of the
 * source.
 */
export interface CandidateSource {
  readonly id: string;
  candidates(
    requirement: Requirement,
    count: number,
    category?: string,
  ): Promise<readonly Candidate[]>;
}
