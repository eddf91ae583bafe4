import type { PlanRecord, Reading, Sample, TaskSpec } from '../artifacts/index.ts';

/** What a plan is drafted for and from. */
export interface DraftContext {
  readonly reading: Reading;
  readonly task: TaskSpec;
  /** The program of the pool that the code will be made from. */
  readonly program: Sample;
  readonly samples: readonly Sample[];
  /** Layers that the pool's programs define themselves. */
  readonly own: ReadonlySet<string>;
}

/** A plan whose layers may still not fit the data; nothing of the requirement is settled. */
export type DraftRecord = Omit<PlanRecord, 'asked'>;
