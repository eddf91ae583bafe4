import type { Hyperparameters } from '../artifacts/index.ts';

/** How assumptions name a hyperparameter. */
export const HYPERPARAMETER_WORDS: Readonly<Record<keyof Hyperparameters, string>> = {
  optimizer: 'Optimizer',
  loss: 'Loss function',
  learningRate: 'Learning rate',
  batchSize: 'Batch size',
  epochs: 'Epochs',
  metric: 'Evaluation metric',
};

export const HYPERPARAMETERS = Object.keys(HYPERPARAMETER_WORDS) as (keyof Hyperparameters)[];
