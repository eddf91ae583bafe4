/** Why a file gives no program. `failed`: it cannot be read as what it claims to be; `rejected`: read, and not wanted. */
export interface Stop {
  readonly status: 'rejected' | 'failed';
  readonly reason: string;
}

/** Ends the reading of one file; `readProgram` turns it into its `Stop`. It never leaves this room. */
export class ReadingStop extends Error implements Stop {
  override readonly name = 'ReadingStop';
  readonly status: Stop['status'];
  readonly reason: string;

  constructor(status: Stop['status'], reason: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

export function failed(reason: string): ReadingStop {
  return new ReadingStop('failed', reason);
}

export function rejected(reason: string): ReadingStop {
  return new ReadingStop('rejected', reason);
}
