import type { DataSpec, FactValue, Facts, Section, SettledAsk } from '../artifacts/index.ts';

/** An ask as techniques look at it. */
export type Asked = Pick<SettledAsk, 'kind' | 'name' | 'value' | 'words'>;

/** What a requirement states, by `kind name`. */
export interface AskedValues {
  /** The value of the first such ask; undefined where nothing is asked. */
  value(ask: string): FactValue | undefined;
  /** The values of all such asks. */
  values(ask: string): readonly FactValue[];
  /** The words of each such ask that is wanted, in lower case. */
  phrases(ask: string): readonly string[];
  /** The words of all such asks, in lower case. */
  words(ask: string): string;
}

/** Whether something is asked for: with a value, or as it is; what is not wanted is false. */
export function isAsked(value: FactValue | undefined): boolean {
  return value !== undefined && value !== false;
}

/** A place in a program's code, and what stands there with the technique; groups of `find` are `$1`, `$2`, ... */
export interface TechniqueEdit {
  readonly find: RegExp;
  readonly put: string;
  /** Words of a docstring, which the code that is asked about need not have. */
  readonly isOptional?: true;
}

/** Functions of `pool/techniques/` that edited code calls; they keep their names, which show that the technique is done. */
export const POOL_FUNCTIONS = [
  'RateSchedule',
  'cross_validate',
  'search_settings',
  'even_classes',
  'choose_threshold',
  'chosen_numbers',
  'write_lite',
  'compare_models',
  'compare_numbers',
  'compare_forecasts',
  'fit_numbers',
  'write_comparison',
  'name_best',
  'scale_columns',
  'plot_embeddings',
  'plot_grad_cam',
  'measure_perplexity',
  'MelCoefficients',
  'search_beams',
  'keep_top',
  'keep_nucleus',
  'percentage_error',
  'squared_percentage_error',
  'symmetric_percentage_error',
  'log_error',
  'rank_correlation',
  'corpus_bleu',
  'rouge_runs',
  'rouge_longest',
  'read_training_seconds',
  'WassersteinNetwork',
  'compare_networks',
  'average_networks',
] as const;
export type PoolFunction = (typeof POOL_FUNCTIONS)[number];

/** What a technique does to a program. */
export interface TechniqueUse {
  /** Each must find its place in one segment of the program at least, or the program cannot do the technique. */
  readonly edits: readonly TechniqueEdit[];
  /** Functions and classes of `pool/techniques/` that the edited code calls. */
  readonly takes?: readonly PoolFunction[];
  /** Values of constants. */
  readonly constants?: Facts;
  /** Statements that are written for what is stated; they replace those of the same name. */
  readonly adds?: readonly { readonly section: Section; readonly code: string }[];
}

/** A technique that a requirement may state. */
export interface Technique {
  readonly name: string;
  /** Null where it is not asked for, or cannot be done on such data. */
  readonly use: (asked: AskedValues, data: DataSpec) => TechniqueUse | null;
}

/** The typed view of asks. */
export function askedValues(asks: readonly Asked[]): AskedValues {
  const find = (ask: string): readonly Asked[] =>
    asks.filter(({ kind, name }) => `${kind} ${name}` === ask);
  return {
    value: (ask) => find(ask)[0]?.value,
    values: (ask) => find(ask).map(({ value }) => value),
    phrases: (ask) =>
      find(ask).flatMap(({ words, value }) => (value === false ? [] : [words.toLowerCase()])),
    words: (ask) =>
      find(ask)
        .map(({ words }) => words.toLowerCase())
        .join(' '),
  };
}
