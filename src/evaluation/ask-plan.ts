import type { Sample } from '../artifacts/index.ts';
import { predictByModel } from '../pipeline/index.ts';
import { askForJob } from './asked-writer.ts';
import type { Job } from './job.ts';
import type { Asking } from './model-rows.ts';
import type { Outcome } from './outcome.ts';

/** One plan by a language model from some examples (paper V-C, Table IV). A reply without a plan is a failed sample. */
export async function askForPlan(
  job: Job,
  samples: readonly Sample[],
  asking: Asking,
): Promise<Partial<Outcome>> {
  const { solver, task } = job;
  if (solver.kind !== 'plan') return {};
  return askForJob(job, asking, async ({ writer, asked, faults }) => {
    const predicted = await predictByModel(writer, task.requirement, samples, solver.shots);
    const took = { asked: { ...asked(), share: 0 } };
    if (predicted.ok) {
      const { plan, isValid } = predicted.value;
      return { ...took, plan, planValid: isValid };
    }
    const [issue] = [...faults, ...predicted.issues];
    return { ...took, failure: { code: issue?.code ?? 'NO_PLAN', message: issue?.message ?? '' } };
  });
}
