import { renderPlan } from '../plan/index.ts';
import type { Measured, MeasureContext } from './measure.ts';
import type { Drill } from './report.ts';

/** Every task's candidates with what is known of each, beside what people wrote. */
export function drillDown(
  { tasks, answers, rows }: MeasureContext,
  { scores, verdicts }: Measured,
): readonly Drill[] {
  return tasks.map(({ id, requirement }, at) => {
    const plan = answers[at]?.plan ?? null;
    return {
      task: id,
      requirement,
      reference: answers[at]?.code ?? (plan === null ? null : renderPlan(plan)),
      candidates: rows.map((row) => {
        const outcome = row.outcomes[at];
        const failure = outcome?.failure ?? null;
        return {
          row: row.id,
          method: row.method,
          model: row.model,
          source: row.source,
          text: outcome?.code ?? (outcome?.plan == null ? null : renderPlan(outcome.plan)),
          scores: scores.get(row.id)?.get(id) ?? {},
          stages: verdicts.get(row.id)?.get(id)?.first.stages ?? [],
          failure: failure === null ? null : `${failure.code}: ${failure.message}`,
        };
      }),
    };
  });
}
