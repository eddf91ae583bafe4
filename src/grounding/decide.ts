import type { ReadData, Reading, TaskSpec } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { decideWithoutData, type DecideInput } from './decide-without-data.ts';
import { refuseOutside } from './refuse-outside.ts';

/**
 * What is to be learned from which data: from everything that the user's data could be, or where there are none, from what
 * is stated and predicted.
 *
 * Paper: III-B. Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN, BAD_DATA, POOL_EMPTY.
 */
export async function decide(
  reading: Reading,
  data: ReadData | null,
  input: DecideInput,
): Promise<TaskSpec> {
  if (input.samples.length === 0)
    throw new DLCodeGenError('POOL_EMPTY', 'The pool holds no sample to plan from.');
  refuseOutside(reading, data !== null);
  if (data === null) return decideWithoutData(reading, input);
  const { decideWithData } = await import('./decide-with-data.ts');
  return decideWithData(reading, data, input);
}
