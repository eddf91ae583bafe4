import type { DataSpec } from './data-spec.ts';
import type { DataProfile } from './profile.ts';
import type { Ask } from './reading.ts';

/** The columns to predict, how sure they are, 0-1, and which others could be meant. */
export interface ChosenTarget {
  readonly columns: readonly string[];
  readonly confidence: number;
  readonly others: readonly string[];
}

/** What is to be learned from which data: where the words of a requirement and the data have met. */
export interface TaskSpec {
  readonly data: DataSpec;
  /** Null where the user gave no data. */
  readonly profile: DataProfile | null;
  readonly category: string;
  /** How sure the category is, 0-1; null where nothing can be said. */
  readonly confidence: number | null;
  /** The category that comes next. */
  readonly runnerUp: string | null;
  readonly classNames: readonly string[];
  /** What is predicted where the data have columns; null where they have none. */
  readonly target: ChosenTarget | null;
  /** The asks of the reading, the task first. */
  readonly asks: readonly Ask[];
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
}
