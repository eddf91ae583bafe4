import type { Plan, Reading, Requirement, Sample } from '../artifacts/index.ts';
import {
  fusedPlanPredictor,
  judgeCategories,
  predictFused,
  shippedLanguageModel,
  NO_PREDICTION,
  type Prediction,
} from '../predictor/index.ts';
import { groundWith } from './ground-prediction.ts';
import { readRequirement } from '../requirement/index.ts';

type Predict = (requirement: Requirement, samples: readonly Sample[]) => Promise<Plan>;

/**
 * Predictors that RQ3 compares; one more predictor or decoding is one more entry. Those with the shipped language model
 * share one, loaded once. Errors: those of the predictors; ENVIRONMENT where a row needs a language model that cannot
 * be loaded, so that no other predictor is scored under its name.
 */
export const PREDICTORS = {
  'fused-plan': withLanguageModel(asUsersGetIt((reading) => fusedPlanPredictor.predict(reading))),
  'fused-plan-before-grounding': withLanguageModel((requirement) =>
    predictFused(readRequirement(requirement, judgeCategories)),
  ),
  'language-model-greedy': decode(1),
  'language-model-beams': decode(3),
  'language-model-0.5': draw(0.5),
  'language-model-1': draw(1),
  'language-model-1.5': draw(1.5),
  'language-model-2': draw(2),
  'nearest-plan': asUsersGetIt(() => Promise.resolve(NO_PREDICTION)),
} as const satisfies Record<string, Predict>;
export type PredictorName = keyof typeof PREDICTORS;

function asUsersGetIt(predict: (reading: Reading) => Promise<Prediction>): Predict {
  return async (requirement, samples) => {
    const reading = readRequirement(requirement, judgeCategories);
    return (await groundWith(samples)(reading, await predict(reading))).plan;
  };
}

function withLanguageModel(predict: Predict): Predict {
  return async (requirement, samples) => {
    await shippedLanguageModel();
    return predict(requirement, samples);
  };
}

function decode(beams: number): Predict {
  return async (requirement) => (await shippedLanguageModel()).best(requirement, beams);
}

function draw(temperature: number): Predict {
  return async (requirement) => (await shippedLanguageModel()).draw(requirement, temperature);
}
