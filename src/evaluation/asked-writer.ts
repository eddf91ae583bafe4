import { DLCodeGenError, type Issue } from '../core/index.ts';
import type { Writer } from '../pipeline/index.ts';
import { toCallEvent } from '../runs/index.ts';
import type { Job } from './job.ts';
import type { Asking } from './model-rows.ts';
import { PROVIDER_FAULTS, type Asked, type Outcome } from './outcome.ts';

/** The writer of one sample, with what it took so far. */
export interface SampleWriter {
  readonly writer: Writer;
  readonly asked: () => Omit<Asked, 'share'>;
  /** Failures of the provider, or of our limits. */
  readonly faults: readonly Issue[];
}

/**
 * Makes one sample with a language model: every question is recorded as an event of the run and counted, and how the
 * sample ended is recorded. Errors: those of `make`.
 */
export async function askForJob(
  { task, row, seed, solver }: Job,
  { writer, run }: Asking,
  make: (sample: SampleWriter) => Promise<Partial<Outcome>>,
): Promise<Partial<Outcome>> {
  const started = performance.now();
  const part = { task: task.id, method: row };
  let asked: Omit<Asked, 'share'> = { calls: 0, failed: 0, input: 0, output: 0, cost: 0 };
  const faults: Issue[] = [];
  const end = (outcome: string, message: string): void => {
    const seconds = (performance.now() - started) / 1000;
    run.record({ kind: 'stage', stage: 'sample', ...part, outcome, message, seconds });
  };
  try {
    const made = await make({
      faults,
      // Questions are asked at once: their costs are added in any order.
      asked: () => ({ ...asked, cost: asked.cost === null ? null : Number(asked.cost.toFixed(9)) }),
      writer: {
        ...writer,
        temperature: 'temperature' in solver ? solver.temperature : null,
        sampling: { ...writer.sampling, seed },
        onReply: (question, reply) => {
          run.record({ ...toCallEvent(writer.model, question, reply), ...part });
          const { usage, cost } = reply.ok ? reply.value : { usage: null, cost: 0 };
          if (!reply.ok)
            faults.push(...reply.issues.filter(({ code }) => PROVIDER_FAULTS.has(code)));
          asked = {
            calls: asked.calls + 1,
            failed: asked.failed + (reply.ok ? 0 : 1),
            input: asked.input + (usage?.input ?? 0),
            output: asked.output + (usage?.output ?? 0),
            cost: asked.cost === null || cost === null ? null : asked.cost + cost,
          };
        },
      },
    });
    end(made.failure?.code ?? 'done', made.failure?.message ?? '');
    return made;
  } catch (error) {
    const code = error instanceof DLCodeGenError ? error.code : 'UNEXPECTED';
    end(code, error instanceof Error ? error.message : String(error));
    throw error;
  }
}
