/** Code as a file holds it, before anything is judged. */
export interface RawProgram {
  /** `nbformat 4`, `nbformat 3`, `script`, `script with cells`. */
  readonly format: string;
  /** Code cells, or the parts of a script, in order; lines end with line feeds. */
  readonly cells: readonly string[];
  /** Whether an empty line comes between two cells; the parts of a script stand together as they are. */
  readonly isSpaced: boolean;
  /** When it last ran, as ISO 8601, where it says so. */
  readonly date: string | null;
  /** What was irregular and was read all the same. */
  readonly notes: readonly string[];
}

/** Most bytes of a file: no notebook that people open is larger. */
export const MOST_FILE_BYTES = 2 ** 30;
/** Most bytes of the code of one file: some 40,000 lines; what is longer holds data as code. */
export const MOST_CODE_BYTES = 2 ** 20;
