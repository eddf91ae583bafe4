import type { Origin, PlanRecord, Retrieved, Sample } from '../artifacts/index.ts';
import { DLCodeGenError, remember } from '../core/index.ts';
import { readProgram } from '../python/index.ts';
import { fitOf, rankSamples, type RankedSample } from '../retrieval/index.ts';

export interface Selection {
  readonly ranked: readonly RankedSample[];
  readonly nearest: Retrieved;
  readonly second: Retrieved | null;
}

/**
 * The two programs to learn from (paper III-C): the one that the plan was fitted to, and the nearest other one.
 * Errors: UNSUPPORTED_TASK where the program does not read the data as they lie and predict what is asked.
 */
export function selectSamples(
  { plan, data }: PlanRecord,
  program: Sample,
  samples: readonly Sample[],
): Selection {
  if (data !== null && fitOf(program, data) !== 'data')
    throw new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `no program of the pool reads ${data.kind} data to predict: ${data.target}`,
    );
  const isProgram = ({ id }: Sample): boolean => id === program.id;
  const all = rankSamples(plan, data, samples.some(isProgram) ? samples : [...samples, program]);
  const others = all.filter(({ sample }) => !isProgram(sample));
  const [second] = others;
  return {
    ranked: [...all.filter(({ sample }) => isProgram(sample)), ...others],
    nearest: readSampleProgram(program),
    second: second === undefined ? null : readSampleProgram(second.sample),
  };
}

/** A sample with its program in segments, read once. Errors: UNEXPECTED where it does not parse. */
export const readSampleProgram = remember((sample: Sample): Retrieved => {
  const origin: Origin = {
    kind: 'code1',
    samples: [sample.id],
    licence: sample.licence,
    reason: 'the nearest program',
  };
  const program = readProgram(sample.program, origin);
  if (!program.ok) {
    throw new DLCodeGenError(
      'UNEXPECTED',
      `pool sample ${sample.id}: ${program.issues[0]?.message}`,
    );
  }
  return { sample, program: program.value };
});
