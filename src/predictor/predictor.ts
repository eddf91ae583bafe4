import { NO_PLAN, type Plan, type Reading } from '../artifacts/index.ts';
import type { Beliefs } from './fusion/beliefs.ts';
import type { TextField } from './fusion/text-pools.ts';

/** What is expected of a plan from the requirement alone, before anybody looks at data or programs. */
export interface Prediction {
  readonly plan: Plan;
  /** Lists of layers, that of the plan first: least expected distance before the others. */
  readonly layerChoices: readonly (readonly string[])[];
  /** Descriptions that speak only of what the requirement speaks of, the likeliest first. */
  readonly textChoices: Readonly<Record<TextField, readonly string[]>>;
  readonly beliefs: Beliefs;
  readonly warnings: readonly string[];
}

/** Expects nothing: everything is then as in the nearest program. */
export const NO_PREDICTION: Prediction = {
  plan: NO_PLAN,
  layerChoices: [],
  textChoices: { input: [], output: [] },
  beliefs: {},
  warnings: [],
};

/** Predicts the solution plan of a requirement. Paper: III-B. `grounding` makes it agree with requirement and data. */
export interface PlanPredictor {
  readonly id: string;
  predict(reading: Reading): Promise<Prediction>;
}
