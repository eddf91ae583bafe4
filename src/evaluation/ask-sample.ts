import type { Sample } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import {
  generateProject,
  languageModelStages,
  METHODS,
  type PlannedProject,
} from '../pipeline/index.ts';
import { shareOfModel } from '../project/index.ts';
import { toCallEvent } from '../runs/index.ts';
import type { Job } from './job.ts';
import type { Asking } from './model-rows.ts';
import { PROVIDER_FAULTS, type Asked, type Outcome } from './outcome.ts';

/**
 * One sample by a method of a language model. Its code is the program that the model gave last, as it came; where the
 * method writes parts of the builtin program alone, it is the program with these. A project is the model's code in the
 * builtin program's frame. A sample fails where the provider failed any of its questions, or the last reply has no code:
 * the builtin program never stands for it.
 */
export async function askForSample(
  { task, row, seed, solver, keepFiles }: Job,
  samples: readonly Sample[],
  planned: PlannedProject,
  { writer, run }: Asking,
): Promise<Partial<Outcome>> {
  if (solver.kind !== 'model') return {};
  const { method, temperature, exampleTokens } = solver;
  const started = performance.now();
  const part = { task: task.id, method: row };
  let asked: Omit<Asked, 'share'> = { calls: 0, failed: 0, input: 0, output: 0, cost: 0 };
  const faults: Issue[] = [];
  const stages = languageModelStages({
    writer: {
      ...writer,
      temperature,
      sampling: { ...writer.sampling, seed },
      onReply: (question, reply) => {
        run.record({ ...toCallEvent(writer.model.name, question, reply), ...part });
        const { usage, cost } = reply.ok ? reply.value : { usage: null, cost: 0 };
        if (!reply.ok) faults.push(...reply.issues.filter(({ code }) => PROVIDER_FAULTS.has(code)));
        asked = {
          calls: asked.calls + 1,
          failed: asked.failed + (reply.ok ? 0 : 1),
          input: asked.input + (usage?.input ?? 0),
          output: asked.output + (usage?.output ?? 0),
          cost: asked.cost === null || cost === null ? null : asked.cost + cost,
        };
      },
    },
    samples,
    exampleTokens,
  });
  const make = async (): Promise<Partial<Outcome>> => {
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
      asked: {
        ...asked,
        // Drafts are made at once: their costs are added in any order.
        cost: asked.cost === null ? null : Number(asked.cost.toFixed(9)),
        share: shareOfModel(files),
      },
    };
  };
  const end = (outcome: string, message: string): void => {
    const seconds = (performance.now() - started) / 1000;
    run.record({ kind: 'stage', stage: 'sample', ...part, outcome, message, seconds });
  };
  try {
    const made = await make();
    end(made.failure?.code ?? 'done', made.failure?.message ?? '');
    return made;
  } catch (error) {
    const code = error instanceof DLCodeGenError ? error.code : 'UNEXPECTED';
    end(code, error instanceof Error ? error.message : String(error));
    throw error;
  }
}
