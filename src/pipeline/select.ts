import type { Origin, PlanRecord, Retrieved, Sample } from '../artifacts/index.ts';
import { DLCodeGenError, remember } from '../core/index.ts';
import { readProgram } from '../python/index.ts';
import type { RankedSample } from '../retrieval/index.ts';
import { rankForPlan } from './rank.ts';

export interface Selection {
  readonly ranked: readonly RankedSample[];
  readonly nearest: Retrieved;
  readonly second: Retrieved | null;
}

/**
 * The two programs to learn from (paper III-C): the nearest must read the data as they lie and predict what is
 * asked. Errors: UNSUPPORTED_TASK where no program of the pool does.
 */
export function selectSamples(record: PlanRecord, samples: readonly Sample[]): Selection {
  const ranked = rankForPlan(record, samples);
  const [first, second] = ranked;
  if (first === undefined)
    throw new DLCodeGenError('POOL_EMPTY', 'the sample pool holds no program');
  if (record.data !== null && first.fit !== 'data') {
    const { kind, target } = record.data;
    throw new DLCodeGenError(
      'UNSUPPORTED_TASK',
      `no program of the pool reads ${kind} data to predict: ${target}`,
    );
  }
  return {
    ranked,
    nearest: readSampleProgram(first.sample),
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
