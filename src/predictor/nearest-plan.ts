import { recordOf } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { chooseBase } from './choose-base.ts';
import { decideTask } from './decide-task.ts';
import { ground } from './ground-plan.ts';
import type { PlanPredictor } from './predictor.ts';
import { statedOf } from '../requirement/index.ts';

/**
 * Predicts the plan of the pool's nearest program that fits the data, then grounds it.
 *
 * Paper: III-B, in place of the GPT-2 predictor. Deterministic. Errors: those of `ground`.
 */
export const nearestPlanPredictor: PlanPredictor = {
  id: 'nearest-plan',
  async predict(reading, context) {
    const stated = statedOf(reading);
    const { data } = decideTask(reading, stated, context);
    const nearest = chooseBase(reading.requirement, stated, data, context.samples);
    if (nearest === null)
      throw new DLCodeGenError('POOL_EMPTY', 'The pool holds no sample to plan from.');
    const predicted = recordOf(nearest.plan, nearest.data);
    return ground(predicted, reading, context);
  },
};
