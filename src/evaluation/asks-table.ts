import type { Task } from '../dataset/index.ts';
import { bootstrapMean } from '../metrics/index.ts';
import { compareRows } from './compare-rows.ts';
import type { Row } from './outcome.ts';
import type { Column, Comparison, Table } from './report.ts';

const NUMBER = { isShare: false } as const;

const COLUMNS: readonly Column[] = [
  { id: 'done', label: 'done', ...NUMBER, better: 'higher' },
  { id: 'substituted', label: 'substituted', ...NUMBER, better: null },
  { id: 'unmet', label: 'unmet', ...NUMBER, better: 'lower' },
];

export interface AskScores {
  readonly tables: readonly Table[];
  readonly comparisons: readonly Comparison[];
}

/**
 * What became of the requirements' asks, by the ledger's reading of each project's code. In a sample without a project
 * nothing is done. None where no row makes projects.
 */
export function scoreAsks(rows: readonly Row[], tasks: readonly Task[]): AskScores {
  const making = rows.filter(({ outcomes }) => outcomes.some(({ asks }) => asks !== null));
  if (making.length === 0) return { tables: [], comparisons: [] };
  const perTask = making.map(({ id, method, model, outcomes }) => ({
    id,
    name: `${method} (${model})`,
    values: tasks.map((_, at) => outcomes[at]?.asks?.done ?? 0),
  }));
  const table: Table = {
    title: 'Asks of the requirement, per sample',
    source: 'measured here',
    columns: COLUMNS,
    signature: 'asks:1|shown-by:code-and-facts|failed-samples:done-0',
    rows: making.map(({ id, method, model, outcomes }) => ({
      id,
      method,
      model,
      n: outcomes.length,
      failed: outcomes.filter(({ asks }) => asks === null).length,
      values: {
        done: bootstrapMean(outcomes.map(({ asks }) => asks?.done ?? 0)),
        substituted: bootstrapMean(outcomes.map(({ asks }) => asks?.substituted ?? Number.NaN)),
        unmet: bootstrapMean(outcomes.map(({ asks }) => asks?.unmet ?? Number.NaN)),
      },
    })),
  };
  return { tables: [table], comparisons: compareRows('asks done of each task', perTask) };
}
