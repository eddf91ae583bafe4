import { ownTable } from './own-table.ts';
import { DLCodeGenError } from './errors.ts';

/** Codes of the operating system that say that the machine has no more of something, whatever was asked of it. */
const EXHAUSTED: Readonly<Record<string, string>> = ownTable({
  EAGAIN: 'processes or threads',
  EDQUOT: 'disk space (quota)',
  EIO: 'readable or writable disk',
  EMFILE: 'open files (ulimit -n)',
  ENFILE: 'open files',
  ENOMEM: 'memory',
  ENOSPC: 'disk space',
  ERR_MEMORY_ALLOCATION_FAILED: 'memory',
  ERR_WORKER_OUT_OF_MEMORY: 'memory',
});

/** The same said in words: the engine's own errors and those of native libraries have no code. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/too many open files/i, 'open files (ulimit -n)'],
  [/no space left on device/i, 'disk space'],
  [
    /out of memory|array buffer allocation failed|invalid (?:array|typed array) length|cannot allocate memory|std::bad_alloc/i,
    'memory',
  ],
];

/**
 * The error MACHINE where a fault of the machine is behind an error, however it was wrapped on its way; null where none is.
 * A refusal for lack of rights is about the place that was named, and is none.
 */
export function machineFault(error: unknown): DLCodeGenError | null {
  const lacking = findLack(error);
  if (lacking === null) return null;
  if (error instanceof DLCodeGenError && error.code === 'MACHINE') return error;
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new DLCodeGenError('MACHINE', `the machine has no more ${lacking}: ${message}`, {
    cause: error,
  });
}

/** For a place that reads an error as an answer: a fault of the machine is none. Errors: MACHINE. */
export function passMachineFault(error: unknown): void {
  const fault = machineFault(error);
  if (fault !== null) throw fault;
}

const MOST_CAUSES = 8;

function findLack(error: unknown): string | null {
  let at: unknown = error;
  for (let depth = 0; depth < MOST_CAUSES && at instanceof Error; depth += 1) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined && Object.hasOwn(EXHAUSTED, code)) return EXHAUSTED[code] ?? null;
    const { message } = at;
    // An own error quotes what it received; only foreign ones speak for the machine.
    const said =
      at instanceof DLCodeGenError ? undefined : SAID.find(([words]) => words.test(message));
    if (said !== undefined) return said[1];
    at = at.cause;
  }
  return null;
}
