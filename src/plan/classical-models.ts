/** Architectures of the vocabulary that are models of scikit-learn and the like, no networks. */
export const CLASSICAL_NAMES = [
  'a classical model',
  'a forest or tree',
  'gradient boosting',
] as const;

/** Words for such models where none is named. */
export const CLASSICAL_WORDS = /machine learning|classifiers?|algorithms?/i;
