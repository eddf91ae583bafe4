/** A replacement of `code.slice(start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits that do not overlap; positions are those of the code as given. */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = code;
  for (const { start, end, text: insert } of [...edits].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + insert + text.slice(end);
  }
  return text;
}
