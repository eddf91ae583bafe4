import { LOSSES, LOSS_RULES } from './loss-table.ts';
import { METRICS, METRIC_RULES } from './metric-table.ts';
import { OPTIMIZERS, OPTIMIZER_RULES } from './optimizer-table.ts';

/** A name of the plan in Keras' spelling. */
export interface NormalizedName {
  /**
   * What Keras knows: an optimizer's class (`Adam`), a loss's or metric's name (`binary_crossentropy`, `mean_io_u`).
   * Where the text is not understood (`known` false) it is the text in snake case, empty where nothing is stated.
   */
  readonly name: string;
  /** What the plan means; differs from `name` where that is substituted, e.g. `quantile`. */
  readonly stated: string;
  readonly known: boolean;
  /** Where Keras has no such thing: what stands in for it (`name`), and why. */
  readonly substitute?: { readonly with: string; readonly reason: string };
}

/** A pattern over the lower-case text, what it means, and what stands in for it where Keras has not got it. */
export type NameRule = readonly [
  pattern: RegExp,
  name: string,
  substitute?: { readonly with: string; readonly reason: string },
];

/** Optimizer of a plan as its Keras class name. Paper: III-B. */
export function normalizeOptimizer(text: string | null): NormalizedName {
  return normalize(text, OPTIMIZERS, OPTIMIZER_RULES);
}

/** Loss of a plan as Keras' function name, e.g. `sparse_categorical_crossentropy`. */
export function normalizeLoss(text: string | null): NormalizedName {
  return normalize(text, LOSSES, LOSS_RULES);
}

/**
 * Metric of a plan as Keras names it, e.g. `accuracy`, `auc`, `mean_io_u`.
 * Of several metrics the first named is taken. What cannot run inside `fit` (BLEU, FID) has a substitute.
 */
export function normalizeMetric(text: string | null): NormalizedName {
  return normalize(text, METRICS, METRIC_RULES);
}

/** Every metric that a plan names, in order, without doubles. */
export function normalizeMetrics(text: string | null): readonly NormalizedName[] {
  const parts = (text ?? '').split(/[,;/]|\band\b/i).filter((part) => part.trim() !== '');
  const names = parts.map((part) => normalizeMetric(part));
  return names.filter((name, at) => names.findIndex((other) => other.name === name.name) === at);
}

/** Letters and digits only, lower case: `Mean Squared Error (MSE)` and `mean_squared_error` come near each other. */
function squash(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function normalize(
  text: string | null,
  exact: Readonly<Record<string, string>>,
  rules: readonly NameRule[],
): NormalizedName {
  if (text === null || text.trim() === '') return { name: '', stated: '', known: false };
  const bare = text.trim().slice(0, 300);
  const key = squash(bare.replace(/\(.*$/s, '').replace(/^.*\.(?=[A-Za-z])/s, ''));
  const direct = Object.hasOwn(exact, key) ? exact[key] : undefined;
  if (direct !== undefined) return { name: direct, stated: direct, known: true };
  const lower = bare.toLowerCase().replace(/[_-]/g, ' ');
  const found = rules
    .map((rule) => ({ rule, at: lower.search(rule[0]) }))
    .filter(({ at }) => at !== -1)
    .reduce<{ rule: NameRule; at: number } | null>(
      (best, next) => (best === null || next.at < best.at ? next : best),
      null,
    );
  if (found === null) {
    const snake = bare
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/\W+/g, '_')
      .toLowerCase();
    const name = snake.replace(/^_+|_+$/g, '');
    return { name, stated: name, known: false };
  }
  const [, stated, substitute] = found.rule;
  return substitute === undefined || substitute.with === stated
    ? { name: stated, stated, known: true }
    : { name: substitute.with, stated, known: true, substitute };
}
