import type { Sample } from '../artifacts/index.ts';
import {
  generateProject,
  languageModelStages,
  METHODS,
  type PlannedProject,
} from '../pipeline/index.ts';
import { shareOfModel } from '../project/index.ts';
import { askForJob } from './asked-writer.ts';
import type { Job } from './job.ts';
import type { Asking } from './model-rows.ts';
import { countAsks, type Outcome } from './outcome.ts';

/**
 * One sample by a method of a language model. Its code is the program that the model gave last, as it came; where the
 * method writes parts of the builtin program alone, it is the program with these. A project is the model's code in the
 * builtin program's frame. A sample fails where the provider failed any of its questions, or the last reply has no code:
 * the builtin program never stands for it.
 */
export async function askForSample(
  job: Job,
  samples: readonly Sample[],
  planned: PlannedProject,
  asking: Asking,
): Promise<Partial<Outcome>> {
  const { task, seed, solver, keepFiles } = job;
  if (solver.kind !== 'model') return {};
  const { method, exampleTokens } = solver;
  return askForJob(job, asking, async ({ writer, asked, faults }) => {
    const stages = languageModelStages({ writer, samples, exampleTokens });
    const { requirement } = task;
    const { selection, final, files, record } = await generateProject(
      { requirement, ...planned, samples, method, seed },
      stages,
    );
    const fillsIn = METHODS[method].every((name) => name === 'fill');
    const code = fillsIn ? files.get('script.py') : final.written;
    const [fault] = faults;
    const failure =
      fault ?? (code === undefined ? { code: 'NO_CODE', message: record.warnings.at(-1) } : null);
    const { nearest, second } = selection;
    return {
      code: failure === null ? (code ?? null) : null,
      plan: record.plan,
      planValid: true,
      used: [nearest, second].flatMap((one) => (one === null ? [] : [one.sample.id])),
      files: keepFiles && failure === null ? Object.fromEntries(files) : null,
      failure: failure === null ? null : { code: failure.code, message: failure.message ?? '' },
      asks: failure === null ? countAsks(record.asked) : null,
      asked: { ...asked(), share: shareOfModel(files) },
    };
  });
}
