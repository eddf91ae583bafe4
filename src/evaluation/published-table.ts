/** The paper's own figures, as data; shown beside ours, never mixed with them. Shares are 0-1, errors in their units. */
export interface PublishedRow {
  readonly method: string;
  readonly model: string;
  readonly values: Readonly<Record<string, number>>;
}

export type PublishedTable = 'II' | 'III' | 'IV' | 'V' | 'figure 5';

export interface Published {
  readonly title: string;
  readonly n: number;
  readonly rows: readonly PublishedRow[];
}

const CODE = ['ngram', 'weightedNgram', 'syntax', 'dataflow', 'codebleu'] as const;
const PLANS = [
  'category',
  'input',
  'output',
  'layers',
  'learningRate',
  'loss',
  'optimizer',
  'batchSize',
  'epochs',
  'metric',
] as const;
/** Fields whose figures the paper prints in percent or points of a hundred. */
const POINTS = new Set<string>([
  ...CODE,
  'category',
  'input',
  'output',
  'loss',
  'optimizer',
  'metric',
]);
const HUMAN = ['compliance', 'helpfulness', 'idiomaticity', 'average'] as const;

function row(
  method: string,
  model: string,
  columns: readonly string[],
  ...figures: readonly number[]
): PublishedRow {
  const values = columns.map((column, at) => {
    const figure = figures[at] ?? Number.NaN;
    return [column, POINTS.has(column) ? Number((figure / 100).toFixed(6)) : figure] as const;
  });
  return { method, model, values: Object.fromEntries(values) };
}

const DEEPSEEK = 'DeepSeek-V2.5';
const MINI = 'GPT-4o-mini';

export const PUBLISHED: Readonly<Record<PublishedTable, Published>> = {
  II: {
    title: 'Table II of the paper',
    n: 100,
    rows: [
      row('Direct', DEEPSEEK, CODE, 4.23, 10.61, 47.62, 13.43, 18.97),
      row('PS', DEEPSEEK, CODE, 4.57, 13.31, 49.95, 13.7, 20.38),
      row('C-CoT', DEEPSEEK, CODE, 6.33, 14.32, 52.05, 18.18, 22.72),
      row('CEDAR', DEEPSEEK, CODE, 10.71, 15.07, 54.94, 20.01, 25.18),
      row('DLCodeGen', DEEPSEEK, CODE, 12.81, 18.55, 56.27, 22.44, 27.52),
      row('Direct', MINI, CODE, 3.02, 9.8, 49.39, 12.71, 18.73),
      row('PS', MINI, CODE, 3.05, 11.59, 49.94, 12.61, 19.3),
      row('C-CoT', MINI, CODE, 3.52, 11.44, 51.42, 16.78, 20.79),
      row('CEDAR', MINI, CODE, 8.38, 13.85, 54.37, 19.3, 23.97),
      row('DLCodeGen', MINI, CODE, 9.78, 16.15, 54.81, 22.12, 25.71),
    ],
  },
  III: {
    title: 'Table III of the paper',
    n: 10,
    rows: [
      row('Direct', DEEPSEEK, HUMAN, 7.4, 5.4, 6.5, 6.43),
      row('PS', DEEPSEEK, HUMAN, 7.8, 6, 6.6, 6.8),
      row('C-CoT', DEEPSEEK, HUMAN, 7.9, 6.2, 6.9, 7),
      row('CEDAR', DEEPSEEK, HUMAN, 7.7, 6.4, 7.1, 7.07),
      row('DLCodeGen', DEEPSEEK, HUMAN, 8.3, 6.2, 7.5, 7.33),
    ],
  },
  IV: {
    title: 'Table IV of the paper',
    n: 400,
    rows: [
      row(
        '3-shot',
        'GPT-3.5-turbo',
        PLANS,
        83.5,
        23.18,
        26.71,
        35,
        0.2,
        40.25,
        64,
        132.99,
        71.4,
        53.75,
      ),
      row(
        '5-shot',
        'GPT-3.5-turbo',
        PLANS,
        81.25,
        20.85,
        24.48,
        33.44,
        0.2,
        34.25,
        63.75,
        134.77,
        72.5,
        50.25,
      ),
      row('3-shot', MINI, PLANS, 88, 27.88, 32.97, 35.62, 0.2, 74.75, 64.25, 133.04, 70.58, 56.75),
      row('5-shot', MINI, PLANS, 89.5, 27.12, 32.12, 37.42, 0.2, 77.25, 63.5, 134, 71.76, 58.5),
      row(
        'greedy',
        'GPT-2-large',
        PLANS,
        86.75,
        26.73,
        28.51,
        28.66,
        0.12,
        62.25,
        63.25,
        123.11,
        80.7,
        65.75,
      ),
      row(
        'beam',
        'GPT-2-large',
        PLANS,
        91.75,
        26.9,
        32.04,
        28.39,
        0.09,
        67,
        62.75,
        128.26,
        69.14,
        66.5,
      ),
    ],
  },
  V: {
    title: 'Table V of the paper',
    n: 100,
    rows: [
      row('DLCodeGen', DEEPSEEK, CODE, 12.81, 18.55, 56.27, 22.44, 27.52),
      row('DLCodeGen w/o Comparison & CR', DEEPSEEK, CODE, 10.7, 17.34, 55.21, 19.05, 25.57),
      row('DLCodeGen w/o Comparison & TR', DEEPSEEK, CODE, 9.98, 16.45, 54.68, 20.19, 25.33),
      row('DLCodeGen w/o CR', DEEPSEEK, CODE, 12.38, 17.29, 54.15, 22.01, 26.46),
      row('DLCodeGen w/o TR', DEEPSEEK, CODE, 12.47, 17.75, 55.12, 22, 26.83),
      row('DLCodeGen w/o CR & TR', DEEPSEEK, CODE, 12.28, 16.55, 53.9, 19.77, 25.63),
    ],
  },
  'figure 5': {
    title: 'Section V-E of the paper (the one figure its text states)',
    n: 100,
    rows: [row('DLCodeGen at temperature 1.5', DEEPSEEK, ['codebleu'], 27.96)],
  },
};
