import type { AuditReport } from '../dataset/index.ts';
import type { Measured, MeasureContext } from './measure.ts';
import type { LearntFrom, Row } from './outcome.ts';
import type { Table, TableRow } from './report.ts';

/** Tasks whose requirement, plan or code a training plan repeats or nearly repeats, by the audit's own result. */
export function contaminatedTasks({ rows }: AuditReport): readonly string[] {
  const touched = rows.filter(({ left, right }) => left === 'tasks' && right === 'training plans');
  return [...new Set(touched.flatMap(({ items }) => items))].toSorted();
}

/** The same measurement over the other tasks. */
export function withoutTasks(context: MeasureContext, ids: readonly string[]): MeasureContext {
  const kept = context.tasks.flatMap(({ id }, at) => (ids.includes(id) ? [] : [at]));
  const keep = <T>(all: readonly T[]): readonly T[] =>
    kept.flatMap((at) => {
      const one = all[at];
      return one === undefined ? [] : [one];
    });
  return {
    ...context,
    tasks: keep(context.tasks),
    answers: keep(context.answers),
    rows: context.rows.map((row) => ({ ...row, outcomes: keep(row.outcomes) })),
  };
}

/**
 * Puts each row a second time into its table, over the tasks that no predictor has seen, and says of every row how many
 * of its tasks its predictor has seen. Paired tests are those over unseen tasks.
 */
export function besideUnseen(all: Measured, unseen: Measured, rows: readonly Row[]): Measured {
  const tables = all.tables.map((table): Table => {
    const others = unseen.tables.find(({ source }) => source === table.source)?.rows ?? [];
    const whole = table.rows.map((row): TableRow => {
      const left = others.find(({ id }) => id === row.id)?.n ?? row.n;
      return { ...row, ...seenOf(rows, row, row.n - left) };
    });
    const areFewer = others.some(({ n }, at) => n < (whole[at]?.n ?? 0));
    const again = others.map((row) => ({
      ...row,
      ...seenOf(rows, row, 0),
      id: `${row.id}-unseen`,
    }));
    return { ...table, rows: areFewer ? [...whole, ...again] : whole };
  });
  return { ...all, tables, comparisons: unseen.comparisons };
}

function seenOf(rows: readonly Row[], { id }: TableRow, seen: number): Pick<TableRow, 'seen'> {
  const count: Readonly<Record<LearntFrom, Pick<TableRow, 'seen'>>> = {
    'training plans': { seen },
    nothing: { seen: 0 },
    unknown: {},
  };
  return count[rows.find((row) => row.id === id)?.learntFrom ?? 'unknown'];
}

/** What the report says of tasks that a row's predictor has seen; null of `tasks` where no training plans were given. */
export function contaminationNote(
  tasks: readonly string[] | null,
  rows: readonly Row[],
  { tables }: Pick<Measured, 'tables'>,
): readonly string[] {
  if (rows.every(({ learntFrom }) => learntFrom !== 'training plans')) return [];
  if (tasks === null) {
    return [
      'No training plans were given (--training): nobody knows which tasks the shipped predictor has seen.',
    ];
  }
  if (tasks.length === 0) return ['By the audit no task nearly repeats a training plan.'];
  const counts = [...new Set(tables[0]?.rows.map(({ n }) => n))];
  const given =
    counts.length > 1
      ? `each row stands with them and without (n = ${counts.join(' and ')}), paired tests leave them out`
      : 'none of them is scored here';
  return [
    `By the audit ${tasks.join(', ')} nearly repeat training plans, which predictors trained on those have seen: ${given}.`,
  ];
}
