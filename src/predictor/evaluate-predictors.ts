import { DLCodeGenError } from '../core/index.ts';
import { evaluateRow, type EvaluatedRow, type EvaluationRow, type GoldPlan } from './evaluate.ts';
import { comparedRows, rememberCandidates, type GroundPrediction } from './evaluation-rows.ts';
import { summarize, type EvaluationSummary } from './evaluation-summary.ts';
import { readFusionParts, shippedLanguageModel } from './fused-plan.ts';
import { loadLanguageModelSource } from './language-model-source.ts';
import { ProblemCounter, readPlanLines, type DataProblems } from './train/examples.ts';

export interface PredictorEvaluation {
  readonly ground: GroundPrediction;
  /** Training plans as JSON lines: the trivial rows and those with their sentences are fitted on them. */
  readonly training?: string;
  /** Folder of a language model, in place of the one that ships. */
  readonly checkpoint?: string;
  readonly signal: AbortSignal;
  readonly onRow: (row: EvaluatedRow, done: number, total: number) => void;
}

export interface EvaluatedPredictors extends EvaluationSummary {
  readonly rows: readonly EvaluatedRow[];
  readonly problems: DataProblems;
}

/**
 * Scores every predictor of `comparedRows` on plans as JSON lines.
 *
 * Paper: IV-C, Table IV. Errors: BAD_INPUT where no line can be used; those of the language model's folder.
 */
export async function evaluatePredictors(
  text: string,
  { ground, training, checkpoint, signal, onRow }: PredictorEvaluation,
): Promise<EvaluatedPredictors> {
  const problems = new ProblemCounter();
  const gold = readGold(text, problems);
  if (gold.length === 0) {
    throw new DLCodeGenError('BAD_INPUT', 'the plans have no line that can be used', {
      data: { problems: problems.report() },
    });
  }
  const fit = training === undefined ? [] : readGold(training, new ProblemCounter());
  if (training !== undefined && fit.length === 0) {
    throw new DLCodeGenError('BAD_INPUT', 'no training plan can be used');
  }
  const model = await (checkpoint === undefined
    ? shippedLanguageModel()
    : loadLanguageModelSource(checkpoint));
  try {
    const parts = readFusionParts([rememberCandidates(model)]);
    const comparison = { gold, parts, model, ground, training: fit };
    const compared = comparedRows(comparison);
    const rows: EvaluatedRow[] = [];
    for (const row of compared) {
      const result = await evaluateRow(stoppable(row, signal), gold);
      rows.push(result);
      onRow(result, rows.length, compared.length);
    }
    return { rows, problems: problems.report(), ...(await summarize(comparison)) };
  } finally {
    if (checkpoint !== undefined) await model.close();
  }
}

function stoppable(row: EvaluationRow, signal: AbortSignal): EvaluationRow {
  return {
    ...row,
    predict: (requirement) => {
      signal.throwIfAborted();
      return row.predict(requirement);
    },
  };
}

/** Plans with their requirements; lines that cannot be used are counted. */
export function readGold(
  text: string,
  problems: ProblemCounter,
): (GoldPlan & { readonly line: number })[] {
  return readPlanLines(text, problems).map(({ line, requirement, attributes, plan }) => ({
    line,
    requirement: { text: requirement, attributes },
    plan,
  }));
}
