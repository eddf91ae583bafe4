/**
 * Every error the program can end with: exit status and what the user can do.
 * Callers test `code`, never the message.
 */
export const ERRORS = {
  UNEXPECTED: { exit: 1, help: 'This is a defect; run again with --verbose and report the trace.' },
  USAGE: { exit: 2, help: 'See dlcodegen --help.' },
  BAD_INPUT: { exit: 3, help: 'Correct the input named above and run again.' },
  BAD_PLAN: { exit: 3, help: 'Correct the plan file; schema/plan.schema.json describes it.' },
  BAD_DATA: { exit: 3, help: 'Correct the data, or name another path with --data.' },
  UNKNOWN_COLUMN: { exit: 3, help: 'Name one of the columns that are there, e.g. with --target.' },
  UNSUPPORTED_TASK: {
    exit: 3,
    help: 'Describe a deep learning task on tables, images, text, series, or audio.',
  },
  POOL_EMPTY: { exit: 3, help: 'Check the pool folder; npm run pool:verify lists its samples.' },
  PROVIDER: { exit: 4, help: 'Check the provider, its key and its limits.' },
  ENVIRONMENT: {
    exit: 5,
    help: 'Run dlcodegen doctor; it names what is missing and how to get it.',
  },
  MACHINE: {
    exit: 5,
    help: 'Free what the message names, or allow more of it, and run again; nothing half-written is left.',
  },
  QUEUE: {
    exit: 5,
    help: 'Start a Redis there (Debian: redis-server), or name another, with its password, by --queue or DLCODEGEN_QUEUE.',
  },
  WORKER_REFUSES: {
    exit: 5,
    help: 'Give the worker the version, pool and data that the evaluation has, and start it again.',
  },
  VERIFICATION_FAILED: {
    exit: 6,
    help: 'The project is kept; its verification.json holds the failed stage.',
  },
  BATCH_FAILED: { exit: 7, help: 'results.jsonl names every line that failed.' },
  INTERRUPTED: { exit: 130, help: '' },
} as const satisfies Record<string, { exit: number; help: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error whose code decides the exit status; `data` holds what was received. */
export class DLCodeGenError extends Error {
  override readonly name = 'DLCodeGenError';
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; data?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.data = Object.freeze({ ...options.data });
  }
}
