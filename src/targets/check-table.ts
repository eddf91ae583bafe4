/** What a plan can get wrong and how it is mended; `{name}` is filled with the plan's value. */
export const PLAN_CHECKS = {
  HEAD_SOFTMAX_ONE: {
    message: 'softmax over 1 unit is always 1',
    fix: "use activation='sigmoid' with 1 unit, or one unit per class",
  },
  HEAD_LOSS_BINARY: {
    message: '{loss} does not fit softmax over {units} classes',
    fix: 'use sparse_categorical_crossentropy or categorical_crossentropy',
  },
  HEAD_LOSS_CATEGORICAL: {
    message: '{loss} needs one unit per class, the head has 1',
    fix: "use binary_crossentropy with activation='sigmoid', or one unit per class",
  },
  HEAD_SIGMOID_CATEGORICAL: {
    message: '{loss} needs scores that sum to 1; sigmoid over {units} units gives none',
    fix: "use activation='softmax', or binary_crossentropy where an item has several labels",
  },
  HEAD_NO_PROBABILITY: {
    message: '{loss} needs probabilities, the head ends in {activation}',
    fix: "use activation='softmax' for classes, 'sigmoid' for two classes or labels",
  },
  HEAD_LOGITS: {
    message: '{loss} needs probabilities, the head gives logits',
    fix: "add activation='softmax' or 'sigmoid' to the last layer, or say from_logits=True",
  },
  HEAD_TWICE: {
    message: '{activation} in the head and from_logits=True in the loss apply it twice',
    fix: 'remove from_logits=True',
  },
  HEAD_REGRESSION: {
    message: 'softmax cannot give a number',
    fix: 'use 1 unit without activation',
  },
  HEAD_BOUNDED: {
    message: '{activation} keeps the prediction inside its bounds',
    fix: 'use a linear head, or scale the target into the bounds',
  },
  HEAD_LABELS: {
    message: 'softmax allows one label an item, the data has several',
    fix: "use activation='sigmoid' with binary_crossentropy",
  },
  HEAD_CLASS_COUNT: {
    message: 'the head has {units} units, the data has {classes} classes',
    fix: 'give the last layer {classes} units',
  },
  LOSS_TARGET_NUMBER: {
    message: '{loss} is a loss for classes, the target is a number',
    fix: 'use mean_squared_error or mean_absolute_error',
  },
  LOSS_TARGET_CLASS: {
    message: '{loss} is a loss for numbers, the target is a class',
    fix: 'use sparse_categorical_crossentropy, or binary_crossentropy for two classes',
  },
  LOSS_TARGET_LABELS: {
    message: '{loss} allows one label an item, the data has several',
    fix: 'use binary_crossentropy',
  },
  METRIC_TARGET_NUMBER: {
    message: '{metric} measures classes, the target is a number',
    fix: 'use mean absolute error',
  },
  METRIC_TARGET_CLASS: {
    message: '{metric} measures numbers, the target is a class',
    fix: 'use accuracy',
  },
  METRIC_LABELS: {
    message: '{metric} expects other labels than {loss}',
    fix: 'use accuracy, which Keras fits to the loss',
  },
  INPUT_DATA: {
    message: 'the plan says {plan}, the data has {data}',
    fix: 'correct the plan: the data decides',
  },
  LEARNING_RATE: {
    message: 'a learning rate of {rate} does not converge',
    fix: 'use 0.001, or what the task is known to need',
  },
} as const satisfies Record<string, { message: string; fix: string }>;

export type CheckCode = keyof typeof PLAN_CHECKS;
