import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  readonly line: string;
}

/** The lines of a text file that are not blank, of which one is held at a time. Errors: those of the file. */
export async function* numberedLines(file: string): AsyncGenerator<NumberedLine, undefined> {
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    number += 1;
    if (line.trim() !== '') yield { number, line };
  }
  return undefined;
}
