import { lstatSync } from 'node:fs';
import { passMachineFault } from '../core/index.ts';
import { renderSignature, signCode } from './code-signature.ts';
import { judgeProgram } from './judge-program.ts';
import { readProgram, tokensOf } from './read-program.ts';

/** What is found of one file on its own: a line of the run's journal. */
export interface FileRecord {
  readonly path: string;
  readonly status: 'kept' | 'rejected' | 'failed';
  readonly reason: string;
  readonly format?: string;
  readonly date?: string;
  /** Of a kept program: see `CodeSignature`. */
  readonly hash?: string;
  readonly signature?: string;
}

/** Reads and judges one file. No file ends the run. Errors: MACHINE. */
export function scanFile(file: string): FileRecord {
  try {
    const status = lstatSync(file, { throwIfNoEntry: false });
    // What a link names is an input of its own, or lies outside.
    if (status?.isSymbolicLink() === true) return reject(file, 'is a symbolic link');
    if (status?.isDirectory() === true)
      return reject(file, 'is a folder, or cannot be listed as one');
    const reading = readProgram(file);
    if (!reading.ok) {
      return { path: file, status: reading.stop.status, reason: reading.stop.reason };
    }
    const { program } = reading;
    const tokens = tokensOf(program);
    const { isKept, reason } = judgeProgram(program, tokens);
    const found = {
      path: file,
      status: isKept ? 'kept' : 'rejected',
      reason,
      format: program.format,
      ...(program.date === null ? {} : { date: program.date }),
    } as const;
    if (!isKept) return found;
    const signature = signCode(tokens);
    return { ...found, hash: signature.hash, signature: renderSignature(signature) };
  } catch (error) {
    passMachineFault(error);
    return { path: file, status: 'failed', reason: `cannot be judged: ${String(error)}` };
  }
}

function reject(file: string, reason: string): FileRecord {
  return { path: file, status: 'rejected', reason };
}
