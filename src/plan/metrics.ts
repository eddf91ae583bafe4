import { ownTable } from '../core/index.ts';
import type { HeadForm, LabelMode } from './head-forms.ts';
import type { NameWords, OtherName } from './names.ts';

/** A metric that Keras computes inside `fit`. */
export interface Metric extends NameWords {
  /** Entry of `compile(metrics=[...])`; null for the loss itself, which is shown without one. */
  readonly code: string | null;
  /** The same over sigmoid outputs, where it needs a threshold there. */
  readonly sigmoidCode?: string;
  /** Heads over which it is computed. */
  readonly fits: readonly HeadForm[];
  /** Heads over which it can be computed and is only where it is asked for. */
  readonly whereStated?: readonly HeadForm[];
  /** Class targets it takes; any where it does not say. */
  readonly labels?: readonly LabelMode[];
  /** What is shown instead where class targets are none of `labels`: accuracy, or the program's own metric. */
  readonly otherwise?: 'accuracy' | 'own';
}

const SINGLE_CLASSES = ['one probability', 'class probabilities'] as const;
const CLASSES = [...SINGLE_CLASSES, 'label probabilities'] as const;
const MASKS = ['binary mask', 'class mask'] as const;
const NUMBERS = ['numbers', 'picture'] as const;
/** Of several classes computed over one-hot targets and probabilities only. */
const ONE_HOT = { labels: ['one-hot', 'binary'], otherwise: 'own' } as const;
const ONE_HOT_ONLY = { labels: ['one-hot', 'one-hot logits'], otherwise: 'accuracy' } as const;
const CLASS_NUMBERS = { labels: ['number', 'logits'], otherwise: 'accuracy' } as const;

/** Metrics of Keras 3.15 by their name; `accuracy` is fitted to the loss by Keras. An added one is a row. */
export const METRICS = {
  accuracy: {
    code: '"accuracy"',
    fits: [...CLASSES, ...MASKS],
    words: ['accuracy', 'accurate', 'validation accuracy', 'classification accuracy'],
    beside: ['acc', 'val accuracy'],
    written: /accuracy|\bacc\b|classification report/,
  },
  binary_accuracy: {
    code: '"binary_accuracy"',
    fits: CLASSES,
    labels: ['binary'],
    otherwise: 'accuracy',
    words: ['binary accuracy', 'binary classification accuracy'],
  },
  categorical_accuracy: {
    code: '"categorical_accuracy"',
    fits: CLASSES,
    ...ONE_HOT_ONLY,
    words: ['categorical accuracy'],
  },
  sparse_categorical_accuracy: {
    code: '"sparse_categorical_accuracy"',
    fits: SINGLE_CLASSES,
    ...CLASS_NUMBERS,
    words: ['sparse categorical accuracy', 'sparse accuracy'],
  },
  top_k_categorical_accuracy: {
    code: 'keras.metrics.TopKCategoricalAccuracy(name="top_k_accuracy")',
    fits: CLASSES,
    ...ONE_HOT_ONLY,
    words: ['top # accuracy', 'top k accuracy', 'top # categorical accuracy'],
    written: /top ?\d/,
  },
  sparse_top_k_categorical_accuracy: {
    code: 'keras.metrics.SparseTopKCategoricalAccuracy(name="top_k_accuracy")',
    fits: SINGLE_CLASSES,
    ...CLASS_NUMBERS,
    words: ['sparse top # accuracy', 'sparse top k accuracy', 'sparse top # categorical accuracy'],
  },
  auc: {
    code: 'keras.metrics.AUC(name="auc")',
    fits: CLASSES,
    ...ONE_HOT,
    words: [
      'auc',
      'roc auc',
      'auc roc',
      'roc',
      'auroc',
      'pr auc',
      'area under the curve',
      'area under the roc curve',
      'area under roc',
      'average precision',
    ],
    beside: ['gini', 'gini coefficient'],
    written: /\bpr auc|average precision|\bgini\b|roc|auc/,
  },
  precision: {
    code: 'keras.metrics.Precision(name="precision")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['precision', 'positive predictive value'],
  },
  recall: {
    code: 'keras.metrics.Recall(name="recall")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['recall', 'sensitivity', 'true positive rate'],
  },
  f1_score: {
    code: 'keras.metrics.F1Score(average="macro", name="f1_score")',
    sigmoidCode: 'keras.metrics.F1Score(average="macro", threshold=0.5, name="f1_score")',
    fits: CLASSES,
    ...ONE_HOT,
    words: [
      'f1',
      'f1 score',
      'f measure',
      'macro f1',
      'weighted f1',
      'harmonic mean of precision and recall',
    ],
    written: /f1|macro f|weighted f/,
  },
  f_beta_score: {
    code: 'keras.metrics.FBetaScore(average="macro", beta=2.0, name="f_beta_score")',
    sigmoidCode:
      'keras.metrics.FBetaScore(average="macro", beta=2.0, threshold=0.5, name="f_beta_score")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['f beta', 'f2 score'],
    written: /f ?beta|\bf2\b|fscore/,
  },
  precision_at_recall: {
    code: 'keras.metrics.PrecisionAtRecall(0.5, name="precision_at_recall")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['precision at recall', 'precision at a recall'],
  },
  recall_at_precision: {
    code: 'keras.metrics.RecallAtPrecision(0.5, name="recall_at_precision")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['recall at precision', 'recall at a precision'],
  },
  sensitivity_at_specificity: {
    code: 'keras.metrics.SensitivityAtSpecificity(0.5, name="sensitivity_at_specificity")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['sensitivity at specificity', 'sensitivity at a specificity'],
  },
  specificity_at_sensitivity: {
    code: 'keras.metrics.SpecificityAtSensitivity(0.5, name="specificity_at_sensitivity")',
    fits: CLASSES,
    ...ONE_HOT,
    words: ['specificity at sensitivity', 'specificity at a sensitivity'],
  },
  true_positives: {
    code: 'keras.metrics.TruePositives(name="true_positives")',
    fits: [],
    whereStated: CLASSES,
    ...ONE_HOT,
    words: [],
    beside: ['true positive'],
    written: /true ?positives/,
  },
  true_negatives: {
    code: 'keras.metrics.TrueNegatives(name="true_negatives")',
    fits: [],
    whereStated: CLASSES,
    ...ONE_HOT,
    words: [],
    beside: ['true negative'],
    written: /true ?negatives/,
  },
  false_positives: {
    code: 'keras.metrics.FalsePositives(name="false_positives")',
    fits: [],
    whereStated: CLASSES,
    ...ONE_HOT,
    words: [],
    beside: ['false positive'],
    written: /false ?positives/,
  },
  false_negatives: {
    code: 'keras.metrics.FalseNegatives(name="false_negatives")',
    fits: [],
    whereStated: CLASSES,
    ...ONE_HOT,
    words: [],
    beside: ['false negative'],
    written: /false ?negatives/,
  },
  mean_io_u: {
    code: 'keras.metrics.MeanIoU(num_classes=CLASS_COUNT, sparse_y_pred=False, name="mean_io_u")',
    fits: MASKS,
    words: ['iou', 'mean iou', 'miou', 'intersection over union', 'jaccard', 'jaccard index'],
    written: /\biou|jaccard|ious?core/,
  },
  binary_io_u: {
    code: 'keras.metrics.BinaryIoU(name="binary_io_u")',
    fits: ['binary mask'],
    words: ['binary iou'],
  },
  mean_absolute_error: {
    code: '"mean_absolute_error"',
    fits: NUMBERS,
    words: ['mean absolute error', 'mae'],
    beside: ['absolute error', 'euclidean distance', 'position error'],
    written: /density mae|position error|euclidean|\bcma\b/,
  },
  mean_squared_error: {
    code: '"mean_squared_error"',
    fits: NUMBERS,
    words: ['mean squared error', 'mean square error', 'mse'],
    beside: ['squared error'],
  },
  root_mean_squared_error: {
    code: 'keras.metrics.RootMeanSquaredError(name="rmse")',
    fits: NUMBERS,
    words: ['root mean squared error', 'root mean square error', 'rmse'],
    written: /mcrmse|rmse|root mean squared/,
  },
  mean_absolute_percentage_error: {
    code: '"mean_absolute_percentage_error"',
    fits: NUMBERS,
    words: ['mean absolute percentage error', 'mape'],
    beside: ['percentage error'],
  },
  mean_squared_logarithmic_error: {
    code: '"mean_squared_logarithmic_error"',
    fits: NUMBERS,
    words: ['mean squared logarithmic error', 'mean squared log error', 'msle'],
  },
  log_cosh_error: {
    code: 'keras.metrics.LogCoshError(name="log_cosh_error")',
    fits: [],
    whereStated: NUMBERS,
    words: ['log cosh error'],
    beside: ['log cosh'],
  },
  r2_score: {
    code: 'keras.metrics.R2Score(name="r2")',
    fits: ['numbers'],
    words: ['r2', 'r2 score', 'r squared', 'r^2', 'r²', 'coefficient of determination'],
    written: /\br ?\^? ?2\b/,
  },
  pearson_correlation: {
    code: 'keras.metrics.PearsonCorrelation(axis=0, name="pearson_correlation")',
    fits: [],
    whereStated: NUMBERS,
    words: ['pearson correlation', 'pearson correlation coefficient', 'pearson r', "pearson's r"],
    beside: ['pearson'],
    written: /pearson|covariance/,
  },
  concordance_correlation: {
    code: 'keras.metrics.ConcordanceCorrelation(axis=0, name="concordance_correlation")',
    fits: [],
    whereStated: NUMBERS,
    words: ['concordance correlation', 'concordance correlation coefficient'],
  },
  cosine_similarity: {
    code: '"cosine_similarity"',
    fits: [],
    whereStated: NUMBERS,
    words: [],
    beside: ['cosine'],
  },
  kl_divergence: {
    code: '"kl_divergence"',
    fits: [],
    whereStated: ['class probabilities'],
    ...ONE_HOT,
    words: [],
    beside: ['kld', 'kullback leibler divergence', 'k loss'],
  },
  poisson: {
    code: '"poisson"',
    fits: [],
    words: [],
    beside: ['poisson deviance'],
  },
  hinge: {
    code: '"hinge"',
    fits: [],
    whereStated: ['one probability'],
    ...ONE_HOT,
    words: [],
  },
  squared_hinge: {
    code: '"squared_hinge"',
    fits: [],
    whereStated: ['one probability'],
    ...ONE_HOT,
    words: [],
  },
  categorical_hinge: {
    code: '"categorical_hinge"',
    fits: [],
    whereStated: ['class probabilities'],
    ...ONE_HOT,
    words: [],
  },
  binary_crossentropy: {
    code: '"binary_crossentropy"',
    fits: [],
    whereStated: ['one probability', 'label probabilities', 'binary mask'],
    ...ONE_HOT,
    words: [],
    beside: ['binary cross entropy', 'bce'],
  },
  categorical_crossentropy: {
    code: '"categorical_crossentropy"',
    fits: [],
    whereStated: ['class probabilities'],
    ...ONE_HOT,
    words: [],
    beside: ['categorical cross entropy'],
  },
  sparse_categorical_crossentropy: {
    code: '"sparse_categorical_crossentropy"',
    fits: [],
    whereStated: ['class probabilities', 'class mask'],
    labels: ['number'],
    otherwise: 'own',
    words: [],
    beside: ['sparse categorical cross entropy'],
  },
  loss: {
    code: null,
    fits: [],
    words: [],
    written: /loss|elbo|gradient penalty/,
    unasked: true,
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

const OUTSIDE = 'it is evaluated outside fit; this one is shown while training';

/** Metrics that Keras does not compute inside `fit`. */
export const OTHER_METRICS: Readonly<Record<string, OtherName<MetricName>>> = ownTable({
  balanced_accuracy: { words: ['balanced accuracy'], with: ['accuracy'], reason: OUTSIDE },
  specificity: {
    words: ['specificity', 'true negative rate'],
    with: ['auc', 'accuracy'],
    reason: OUTSIDE,
  },
  mean_average_precision: {
    words: [
      'mean average precision',
      'map@#',
      'map@#.#',
      'map@.#',
      'map@#.#:#.#',
      'map@#.#:#.#:#.#',
      'map@.#:.#',
      'map@[#.#:#.#]',
      'map@[.#:.#]',
      'map at #',
      'map #',
      'map score',
      'ap#',
      'ap@#.#',
    ],
    beside: ['map'],
    written: /\bmap(?:\b|_)/,
    with: ['auc', 'mean_io_u'],
    reason: OUTSIDE,
  },
  lwlrap: {
    words: ['lwlrap', 'label ranking average precision'],
    written: /label ranking/,
    with: ['auc'],
    reason: OUTSIDE,
  },
  kappa: {
    words: ['cohen kappa', "cohen's kappa", 'quadratic weighted kappa', 'qwk', 'kappa'],
    with: ['accuracy'],
    reason: OUTSIDE,
  },
  matthews_correlation: {
    words: ['mcc', 'matthews correlation', 'matthews correlation coefficient'],
    with: ['accuracy'],
    reason: OUTSIDE,
  },
  dice_coefficient: {
    words: ['dice coefficient', 'dice score', 'dice index', 'dice similarity'],
    beside: ['dice', 'dice coef'],
    written: /dice/,
    with: ['mean_io_u'],
    reason: 'Dice and IoU order results alike',
  },
  tversky_index: {
    words: ['tversky index', 'tversky score'],
    beside: ['tversky'],
    with: ['mean_io_u'],
    reason: 'the overlap metric of Keras is MeanIoU',
  },
  crossentropy: {
    words: [],
    beside: ['log loss', 'cross entropy', 'logarithmic loss', 'sigmoid focal cross entropy'],
    with: ['accuracy'],
    reason: 'the loss itself is shown while training',
  },
  rmsle: {
    words: ['rmsle', 'root mean squared log error', 'root mean squared logarithmic error'],
    with: ['mean_squared_logarithmic_error'],
    reason: 'the root does not change the order',
  },
  rmspe: {
    words: ['rmspe', 'root mean squared percentage error', 'root mean square percentage error'],
    with: ['mean_absolute_percentage_error'],
    reason: 'Keras has the absolute form',
  },
  smape: {
    words: ['smape', 'symmetric mean absolute percentage error'],
    with: ['mean_absolute_percentage_error'],
    reason: 'Keras has the form that is not symmetric',
  },
  median_absolute_error: {
    words: ['median absolute error'],
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  explained_variance: {
    words: ['explained variance'],
    with: ['r2_score'],
    reason: 'Keras has the coefficient of determination',
  },
  spearman: {
    words: ['spearman correlation', 'spearman rank correlation', "spearman's rho", 'spearman'],
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  likelihood_score: {
    words: ['laplace log likelihood', 'crps', 'continuous ranked probability score'],
    written: /laplace|\bfvc\b|\bnae\b/,
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  bleu: { words: ['bleu', 'bleu score', 'bleu #'], with: ['accuracy'], reason: OUTSIDE },
  rouge: { words: ['rouge', 'rouge l', 'rouge #'], with: ['accuracy'], reason: OUTSIDE },
  meteor: { words: ['cider'], beside: ['meteor'], with: ['accuracy'], reason: OUTSIDE },
  perplexity: { words: ['perplexity'], with: ['accuracy'], reason: OUTSIDE },
  error_rate: {
    words: ['character error rate', 'word error rate', 'wer', 'cer'],
    written: /character error|word error/,
    with: ['accuracy'],
    reason: OUTSIDE,
  },
  exact_match: { words: ['exact match'], with: ['accuracy'], reason: OUTSIDE },
  fid: {
    words: ['fid', 'frechet inception distance', 'fréchet inception distance', 'inception score'],
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  psnr: {
    words: ['psnr', 'peak signal to noise ratio'],
    written: /signal.to.noise/,
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  ssim: {
    words: ['ssim', 'structural similarity', 'structural similarity index'],
    with: ['mean_absolute_error'],
    reason: OUTSIDE,
  },
  clustering_score: {
    words: ['silhouette score', 'wcss'],
    written: /cluster|silhouette/,
    with: ['mean_squared_error'],
    reason: OUTSIDE,
  },
  inspection: {
    words: [],
    written: /visual|qualitative|robustness/,
    with: ['loss'],
    reason: OUTSIDE,
  },
  custom: {
    words: [],
    written: /score|custom|metric|predictions/,
    with: ['loss'],
    reason: 'the custom metric is not described',
    vague: true,
  },
});

/** The row of a metric by Keras' name; null where Keras has none of that name. */
export function metricOf(name: string): Metric | null {
  return Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : null;
}
