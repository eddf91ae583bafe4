import { passMachineFault } from '../core/index.ts';
import { hashCode } from './code-signature.ts';
import { describeProgram } from './describe-program.ts';
import { readProgram, tokensOf } from './read-program.ts';
import { removeSecrets, type RemovedCounts } from './remove-secrets.ts';

/** A line of pairs.jsonl. `source` is the input's path. */
export interface Pair {
  readonly 'User Requirement': string | null;
  readonly 'Dataset Attributes': string | null;
  readonly 'Code Plan': unknown;
  readonly code: string;
  readonly source: string;
}

/** What becomes of a kept program: a line of the run's second journal. */
export interface PairRecord {
  readonly path: string;
  readonly status: 'kept' | 'failed';
  /** Added to the reason of the file. */
  readonly reason: string;
  readonly removed?: RemovedCounts;
  readonly pair?: Pair;
}

/** Requirement, attributes, plan and cleaned code of one program. No file ends the run. Errors: MACHINE. */
export function makePair(file: string, hash: string): PairRecord {
  try {
    const reading = readProgram(file);
    if (!reading.ok || hashCode(tokensOf(reading.program)) !== hash) {
      return { path: file, status: 'failed', reason: 'changed while it was mined' };
    }
    const { code, removed } = removeSecrets(reading.program.code);
    const { requirement, attributes, plan, isWhole } = describeProgram(code);
    return {
      path: file,
      status: 'kept',
      reason: isWhole ? '' : 'does not parse as a whole',
      removed,
      pair: {
        'User Requirement': requirement,
        'Dataset Attributes': attributes,
        'Code Plan': plan,
        code,
        source: file,
      },
    };
  } catch (error) {
    passMachineFault(error);
    // A parser that trapped is of no more use; a new thread has a new one.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return { path: file, status: 'failed', reason: `cannot be described: ${String(error)}` };
  }
}
