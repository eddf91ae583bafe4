import { NO_PLAN, type Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import {
  evaluateRow,
  majorityRow,
  nearestRow,
  type EvaluatedRow,
  type EvaluationRow,
  type GoldPlan,
} from './evaluate.ts';
import { createFusedPlanPredictor, fusedPlanPredictor, readFusionParts } from './fused-plan.ts';
import { loadLanguageModelSource } from './language-model-source.ts';
import { makeMemory } from './memory/make-memory.ts';
import { createMemory } from './memory/plan-memory.ts';
import { nearestPlanPredictor } from './nearest-plan.ts';
import type { PlanPredictor } from './predictor.ts';
import { ProblemCounter, readPlanLines, type DataProblems } from './train/examples.ts';

export interface PredictorEvaluation {
  readonly samples: readonly Sample[];
  /** Training plans as JSON lines: the trivial rows are fitted on them. */
  readonly training?: string;
  /** Folder of a language model, measured alone: greedy and with 3 beams. */
  readonly checkpoint?: string;
  readonly signal: AbortSignal;
  readonly onRow: (row: EvaluatedRow, done: number, total: number) => void;
}

export interface EvaluatedPredictors {
  readonly rows: readonly EvaluatedRow[];
  readonly problems: DataProblems;
}

/**
 * Scores predictors on plans as JSON lines: global majority and nearest training plan (with `training`), a language
 * model alone (with `checkpoint`), and the two predictors that ship, as they answer a user.
 *
 * Paper: IV-C, Table IV. A requirement that a predictor refuses is an empty plan and counts.
 * Errors: BAD_INPUT where no line can be used.
 */
export async function evaluatePredictors(
  text: string,
  options: PredictorEvaluation,
): Promise<EvaluatedPredictors> {
  const problems = new ProblemCounter();
  const gold = readGold(text, problems);
  if (gold.length === 0) {
    throw new DLCodeGenError('BAD_INPUT', 'the plans have no line that can be used', {
      data: { problems: problems.report() },
    });
  }
  const source =
    options.checkpoint === undefined ? null : await loadLanguageModelSource(options.checkpoint);
  const rows: readonly EvaluationRow[] = [
    ...(options.training === undefined ? [] : trivialRows(options.training)),
    ...(source === null
      ? []
      : [1, 3].map((beams) => ({
          id: beams === 1 ? 'language model, greedy' : `language model, ${beams} beams`,
          ships: false,
          predict: (requirement: GoldPlan['requirement']) => source.best(requirement, beams),
        }))),
    shippedRow(nearestPlanPredictor, options.samples),
    shippedRow(
      source === null ? fusedPlanPredictor : createFusedPlanPredictor(readFusionParts([source])),
      options.samples,
    ),
  ];
  const results: EvaluatedRow[] = [];
  try {
    for (const row of rows) {
      const result = await evaluateRow(stoppable(row, options.signal), gold);
      results.push(result);
      options.onRow(result, results.length, rows.length);
    }
  } finally {
    await source?.close();
  }
  return { rows: results, problems: problems.report() };
}

function trivialRows(text: string): readonly EvaluationRow[] {
  const fit = readGold(text, new ProblemCounter());
  if (fit.length === 0) throw new DLCodeGenError('BAD_INPUT', 'no training plan can be used');
  return [majorityRow(fit), nearestRow(createMemory(makeMemory(fit)), fit)];
}

export function shippedRow(predictor: PlanPredictor, samples: readonly Sample[]): EvaluationRow {
  return {
    id: predictor.id,
    ships: true,
    predict: async (requirement) => {
      try {
        return (await predictor.predict(requirement, { profile: null, samples })).plan;
      } catch (error) {
        if (error instanceof DLCodeGenError && error.code !== 'UNEXPECTED') return NO_PLAN;
        throw error;
      }
    },
  };
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

function readGold(
  text: string,
  problems: ProblemCounter,
): (GoldPlan & { readonly line: number })[] {
  return readPlanLines(text, problems).map(({ line, requirement, attributes, plan }) => ({
    line,
    requirement: { text: requirement, attributes },
    plan,
  }));
}
