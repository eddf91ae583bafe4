/** A way of writing Keras that runs and is wrong (or cannot be reloaded); found in the text of one top-level function. */
export interface Pitfall {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly fix: string;
}

export const PITFALLS: readonly Pitfall[] = [
  {
    code: 'FIT_BEFORE_SPLIT',
    pattern:
      /\.(?:fit_transform|adapt|fit)\((?:(?!\btrain)[^)])*\)(?:(?!\bdef\b)[\s\S])*train_test_split\(/,
    message: 'something is learnt from the data before they are split',
    fix: 'split first, then fit or adapt on the training part alone',
  },
  {
    code: 'FIT_ON_TEST',
    pattern: /\.(?:fit_transform|adapt)\(\s*(?:\w*test|\w*validation|x_val|X_val)\w*/,
    message: 'something is learnt from the test or validation part',
    fix: 'fit or adapt on the training part, transform the others',
  },
  {
    code: 'LAMBDA_LAYER',
    pattern: /\blayers\.Lambda\(|(?<![.\w])Lambda\(/,
    message: 'a Lambda layer cannot be reloaded in safe mode',
    fix: 'write a registered layer',
  },
  {
    code: 'SOFTMAX_FROM_LOGITS',
    pattern: /activation=["'](?:softmax|sigmoid)["'](?:(?!\bdef\b)[\s\S])*from_logits=True/,
    message: 'the head has an activation and the loss expects logits',
    fix: 'drop one of the two',
  },
  {
    code: 'VALIDATION_SPLIT',
    pattern: /\bvalidation_split\s*=/,
    message: 'validation_split takes the last rows as they lie, sorted data break it',
    fix: 'split with a seed and pass validation_data',
  },
  {
    code: 'HARD_CODED_PATH',
    pattern: /["'](?:\/(?:kaggle|content|home|root|mnt|Users|tmp)\/|[A-Z]:[\\/]|~\/|\.\.\/input)/,
    message: 'a path of one machine',
    fix: 'take the folder from --data-dir',
  },
  {
    code: 'OLD_KERAS',
    pattern:
      /\b(?:tensorflow\.keras|tf\.keras|ImageDataGenerator|preprocessing\.text\.Tokenizer|fit_generator|predict_classes)\b/,
    message: 'an interface that Keras 3 does not have or keeps for old code only',
    fix: 'use keras itself',
  },
  {
    code: 'CLASS_ORDER_BY_SET',
    pattern: /\b(?:list|enumerate)\(set\(/,
    message: 'the order of a set differs from run to run',
    fix: 'use sorted(set(...))',
  },
  {
    code: 'SHELL_MAGIC',
    pattern: /^\s*[!%](?:pip|matplotlib|cd|ls)\b/m,
    message: 'a notebook magic in a program',
    fix: 'remove it',
  },
];

/** Only where the data are a series. */
export const SERIES_PITFALLS: readonly Pitfall[] = [
  {
    code: 'SHUFFLED_SERIES',
    pattern:
      /train_test_split\((?:(?!shuffle=False)[\s\S])*?\)\n|\.permutation\(|random\.shuffle\(/,
    message: 'a series is split or shuffled at random',
    fix: 'cut by time; shuffle windows of the training part only',
  },
];
