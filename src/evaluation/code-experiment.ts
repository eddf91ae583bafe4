import type { Task } from '../dataset/index.ts';
import type { Answer } from '../dataset/references.ts';
import {
  bootstrapMean,
  CODE_METRICS,
  codeSignature,
  measureCode,
  reportCode,
  type CodePair,
  type CodeReport,
} from '../metrics/index.ts';
import { firstError, withSyntaxTree } from '../python/index.ts';
import { compareRows } from './compare-rows.ts';
import type { Outcome, Row } from './outcome.ts';
import { exactly, tablesBySource, type Column, type Report, type TableRow } from './report.ts';

const SHARE = { isShare: true, better: 'higher' } as const;

export const CODE_COLUMNS: readonly Column[] = [
  { id: 'codebleu', label: 'CodeBLEU', ...SHARE },
  { id: 'ngram', label: 'n-gram', ...SHARE },
  { id: 'weightedNgram', label: 'weighted n-gram', ...SHARE },
  { id: 'syntax', label: 'syntax', ...SHARE },
  { id: 'dataflow', label: 'data flow', ...SHARE },
  { id: 'lengthMatched', label: 'CodeBLEU, length-matched', ...SHARE },
  { id: 'raw', label: 'CodeBLEU, raw', ...SHARE },
  { id: 'lengthRatio', label: 'length ratio', isShare: false, better: null },
  { id: 'parses', label: 'parses (S0)', ...SHARE },
];

export interface Scored {
  readonly tables: Report['tables'];
  readonly comparisons: Report['comparisons'];
  /** Scores by row id and task id, for the drill-down. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, number>>>>;
}

/**
 * Scores rows of code on the tasks that have a reference program. A sample that failed counts as an empty program.
 *
 * Paper: V-A, V-D, V-E; Tables II and V. The first row is compared with each other one.
 */
export async function scoreCodeRows(
  rows: readonly Row[],
  tasks: readonly Task[],
  answers: readonly Answer[],
  options: {
    readonly threads: number;
    readonly signal?: AbortSignal;
    readonly onProgress?: (row: string) => void;
  },
): Promise<Scored> {
  const referenced = tasks.flatMap(({ id }, at) => {
    const code = answers[at]?.code ?? null;
    return code === null ? [] : [{ id, at, code }];
  });
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const tableRows: { source: Row['source']; row: TableRow }[] = [];
  const scores = new Map<string, Map<string, Record<string, number>>>();
  for (const row of rows) {
    options.onProgress?.(`scoring ${row.method}`);
    const outcomes = referenced.map(({ at }) => row.outcomes[at]);
    const pairs = referenced.map(({ id, code }, place): CodePair => ({
      id,
      reference: code,
      candidate: outcomes[place]?.code ?? null,
    }));
    const report = reportCode(await measureCode(pairs, { threads: options.threads, ...signal }));
    tableRows.push({ source: row.source, row: toTableRow(row, outcomes, report) });
    scores.set(row.id, new Map(report.perPair.map((pair) => [pair.id, pair.scores])));
  }
  const perTask = rows.map(({ id, method, model }) => ({
    id,
    name: `${method} (${model})`,
    values: referenced.map((task) => scores.get(id)?.get(task.id)?.['codebleu'] ?? Number.NaN),
  }));
  return {
    tables: tablesBySource(
      tableRows,
      'Code against reference programs',
      CODE_COLUMNS,
      codeSignature(),
    ),
    comparisons: compareRows('CodeBLEU of each task', perTask),
    scores,
  };
}

function toTableRow(
  row: Row,
  outcomes: readonly (Outcome | undefined)[],
  report: CodeReport,
): TableRow {
  const parses = outcomes.map((outcome) => (parsesAsPython(outcome?.code ?? null) ? 1 : 0));
  return {
    id: row.id,
    method: row.method,
    model: row.model,
    n: report.n,
    failed: outcomes.filter((outcome) => outcome?.code == null).length,
    values: {
      ...Object.fromEntries(CODE_METRICS.map((metric) => [metric, report.metrics[metric]])),
      lengthMatched: report.lengthMatched.codebleu,
      raw: report.raw.codebleu,
      lengthRatio: exactly(report.lengthRatio),
      parses: bootstrapMean(parses),
    },
  };
}

function parsesAsPython(code: string | null): boolean {
  return code !== null && withSyntaxTree(code, (root) => firstError(root) === null);
}
