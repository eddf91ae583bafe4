import { ownTable } from '../core/index.ts';
import type { HeadForm } from './head-forms.ts';
import type { NameWords, OtherName } from './names.ts';

/** A loss of Keras. */
export interface Loss extends NameWords {
  /** Argument of `compile(loss=...)`. */
  readonly code: string;
  /** Its class in `keras.losses`, for arguments such as `from_logits`. */
  readonly keras: string;
  /** Heads over which it is computed. */
  readonly fits: readonly HeadForm[];
  /** Heads over which it can be computed and is only where it is asked for. */
  readonly whereStated?: readonly HeadForm[];
  /** Activation that gives the probabilities it needs; null where it needs none. */
  readonly activation: 'sigmoid' | 'softmax' | null;
  /** Whether it can apply that activation itself (`from_logits=True`). */
  readonly logits: boolean;
  /** How it takes class targets. */
  readonly labels: 'number' | 'one-hot';
}

/** Losses of Keras 3.15 by the name of their function; an added one is a row. */
export const LOSSES = {
  binary_crossentropy: {
    code: '"binary_crossentropy"',
    keras: 'BinaryCrossentropy',
    fits: ['one probability', 'label probabilities', 'binary mask', 'picture'],
    whereStated: ['class probabilities'],
    activation: 'sigmoid',
    logits: true,
    labels: 'one-hot',
    words: [
      'binary cross entropy',
      'bce',
      'bce with logits',
      'sigmoid cross entropy',
      'binary log loss',
    ],
  },
  sparse_categorical_crossentropy: {
    code: '"sparse_categorical_crossentropy"',
    keras: 'SparseCategoricalCrossentropy',
    fits: ['class probabilities', 'class mask'],
    activation: 'softmax',
    logits: true,
    labels: 'number',
    words: ['sparse categorical cross entropy', 'scce', 'sparse cross entropy'],
  },
  categorical_crossentropy: {
    code: '"categorical_crossentropy"',
    keras: 'CategoricalCrossentropy',
    fits: ['class probabilities'],
    activation: 'softmax',
    logits: true,
    labels: 'one-hot',
    words: ['categorical cross entropy', 'cce', 'softmax cross entropy'],
    written: /label ?smoothing/,
  },
  binary_focal_crossentropy: {
    code: '"binary_focal_crossentropy"',
    keras: 'BinaryFocalCrossentropy',
    fits: ['one probability', 'label probabilities', 'binary mask'],
    activation: 'sigmoid',
    logits: true,
    labels: 'one-hot',
    words: [
      'binary focal cross entropy',
      'binary focal',
      'sigmoid focal',
      'sigmoid focal cross entropy',
    ],
  },
  categorical_focal_crossentropy: {
    code: '"categorical_focal_crossentropy"',
    keras: 'CategoricalFocalCrossentropy',
    fits: ['class probabilities'],
    activation: 'softmax',
    logits: true,
    labels: 'one-hot',
    words: [
      'categorical focal cross entropy',
      'categorical focal',
      'softmax focal',
      'multi class focal',
    ],
  },
  categorical_generalized_cross_entropy: {
    code: 'keras.losses.CategoricalGeneralizedCrossEntropy()',
    keras: 'CategoricalGeneralizedCrossEntropy',
    fits: ['class probabilities'],
    activation: 'softmax',
    logits: false,
    labels: 'number',
    words: ['generalized cross entropy', 'generalised cross entropy'],
  },
  mean_squared_error: {
    code: '"mean_squared_error"',
    keras: 'MeanSquaredError',
    fits: ['numbers', 'picture'],
    whereStated: ['class probabilities'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: [],
    beside: ['mse', 'squared error', 'mean squared', 'l2'],
    written: /crowd|severity|l1 and l2/,
  },
  mean_absolute_error: {
    code: '"mean_absolute_error"',
    keras: 'MeanAbsoluteError',
    fits: ['numbers', 'picture'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: [],
    beside: ['mae', 'absolute error', 'l1'],
  },
  huber: {
    code: '"huber"',
    keras: 'Huber',
    fits: ['numbers', 'picture'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['huber', 'smooth l1'],
  },
  log_cosh: {
    code: '"log_cosh"',
    keras: 'LogCosh',
    fits: ['numbers', 'picture'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['log cosh', 'logarithm of the hyperbolic cosine'],
  },
  mean_squared_logarithmic_error: {
    code: '"mean_squared_logarithmic_error"',
    keras: 'MeanSquaredLogarithmicError',
    fits: ['numbers'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['msle', 'mean squared log error', 'mean squared logarithmic error'],
  },
  mean_absolute_percentage_error: {
    code: '"mean_absolute_percentage_error"',
    keras: 'MeanAbsolutePercentageError',
    fits: ['numbers'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: [],
    beside: ['mape', 'percentage error'],
  },
  poisson: {
    code: '"poisson"',
    keras: 'Poisson',
    // The logarithm of a head that may be negative; programs standardize numbers.
    fits: [],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['poisson log likelihood'],
    beside: ['poisson'],
  },
  kl_divergence: {
    code: '"kl_divergence"',
    keras: 'KLDivergence',
    fits: ['class probabilities'],
    activation: 'softmax',
    logits: false,
    labels: 'one-hot',
    words: [],
    beside: ['kld', 'kl div', 'kullback leibler', 'kullback leibler divergence', 'k loss'],
  },
  cosine_similarity: {
    code: '"cosine_similarity"',
    keras: 'CosineSimilarity',
    fits: [],
    whereStated: ['numbers'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['cosine proximity'],
    beside: ['cosine', 'cosine distance'],
  },
  hinge: {
    code: '"hinge"',
    keras: 'Hinge',
    fits: ['one probability'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: [],
    beside: ['hinge'],
    or: ['categorical_hinge'],
  },
  squared_hinge: {
    code: '"squared_hinge"',
    keras: 'SquaredHinge',
    fits: ['one probability'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['squared hinge'],
  },
  categorical_hinge: {
    code: '"categorical_hinge"',
    keras: 'CategoricalHinge',
    fits: ['class probabilities'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['categorical hinge', 'multi class hinge'],
  },
  dice: {
    code: 'keras.losses.Dice()',
    keras: 'Dice',
    fits: ['binary mask'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['dice loss', 'dice coefficient loss', 'dice coef loss'],
    beside: ['dice', 'dice coefficient'],
    written: /dice/,
  },
  tversky: {
    code: 'keras.losses.Tversky()',
    keras: 'Tversky',
    fits: ['binary mask'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['tversky loss', 'tversky index loss'],
    beside: ['tversky'],
  },
  ctc: {
    code: 'keras.losses.CTC()',
    keras: 'CTC',
    fits: [],
    activation: null,
    logits: false,
    labels: 'number',
    words: ['ctc', 'connectionist temporal classification'],
  },
  circle: {
    code: 'keras.losses.Circle()',
    keras: 'Circle',
    fits: [],
    activation: null,
    logits: false,
    labels: 'number',
    words: ['circle loss'],
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof LOSSES;

const TWO_MODELS = 'adversarial losses belong to the training step; this is the loss that compiles';
const ONE_OF_TWO = 'the sum of two losses is reduced to its first';

/** Names that leave open which loss of Keras they mean, and losses that Keras has no equivalent of. */
export const OTHER_LOSSES: Readonly<Record<string, OtherName<LossName>>> = ownTable({
  crossentropy: {
    words: ['cross entropy', 'log loss', 'logistic loss', 'logarithmic loss'],
    written: /weighted loss/,
    with: ['sparse_categorical_crossentropy', 'binary_crossentropy'],
  },
  focal_crossentropy: {
    words: ['focal loss', 'focal cross entropy'],
    beside: ['focal'],
    with: ['binary_focal_crossentropy', 'categorical_focal_crossentropy'],
  },
  bce_dice: {
    words: [
      'bce dice',
      'dice bce',
      'binary cross entropy plus dice',
      'dice plus binary cross entropy',
    ],
    written: /b(?:inary )?c(?:ross ?)?e(?:ntropy)? ?\+? ?dice|iou bce/,
    with: ['binary_crossentropy'],
    reason: ONE_OF_TWO,
  },
  multi_logloss: {
    words: ['multi log loss', 'multi class log loss'],
    with: ['sparse_categorical_crossentropy'],
    reason: 'the multi-class log loss over class numbers',
  },
  log_loss_of_classes: {
    words: [],
    written: /custom.*(?:log ?loss|multi log ?likelihood)/,
    with: ['categorical_crossentropy'],
    reason: 'the log loss over classes is categorical crossentropy',
  },
  quantile: {
    words: ['quantile loss', 'pinball loss', 'tilted loss', 'quantile regression'],
    beside: ['quantile', 'pinball', 'tilted'],
    with: ['mean_absolute_error'],
    reason: 'the median quantile loss is half the absolute error',
  },
  laplace_log_likelihood: {
    words: ['laplace log likelihood'],
    beside: ['laplace'],
    with: ['mean_absolute_error'],
    reason: 'for a fixed scale the Laplace likelihood is the absolute error',
  },
  crps: {
    words: ['crps', 'continuous ranked probability score'],
    with: ['mean_absolute_error'],
    reason: 'CRPS of a point forecast is the absolute error',
  },
  detection: {
    words: ['yolo loss', 'object detection loss'],
    written: /yolo|object detection|heatmap/,
    with: ['mean_squared_error'],
    reason: 'the detector is replaced by a box regression',
  },
  rmsle: {
    words: [],
    beside: ['rmsle', 'root mean squared log error', 'root mean squared logarithmic error'],
    with: ['mean_squared_logarithmic_error'],
    reason: 'the root does not move the minimum',
  },
  rmse: {
    words: [],
    beside: ['rmse', 'root mean squared error', 'root mean square error'],
    written: /mcrmse|columnwise root|mean columnwise|root mean squared/,
    with: ['mean_squared_error'],
    reason: 'the root does not move the minimum',
  },
  iou: {
    words: ['iou loss', 'jaccard loss', 'jaccard distance', 'intersection over union loss'],
    beside: ['iou', 'jaccard', 'intersection over union'],
    with: ['dice'],
    reason: 'the overlap loss of Keras is Dice',
  },
  focal_tversky: {
    words: ['focal tversky'],
    with: ['tversky'],
    reason: 'Keras has the Tversky loss without focus',
  },
  wasserstein: {
    words: ['wasserstein loss', 'wasserstein distance', 'earth mover distance'],
    beside: ['wasserstein', 'critic'],
    with: ['binary_crossentropy'],
    reason: TWO_MODELS,
  },
  adversarial: {
    words: ['adversarial loss', 'gan loss', 'minimax loss'],
    beside: ['adversarial', 'generator', 'discriminator'],
    written: /patchnce/,
    with: ['binary_crossentropy'],
    reason: TWO_MODELS,
  },
  elbo: {
    words: ['evidence lower bound', 'elbo', 'negative elbo', 'nelbo'],
    with: ['binary_crossentropy', 'mean_squared_error'],
    reason: 'the divergence is added by the model; this is the reconstruction part',
  },
  reconstruction: {
    words: ['reconstruction loss'],
    beside: ['reconstruction'],
    with: ['binary_crossentropy', 'mean_squared_error', 'mean_absolute_error'],
  },
  negative_log_likelihood: {
    words: ['negative log likelihood', 'nll'],
    written: /log ?likelihood/,
    with: ['sparse_categorical_crossentropy', 'binary_crossentropy'],
    reason: 'the negative log likelihood of classes',
  },
  contrastive: {
    words: ['contrastive loss', 'info nce', 'nt xent'],
    beside: ['contrastive'],
    with: ['binary_crossentropy'],
    reason: 'pairs are judged by a sigmoid instead of a distance',
  },
  triplet: {
    words: ['triplet loss', 'triplet margin loss', 'triplet semi hard', 'triplet hard'],
    beside: ['triplet'],
    with: ['binary_crossentropy'],
    reason: 'pairs are judged by a sigmoid instead of triplets',
  },
  arcface: {
    words: ['arc face', 'cos face', 'angular margin', 'additive angular margin'],
    with: ['categorical_crossentropy'],
    reason: 'Keras has no angular margin',
  },
  robust_classification: {
    words: ['bi tempered logistic loss', 'bi tempered', 'soft f1', 'macro soft f1'],
    beside: ['f1'],
    with: ['categorical_crossentropy'],
    reason: 'Keras has no such loss',
  },
  perceptual: {
    words: ['perceptual loss', 'content loss', 'style loss', 'feature loss'],
    beside: ['perceptual'],
    written: /depth|content|perceptual|style/,
    with: ['mean_absolute_error'],
    reason: 'no feature network is at hand offline',
  },
  custom: {
    words: ['custom'],
    written: /\bauc\b|\bmloss\b|custom/,
    with: ['binary_crossentropy'],
    reason: 'the custom loss is not described',
    vague: true,
  },
});

/** Between the names of losses in the name of their sum. */
const PLUS = '_plus_';

/** What a function is called that sums losses; `termsOfSum` reads it. */
export function nameOfSum(losses: readonly LossName[]): string {
  return losses.join(PLUS);
}

/** The losses of which a name is the sum; itself, alone, where it is no sum. */
export function termsOfSum(name: string): readonly string[] {
  return name.split(PLUS);
}

/** The row of a loss by Keras' name; null where Keras has none of that name. */
export function lossOf(name: string): Loss | null {
  return Object.hasOwn(LOSSES, name) ? LOSSES[name as LossName] : null;
}
