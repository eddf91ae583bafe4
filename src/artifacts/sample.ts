import type { DataSpec } from './data-spec.ts';
import type { Plan } from './plan.ts';
import type { Program } from './program.ts';
import type { Requirement } from './requirement.ts';

/** A program of the pool (the paper's DLSamplePool) with the plan that describes it. */
export interface Sample {
  readonly id: string;
  readonly requirement: Requirement;
  readonly plan: Plan;
  readonly data: DataSpec;
  readonly licence: string;
  readonly tags: readonly string[];
  /** `trunk`: the plan replaces the layers of `build_model`; `custom`: holes drive the constants. */
  readonly topology: 'trunk' | 'custom';
  /** Constants that take their value from the plan's layers, see docs/pool.md. */
  readonly holes: Readonly<Record<string, string>>;
  /** The complete text, composed of the pool's sections. */
  readonly program: string;
  /** Term of the vocabulary for the named network that the program builds; none where it builds no named one. */
  readonly architecture?: string;
  /** The same program with each named network of the pool that fits it in place of its own. */
  readonly variants?: readonly Sample[];
  /** Recorded by `npm run pool:verify`; null while the sample has not been executed. */
  readonly verified: SampleRecord | null;
}

export interface SampleRecord {
  readonly stages: Readonly<Record<string, 'passed' | 'failed' | 'skipped'>>;
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of the program as executed. */
  readonly sha256: string;
}

/** A sample that retrieval found, with its program in segments. */
export interface Retrieved {
  readonly sample: Sample;
  readonly program: Program;
}
