import type { Sample } from '../artifacts/index.ts';
import { decide, ground } from '../grounding/index.ts';
import type { GroundPrediction } from '../predictor/index.ts';

/** Grounds predictions of other predictors and judges as `planProject` grounds what ships, without data. */
export function groundWith(samples: readonly Sample[]): GroundPrediction {
  return async (reading, prediction) => {
    const source = { prediction, given: null };
    const task = await decide(reading, null, { source, samples });
    return ground(source, reading, task, samples).record;
  };
}
