import type { LabelMode } from '../plan/index.ts';

/** Targets are the class numbers themselves. */
const NUMBERS = {
  encode_labels: `def encode_labels(numbers):
    """Returns training targets [n] for class numbers [n]."""
    return numbers`,
};

/** Outputs are a probability per class. */
const PROBABILITIES = {
  predicted_numbers: `def predicted_numbers(scores):
    """Returns class numbers [n] for model outputs [n, class_count]."""
    return np.argmax(scores, axis=-1)`,
  class_scores: `def class_scores(scores):
    """Returns class probabilities [n, class_count] for model outputs."""
    return scores`,
};

const ONE_HOT = {
  encode_labels: `def encode_labels(numbers):
    """Returns one-hot training targets [n, CLASS_COUNT] for class numbers [n]."""
    return keras.utils.to_categorical(numbers, CLASS_COUNT)`,
};

/** Outputs are a logit per class. */
const LOGITS = {
  predicted_numbers: `def predicted_numbers(scores):
    """Returns class numbers [n] for logits [n, class_count]."""
    return np.argmax(scores, axis=-1)`,
  class_scores: `def class_scores(scores):
    """Returns class probabilities [n, class_count] for logits."""
    return keras.ops.convert_to_numpy(keras.ops.softmax(scores))`,
};

/** Bodies of the label functions of docs/pool.md, by mode; docstring included. */
export const LABEL_FUNCTIONS: Readonly<Record<LabelMode, Readonly<Record<string, string>>>> = {
  number: { ...NUMBERS, ...PROBABILITIES },
  logits: { ...NUMBERS, ...LOGITS },
  'one-hot': { ...ONE_HOT, ...PROBABILITIES },
  'one-hot logits': { ...ONE_HOT, ...LOGITS },
  binary: {
    encode_labels: `def encode_labels(numbers):
    """Returns training targets [n, 1] for class numbers [n] of two classes."""
    return np.asarray(numbers, dtype="float32").reshape(-1, 1)`,
    predicted_numbers: `def predicted_numbers(scores):
    """Returns class numbers [n]: the second class where the sigmoid output passes one half."""
    return (scores.reshape(-1) > 0.5).astype("int32")`,
    class_scores: `def class_scores(scores):
    """Returns probabilities [n, 2] of both classes for sigmoid outputs [n, 1]."""
    return np.column_stack([1 - scores, scores])`,
  },
};
