import type { LabelMode } from './label-table.ts';

/** Canonical loss name (plan/normalizeLoss) -> argument of `compile`. */
export const LOSS_CODE: Readonly<Record<string, string>> = {
  binary_crossentropy: '"binary_crossentropy"',
  categorical_crossentropy: '"categorical_crossentropy"',
  sparse_categorical_crossentropy: '"sparse_categorical_crossentropy"',
  binary_focal_crossentropy: '"binary_focal_crossentropy"',
  categorical_focal_crossentropy: '"categorical_focal_crossentropy"',
  mean_squared_error: '"mean_squared_error"',
  mean_absolute_error: '"mean_absolute_error"',
  mean_absolute_percentage_error: '"mean_absolute_percentage_error"',
  mean_squared_logarithmic_error: '"mean_squared_logarithmic_error"',
  kl_divergence: '"kl_divergence"',
  poisson: '"poisson"',
  hinge: '"hinge"',
  squared_hinge: '"squared_hinge"',
  categorical_hinge: '"categorical_hinge"',
  cosine_similarity: '"cosine_similarity"',
  log_cosh: '"log_cosh"',
  huber: '"huber"',
  dice: 'keras.losses.Dice()',
  tversky: 'keras.losses.Tversky()',
  ctc: 'keras.losses.CTC()',
};

/** Canonical metric name (plan/normalizeMetric) -> entry of `metrics=[...]`. */
export const METRIC_CODE: Readonly<Record<string, string>> = {
  accuracy: '"accuracy"',
  binary_accuracy: '"binary_accuracy"',
  categorical_accuracy: '"categorical_accuracy"',
  sparse_categorical_accuracy: '"sparse_categorical_accuracy"',
  top_k_categorical_accuracy: 'keras.metrics.TopKCategoricalAccuracy(name="top_k_accuracy")',
  auc: 'keras.metrics.AUC(name="auc")',
  precision: 'keras.metrics.Precision(name="precision")',
  recall: 'keras.metrics.Recall(name="recall")',
  f1_score: 'keras.metrics.F1Score(average="macro", name="f1_score")',
  mean_io_u:
    'keras.metrics.MeanIoU(num_classes=CLASS_COUNT, sparse_y_pred=False, name="mean_io_u")',
  mean_absolute_error: '"mean_absolute_error"',
  mean_squared_error: '"mean_squared_error"',
  mean_absolute_percentage_error: '"mean_absolute_percentage_error"',
  mean_squared_logarithmic_error: '"mean_squared_logarithmic_error"',
  root_mean_squared_error: 'keras.metrics.RootMeanSquaredError(name="rmse")',
  r2_score: 'keras.metrics.R2Score(name="r2")',
  cosine_similarity: '"cosine_similarity"',
};

/** Metrics of several classes that need one-hot targets inside `fit`. */
export const ONE_HOT_METRICS: ReadonlySet<string> = new Set([
  'auc',
  'precision',
  'recall',
  'f1_score',
]);

/** Accuracies that take one form of labels only. */
export const ACCURACY_LABELS: Readonly<Record<string, readonly LabelMode[]>> = {
  binary_accuracy: ['binary'],
  categorical_accuracy: ['one-hot', 'one-hot logits'],
  top_k_categorical_accuracy: ['one-hot', 'one-hot logits'],
  sparse_categorical_accuracy: ['number', 'logits'],
};

/** What a backbone expects of `inputs` 0-255, red first: a statement's right side, or null where it rescales itself. */
export const BACKBONE_STEM: readonly (readonly [RegExp, string | null])[] = [
  [/^(EfficientNet|ConvNeXt|MobileNetV3)/, null],
  [
    /^(MobileNet|Xception|Inception|NASNet|ResNet\d+V2)/,
    'layers.Rescaling(1 / 127.5, offset=-1)(inputs)',
  ],
  [
    /^DenseNet/,
    'layers.Normalization(mean=(123.68, 116.78, 103.94), variance=(3409.98, 3262.69, 3290.31))(inputs)',
  ],
  [
    /^(ResNet|VGG)/,
    'layers.Normalization(mean=(103.94, 116.78, 123.68), variance=(1, 1, 1))(keras.ops.flip(inputs, axis=-1))',
  ],
];
