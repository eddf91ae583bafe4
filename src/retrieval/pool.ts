import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/errors.ts';
import { compareIds } from './bm25.ts';
import { recordSchema, sampleSchema } from './sample-file.ts';

const MOST_FILE_BYTES = 1 << 20;
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Reads the pool: every folder `ID/` with `sample.json` and `program.py`, and `verified.json` where it has been run.
 *
 * Paper: IV-B, DLSamplePool. Returns samples in the order of their ids.
 * Errors: POOL_EMPTY where the folder is missing or holds no sample; BAD_INPUT naming file and field.
 */
export async function readPool(folder: string): Promise<Sample[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DLCodeGenError('POOL_EMPTY', `The pool folder ${folder} cannot be read.`, { cause });
  });
  const ids = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted(compareIds);
  const samples = await Promise.all(ids.map((id) => readSample(folder, id)));
  if (samples.length === 0)
    throw new DLCodeGenError('POOL_EMPTY', `The pool folder ${folder} holds no sample.`);
  return samples;
}

/** Reads one sample. Errors: BAD_INPUT naming file and field. */
export async function readSample(folder: string, id: string): Promise<Sample> {
  if (!ID.test(id)) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `The pool folder name "${id}" is not of the form words-with-hyphens.`,
    );
  }
  const file = path.join(folder, id, 'sample.json');
  const { requirement, attributes, plan, data, topology, holes, licence, tags } = parseFile(
    file,
    await readSmallFile(file),
    sampleSchema,
  );
  const program = await readSmallFile(path.join(folder, id, 'program.py'));
  const recordFile = path.join(folder, id, 'verified.json');
  const hasRecord = await stat(recordFile).then(
    () => true,
    () => false,
  );
  const verified = hasRecord
    ? parseFile(recordFile, await readSmallFile(recordFile), recordSchema)
    : null;
  return {
    id,
    requirement: { text: requirement, attributes },
    plan,
    data,
    topology,
    holes,
    licence,
    tags,
    program,
    verified,
  };
}

async function readSmallFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_FILE_BYTES)
      throw new Error(`it has ${size} bytes, ${MOST_FILE_BYTES} are allowed`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `${file} cannot be read: ${reason}.`, {
      cause,
      data: { file },
    });
  }
}

function parseFile<T>(file: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `${file} is not JSON.`, { cause, data: { file } });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path: field, message }) =>
      `${field.length === 0 ? 'file' : field.map(String).join('.')}: ${message}`,
  );
  throw new DLCodeGenError('BAD_INPUT', `${file}: ${problems.join('; ')}.`, {
    data: { file, problems },
  });
}
