import type { Plan } from '../artifacts/index.ts';
import type { Answer } from '../dataset/references.ts';
import {
  bootstrapMean,
  PLAN_METRIC_ROWS,
  PLAN_METRICS,
  PLAN_SIGNATURE,
  scorePlans,
  type PlanMetric,
} from '../metrics/index.ts';
import { renderPlan } from '../plan/index.ts';
import type { Scored } from './code-experiment.ts';
import { compareRows } from './compare-rows.ts';
import type { Row } from './outcome.ts';
import { tablesBySource, type Column, type TableRow } from './report.ts';

/** Names the paper gives; a metric without one shows its own, in words. */
const LABELS: Readonly<Partial<Record<PlanMetric, string>>> = {
  overall: 'overall (BLEU-4)',
  category: 'category',
  categoryAliases: 'category, aliases joined',
  lossAliases: 'loss, aliases joined',
  metricAliases: 'metric, aliases joined',
  optimizerAliases: 'optimizer, aliases joined',
  input: 'input',
  output: 'output',
  layers: 'layers (MLD)',
  layerSequence: 'layer sequence',
  learningRate: 'learning rate',
  loss: 'loss',
  optimizer: 'optimizer',
  batchSize: 'batch size',
  epochs: 'epochs',
  metric: 'metric',
};

export const PLAN_COLUMNS: readonly Column[] = [
  ...PLAN_METRICS.map((id): Column => {
    const { better, unit } = PLAN_METRIC_ROWS[id];
    return { id, label: LABELS[id] ?? inWords(id), isShare: unit === '0-1', better };
  }),
  { id: 'valid', label: 'valid', isShare: true, better: 'higher' },
  { id: 'lengthRatio', label: 'length ratio', isShare: false, better: null },
];

/**
 * Scores rows of plans on the tasks that have a gold plan. A missing plan counts as an empty one.
 *
 * Paper: V-C, Table IV. The first row is compared with each other one by overall BLEU-4.
 */
export function scorePlanRows(rows: readonly Row[], answers: readonly Answer[]): Scored {
  const gold = answers.flatMap(({ id, plan }, at) => (plan === null ? [] : [{ id, at, plan }]));
  const scores = new Map<string, Map<string, Record<string, number>>>();
  const tableRows = rows.map((row) => {
    const outcomes = gold.map(({ at }) => row.outcomes[at]);
    const report = scorePlans(
      gold.map(({ plan }) => plan),
      outcomes.map((outcome) => outcome?.plan ?? null),
      { valid: outcomes.map((outcome) => outcome?.planValid === true) },
    );
    scores.set(row.id, new Map(gold.map(({ id }, at) => [id, { ...report.perPlan[at] }])));
    const ratios = gold.map(
      ({ plan }, at) => lengthOf(outcomes[at]?.plan ?? null) / lengthOf(plan),
    );
    const tableRow: TableRow = {
      id: row.id,
      method: row.method,
      model: row.model,
      n: report.n,
      failed: outcomes.filter((outcome) => outcome?.plan == null).length,
      values: {
        ...report.metrics,
        valid: bootstrapMean(outcomes.map((outcome) => (outcome?.planValid === true ? 1 : 0))),
        lengthRatio: bootstrapMean(ratios),
      },
    };
    return { source: row.source, row: tableRow };
  });
  const perTask = rows.map(({ id, method, model }) => ({
    id,
    name: `${method} (${model})`,
    values: gold.map((task) => scores.get(id)?.get(task.id)?.['overall'] ?? Number.NaN),
  }));
  return {
    tables: tablesBySource(tableRows, 'Plans against gold plans', PLAN_COLUMNS, PLAN_SIGNATURE),
    comparisons: compareRows('overall BLEU-4 of each plan', perTask),
    scores,
  };
}

/** `categoryAliases` -> `category aliases`. */
function inWords(id: string): string {
  return id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function lengthOf(plan: Plan | null): number {
  return plan === null ? 0 : renderPlan(plan).length;
}
