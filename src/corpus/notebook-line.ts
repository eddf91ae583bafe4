/** A line of notebooks.jsonl: what became of an input file. */
export interface NotebookLine {
  readonly path: string;
  readonly status: 'kept' | 'rejected' | 'failed';
  readonly reason: string;
  /** Path of the program that it repeats. */
  readonly duplicateOf: string | null;
  /** Estimated share of common shingles with it; 1 for the same tokens. */
  readonly similarity?: number;
  readonly format?: string;
  readonly date?: string;
}
