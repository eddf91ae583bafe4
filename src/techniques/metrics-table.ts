import type { DataSpec, TargetKind } from '../artifacts/index.ts';
import { ownTable } from '../core/index.ts';
import {
  POOL_FUNCTIONS,
  type AskedValues,
  type PoolFunction,
  type Technique,
  type TechniqueEdit,
  type TechniqueUse,
} from './technique.ts';

/** What is measured, where it is measured, and of what: the arguments of `measure_stated`. */
interface Place {
  readonly edit: TechniqueEdit;
  readonly parameters: string;
  readonly words: string;
}

/** Behind the report of a target's own figures. */
function afterReport(values: string): TechniqueEdit {
  return {
    find: /^ {4}report_items\(model, items, truth, scores, state, output_dir\)$/m,
    put: `$&\n    details |= measure_stated(${values})`,
  };
}

const PLACES: Readonly<Partial<Record<TargetKind, Place>>> = ownTable({
  class: {
    edit: afterReport('truth, found, class_scores(scores)'),
    parameters: 'truth, found, chances',
    words: 'true and found classes [n] and probabilities [n, k]',
  },
  labels: {
    edit: afterReport('truth, chosen, scores'),
    parameters: 'truth, found, chances',
    words: 'true and found labels [n, k] and probabilities [n, k]',
  },
  number: {
    edit: afterReport('truth, answers["model"]'),
    parameters: 'truth, found',
    words: 'true and predicted numbers [n, k]',
  },
  future: {
    edit: {
      find: /^ {4}names = \{"metric": "mean_absolute_scaled_error"/m,
      put: '    details |= measure_stated(futures, forecasts["model"])\n$&',
    },
    parameters: 'truth, found',
    words: 'true and forecast values [n, horizon]',
  },
  mask: {
    edit: {
      find: /^( {4}return compare_results\(score_results, results, names, )mask_details\(results\["model"\]\)\)$/m,
      put: '    details = mask_details(results["model"])\n    details |= measure_stated(results["model"].sum(axis=0))\n$1details)',
    },
    parameters: 'matrix',
    words: 'the pixels [k, k] by true and found class',
  },
});

/** A metric of the test split: its name in metrics.json, how it is said, and the expression by target. */
interface Reported {
  readonly name: string;
  readonly said: RegExp;
  /** `#` is the number that is said. */
  readonly code: Readonly<Partial<Record<TargetKind, string>>>;
  /** Of two classes only, the second of which is the positive one. */
  readonly isBinary?: true;
}

function ofClasses(name: string, said: RegExp, code: string): Reported {
  return { name, said, code: { class: code } };
}

function ofTwo(name: string, said: RegExp, code: string, mask?: string): Reported {
  return {
    name,
    said,
    isBinary: true,
    code: mask === undefined ? { class: code } : { class: code, mask },
  };
}

function ofNumbers(name: string, said: RegExp, code: string): Reported {
  return { name, said, code: { number: code, future: code } };
}

const CORRELATION = 'np.corrcoef(np.ravel(truth), np.ravel(found))[0, 1]';

const REPORTED: readonly Reported[] = [
  ofClasses(
    'balanced_accuracy',
    /balanced accuracy/,
    'metrics.balanced_accuracy_score(truth, found)',
  ),
  ofClasses(
    'quadratic_weighted_kappa',
    /quadratic|\bqwk/,
    'metrics.cohen_kappa_score(truth, found, weights="quadratic")',
  ),
  ofClasses(
    'cohen_kappa',
    /(?<!quadratic weighted )kappa/,
    'metrics.cohen_kappa_score(truth, found)',
  ),
  ofClasses('matthews_correlation', /\bmcc\b|matthews/, 'metrics.matthews_corrcoef(truth, found)'),
  {
    name: 'hamming_loss',
    said: /hamming/,
    code: { class: 'np.mean(found != truth)', labels: 'np.mean(found != truth)' },
  },
  {
    name: 'exact_match',
    said: /subset accuracy|exact match/,
    code: { labels: '(found == truth).all(axis=1).mean()' },
  },
  ofClasses('error_rate', /(?<!word |character )error rate/, 'np.mean(found != truth)'),
  {
    name: 'top_#_accuracy',
    said: /top[- ]?(\d+)/,
    code: {
      class: '(np.argsort(chances, axis=1)[:, -#:] == truth[:, None]).any(axis=1).mean()',
    },
  },
  {
    name: 'f2',
    said: /\bf ?2\b|f[- ]?beta/,
    code: {
      class: 'metrics.fbeta_score(truth, found, beta=2, average="macro", zero_division=0)',
      labels: 'metrics.fbeta_score(truth, found, beta=2, average="macro", zero_division=0)',
    },
  },
  {
    name: 'jaccard',
    said: /jaccard/,
    code: {
      class: 'metrics.jaccard_score(truth, found, average="macro", zero_division=0)',
      labels: 'metrics.jaccard_score(truth, found, average="samples", zero_division=0)',
    },
  },
  ofTwo(
    'roc_auc',
    /\broc\b|\bauroc\b|(?<!pr )\bauc\b/,
    'metrics.roc_auc_score(truth, chances[:, 1])',
  ),
  ofTwo(
    'average_precision',
    /\bpr auc\b|auprc|average precision|precision[- ]recall curve/,
    'metrics.average_precision_score(truth, chances[:, 1])',
  ),
  {
    name: 'macro_roc_auc',
    said: /\broc\b|\bauroc\b|(?<!pr )\bauc\b/,
    code: {
      class:
        'np.mean([metrics.roc_auc_score(truth == k, chances[:, k]) for k in np.unique(truth)])',
    },
  },
  {
    name: 'macro_average_precision',
    said: /\bpr auc\b|auprc|average precision|precision[- ]recall curve/,
    code: {
      class:
        'np.mean([metrics.average_precision_score(truth == k, chances[:, k]) for k in np.unique(truth)])',
    },
  },
  ofTwo('brier_score', /brier/, 'np.mean((chances[:, 1] - truth) ** 2)'),
  ofTwo(
    'specificity',
    /specificity|true negative rate/,
    'metrics.recall_score(truth, found, pos_label=0, zero_division=0)',
    'matrix[0, 0] / max(1, matrix[0].sum())',
  ),
  ofTwo(
    'false_positive_rate',
    /false positive rate|\bfpr\b/,
    '1 - metrics.recall_score(truth, found, pos_label=0, zero_division=0)',
    'matrix[0, 1] / max(1, matrix[0].sum())',
  ),
  ofTwo(
    'false_negative_rate',
    /false negative rate|\bfnr\b/,
    '1 - metrics.recall_score(truth, found, zero_division=0)',
    'matrix[1, 0] / max(1, matrix[1].sum())',
  ),
  ofTwo(
    'negative_predictive_value',
    /negative predictive value|\bnpv\b/,
    'metrics.precision_score(truth, found, pos_label=0, zero_division=0)',
    'matrix[0, 0] / max(1, matrix[:, 0].sum())',
  ),
  {
    name: 'label_ranking_average_precision',
    said: /lwlrap|label ranking average/,
    code: { labels: 'metrics.label_ranking_average_precision_score(truth, chances)' },
  },
  {
    name: 'label_ranking_loss',
    said: /ranking loss/,
    code: { labels: 'metrics.label_ranking_loss(truth, chances)' },
  },
  {
    name: 'mean_dice',
    said: /dice/,
    code: {
      mask: 'np.mean(2 * np.diag(matrix) / np.maximum(matrix.sum(axis=0) + matrix.sum(axis=1), 1))',
    },
  },
  ofNumbers(
    'mean_squared_error',
    /\bmse\b|(?<!root )mean square[d]? error/,
    'np.mean((truth - found) ** 2)',
  ),
  ofNumbers(
    'root_mean_squared_error',
    /\brmse\b|root mean square[d]? error/,
    'np.sqrt(np.mean((truth - found) ** 2))',
  ),
  ofNumbers('mean_absolute_error', /\bmae\b|mean absolute error/, 'np.mean(np.abs(truth - found))'),
  ofNumbers(
    'mean_absolute_percentage_error',
    /\bmape\b|(?<!symmetric )mean absolute percentage|(?<!squared |square |absolute )percentage error/,
    'percentage_error(truth, found)',
  ),
  ofNumbers(
    'symmetric_mean_absolute_percentage_error',
    /smape|symmetric/,
    'symmetric_percentage_error(truth, found)',
  ),
  ofNumbers(
    'root_mean_squared_percentage_error',
    /rmspe|square[d]? percentage/,
    'squared_percentage_error(truth, found)',
  ),
  ofNumbers(
    'root_mean_squared_log_error',
    /rmsle|root mean squared log/,
    'log_error(truth, found) ** 0.5',
  ),
  ofNumbers(
    'mean_squared_log_error',
    /\bmsle\b|(?<!root )mean squared log/,
    'log_error(truth, found)',
  ),
  ofNumbers(
    'r2',
    /\br ?2\b|\br\^2|r²|r[- ]squared|determination/,
    'metrics.r2_score(truth, found)',
  ),
  ofNumbers(
    'explained_variance',
    /explained variance/,
    'metrics.explained_variance_score(truth, found)',
  ),
  ofNumbers('median_absolute_error', /median absolute/, 'np.median(np.abs(truth - found))'),
  ofNumbers('largest_error', /\bmax(?:imum)? error/, 'np.max(np.abs(truth - found))'),
  ofNumbers('mean_error', /\b(?:mean )?bias(?: error)?\b|mean error/, 'np.mean(found - truth)'),
  ofNumbers('pearson_correlation', /pearson/, CORRELATION),
  ofNumbers('spearman_correlation', /spearman/, 'rank_correlation(truth, found)'),
];

/** Precision, recall and their mean: of the positive class, or by the average that is asked for. */
const AVERAGED: readonly (readonly [name: string, said: RegExp, score: string])[] = [
  [
    'precision',
    /(?<!average )precision(?! (?:at|recall))|positive predictive|classification report/,
    'precision_score',
  ],
  [
    'recall',
    /(?<!precision )recall(?! at)|sensitivity|true positive rate|classification report/,
    'recall_score',
  ],
  ['f1', /\bf ?1\b|f[- ]?measure|harmonic|classification report/, 'f1_score'],
];
const AVERAGES = ['macro', 'micro', 'weighted', 'samples'];

/** Of pixels, for the class of number 1 where there are two, else the mean over classes. */
const OF_PIXELS: Readonly<Record<string, readonly [two: string, several: string]>> = ownTable({
  precision: [
    'matrix[1, 1] / max(1, matrix[:, 1].sum())',
    'np.mean(np.diag(matrix) / np.maximum(matrix.sum(axis=0), 1))',
  ],
  recall: [
    'matrix[1, 1] / max(1, matrix[1].sum())',
    'np.mean(np.diag(matrix) / np.maximum(matrix.sum(axis=1), 1))',
  ],
  f1: [
    '2 * matrix[1, 1] / max(1, matrix[1].sum() + matrix[:, 1].sum())',
    'np.mean(2 * np.diag(matrix) / np.maximum(matrix.sum(axis=0) + matrix.sum(axis=1), 1))',
  ],
});

interface Measured {
  readonly name: string;
  readonly code: string;
}

/** The metrics that phrases name and that can be computed for such a target, each once. */
export function statedMetrics(phrases: readonly string[], data: DataSpec): readonly Measured[] {
  const { target } = data;
  const isBinary = data.facts['CLASS_COUNT'] === 2;
  const plain = REPORTED.flatMap(({ name, said, code, isBinary: needsTwo }): Measured[] => {
    const expression = code[target];
    if (expression === undefined || (needsTwo === true && !isBinary)) return [];
    if (isBinary && name.startsWith('macro_')) return [];
    return phrases.flatMap((phrase) => {
      const found = said.exec(phrase);
      const number = found?.[1] ?? '';
      return found === null
        ? []
        : [{ name: name.replace('#', number), code: expression.replace('#', number) }];
    });
  });
  const all = [...plain, ...averaged(phrases, target, isBinary)];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

function averaged(
  phrases: readonly string[],
  target: TargetKind,
  isBinary: boolean,
): readonly Measured[] {
  if (target !== 'class' && target !== 'labels' && target !== 'mask') return [];
  const averagesOf = (phrase: string): readonly string[] =>
    AVERAGES.filter((average) => phrase.includes(average));
  const isScore = (phrase: string): boolean => AVERAGED.some(([, said]) => said.test(phrase));
  // "macro-averaged" by itself speaks of all scores beside it.
  const general = phrases.filter((phrase) => !isScore(phrase)).flatMap(averagesOf);
  return AVERAGED.flatMap(([name, said, score]) => {
    const own = phrases.filter((phrase) => said.test(phrase));
    if (target === 'mask') {
      const code = OF_PIXELS[name]?.[isBinary ? 0 : 1] ?? '';
      return own.length === 0 ? [] : [{ name, code }];
    }
    const usual = target === 'class' && isBinary ? ['binary'] : ['macro'];
    const averages = own.flatMap((phrase) => {
      const stated = averagesOf(phrase);
      if (stated.length > 0) return stated;
      return general.length > 0 ? general : usual;
    });
    return [...new Set(averages)].map((average) => ({
      name: average === 'binary' ? name : `${average}_${name}`,
      code: `metrics.${score}(truth, found, average="${average}", zero_division=0)`,
    }));
  });
}

/** Functions of `pool/techniques/` that lines of code call. */
function poolFunctions(lines: readonly string[]): readonly PoolFunction[] {
  return POOL_FUNCTIONS.filter((name) => lines.some((line) => line.includes(`(${name}(`)));
}

const METRIC_ASKS = [
  'metric metric',
  'metric reported metric',
  'metric macro average',
  'metric micro average',
  'metric weighted average',
  'metric classification report',
  'metric ROC curve',
];

function measure(asked: AskedValues, data: DataSpec): TechniqueUse | null {
  const place = PLACES[data.target];
  const stated = statedMetrics(
    METRIC_ASKS.flatMap((ask) => asked.phrases(ask)),
    data,
  );
  if (place === undefined || stated.length === 0) return null;
  const lines = stated.map(({ name, code }) => `        "${name}": float(${code}),\n`);
  const usesSklearn = stated.some(({ code }) => code.includes('metrics.'));
  return {
    edits: [place.edit],
    takes: poolFunctions(lines),
    adds: [
      {
        section: 'evaluation',
        code: `def measure_stated(${place.parameters}):\n    """Returns the stated metrics of ${place.words}, by name."""\n    return {\n${lines.join('')}    }`,
      },
      ...(usesSklearn
        ? [{ section: 'imports' as const, code: 'from sklearn import metrics' }]
        : []),
      { section: 'imports', code: 'import numpy as np' },
    ],
  };
}

/** Metrics of texts that are written word by word. */
const WRITTEN_TEXTS: readonly (readonly [said: RegExp, name: string, code: string])[] = [
  ...[1, 2, 3, 4].map(
    (size) =>
      [
        new RegExp(
          `bleu[- ]?${size}\\b|bleu[- ]?[1-${size}](?: (?:to|through|till)|[ -]+)(?: ?bleu)?[- ]?[${size}-4]\\b`,
        ),
        `bleu_${size}`,
        `corpus_bleu(texts, truths, ${size})`,
      ] as const,
  ),
  [/rouge[- ]?1|rouge(?![- ]?[2l])/, 'rouge_1', 'rouge_runs(texts, truths, 1)'],
  [/rouge[- ]?2|rouge(?![- ]?[1l])/, 'rouge_2', 'rouge_runs(texts, truths, 2)'],
  [/rouge[- ]?l|rouge(?![- ]?[12])/, 'rouge_l', 'rouge_longest(texts, truths)'],
];

function measureTexts(asked: AskedValues, { kind, target }: DataSpec): TechniqueUse | null {
  if (target !== 'text' || (kind !== 'text-pairs' && kind !== 'image-captions')) return null;
  const phrases = METRIC_ASKS.flatMap((ask) => asked.phrases(ask));
  const stated = WRITTEN_TEXTS.filter(([said]) => phrases.some((phrase) => said.test(phrase)));
  if (stated.length === 0) return null;
  const lines = stated.map(([, name, code]) => `        "${name}": float(${code}),\n`);
  const isCaption = kind === 'image-captions';
  return {
    edits: [
      isCaption
        ? {
            find: /^ {4}names = \{"metric": "bleu_4"/m,
            put: '    details |= measure_stated(captions["model"], truths)\n$&',
          }
        : {
            find: /^ {4}details\["exact_match"\] = exact_match\(texts\["model"\], targets\)$/m,
            put: '$&\n    truths = [[target] for target in targets]\n    details |= measure_stated(texts["model"], truths)',
          },
    ],
    adds: [
      {
        section: 'evaluation',
        code: `def measure_stated(texts, truths):\n    """Returns the stated metrics of word lists [n], each with its true ones, by name."""\n    return {\n${lines.join('')}    }`,
      },
    ],
    takes: poolFunctions(lines),
  };
}

/** Metrics that the requirement states beside those that a program reports anyway. */
export const METRIC_TECHNIQUES: readonly Technique[] = [
  { name: 'stated metrics', use: measure },
  { name: 'stated metrics of texts', use: measureTexts },
  {
    name: 'perplexity of texts',
    use: (asked, { target, kind }) =>
      target === 'text' &&
      kind === 'text-pairs' &&
      asked.phrases('metric metric').some((phrase) => phrase.includes('perplexity'))
        ? {
            edits: [
              {
                find: /^ {4}details\["exact_match"\] = exact_match\(texts\["model"\], targets\)$/m,
                put: '$&\n    details["perplexity"] = measure_perplexity(model, splits["test"], state)',
              },
            ],
            takes: ['measure_perplexity'],
          }
        : null,
  },
  {
    name: 'training time',
    use: (asked) =>
      asked.phrases('metric training time').length > 0
        ? {
            edits: [
              {
                find: /^ {4}history = fit_network\(/m,
                put: '    started = time.perf_counter()\n$&',
              },
              {
                find: /^ {4}config \|= \{"limit": limit, "seed": seed, "keras": keras\.__version__\}$/m,
                put: '$&\n    config["training_seconds"] = round(time.perf_counter() - started, 1)',
              },
              {
                find: /^ {4}measured = measure_test\(model, split_items\(data_dir, limit\), state, output_dir\)$/m,
                put: '$&\n    measured["details"]["training_seconds"] = read_training_seconds(output_dir)',
              },
            ],
            takes: ['read_training_seconds'],
            adds: [{ section: 'imports', code: 'import time' }],
          }
        : null,
  },
  {
    name: 'number of parameters',
    use: (asked) =>
      asked.phrases('metric parameter count').length > 0
        ? {
            edits: [
              {
                find: /^ {4}measured = measure_test\(model, split_items\(data_dir, limit\), state, output_dir\)$/m,
                put: '$&\n    measured["details"]["parameters"] = model.count_params()',
              },
            ],
          }
        : null,
  },
  {
    name: 'size of the model file',
    use: (asked) =>
      asked.phrases('metric model size').length > 0
        ? {
            edits: [
              {
                find: /^ {4}measured = measure_test\(model, split_items\(data_dir, limit\), state, output_dir\)$/m,
                put: '$&\n    measured["details"]["model_bytes"] = (output_dir / "model.keras").stat().st_size',
              },
            ],
          }
        : null,
  },
];

/** Names under which metrics.json has what a phrase asks for; none where another part of the program measures it. */
export function reportedNames(phrase: string, data: DataSpec): readonly string[] {
  const words = phrase.toLowerCase();
  if (data.target === 'text')
    return WRITTEN_TEXTS.flatMap(([said, name]) => (said.test(words) ? [name] : []));
  return statedMetrics([words], data).map(({ name }) => name);
}
