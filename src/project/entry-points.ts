import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Origin, Segment } from '../artifacts/index.ts';
import { DLCodeGenError, PACKAGE_ROOT } from '../core/index.ts';
import { readProgram } from '../python/index.ts';
import { MODULES, type EntryPoints } from './modules.ts';

const ORIGIN: Origin = {
  kind: 'code2',
  samples: [],
  licence: 'Apache-2.0',
  reason: 'the command line is the same in every project',
};

/** Reads the statements that every project shares: one command line a module, and the smoke test. */
export async function readEntryPoints(): Promise<EntryPoints> {
  const names = [...MODULES, 'script'] as const;
  const entries = await Promise.all(
    names.map(async (name) => [name, await readPythonSegments(`entry_points/${name}.py`)] as const),
  );
  return Object.fromEntries(entries) as Record<(typeof names)[number], readonly Segment[]>;
}

/** Reads a Python file of this package (below `python/`) into segments, once. */
export async function readPythonSegments(file: string): Promise<readonly Segment[]> {
  const reading = readFiles.get(file) ?? readSegments(file);
  readFiles.set(file, reading);
  return reading;
}
const readFiles = new Map<string, Promise<readonly Segment[]>>();

async function readSegments(file: string): Promise<readonly Segment[]> {
  const source = await readFile(path.join(PACKAGE_ROOT, 'python', file), 'utf8');
  const program = readProgram(source, ORIGIN);
  if (!program.ok) {
    throw new DLCodeGenError('UNEXPECTED', `python/${file}: ${program.issues[0]?.message}`);
  }
  return program.value.segments;
}
