import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError, numberedLines } from '../../core/index.ts';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);

/** corpus.json, as far as a dataset tells of it. */
const summarySchema = z.object({
  threshold: z.number(),
  files: count,
  status: z.object({ kept: count, rejected: count, failed: count }),
  duplicates: z.object({ exact: count, near: count }),
  removed: counts,
  reasons: counts,
});
export type MinedSummary = z.infer<typeof summarySchema>;

const lineSchema = z.object({
  path: z.string(),
  status: z.enum(['kept', 'rejected', 'failed']),
  reason: z.string(),
  format: z.string().optional(),
  date: z.string().optional(),
});

const pairSchema = z.object({
  'User Requirement': z.string().nullable(),
  'Dataset Attributes': z.string().nullable(),
  'Code Plan': z.unknown(),
  code: z.string(),
  source: z.string(),
});

/** A kept program of a finished run. */
export interface MinedProgram {
  readonly requirement: string | null;
  readonly attributes: string | null;
  readonly plan: unknown;
  readonly code: string;
  /** The input's path, as the run names it. */
  readonly source: string;
  /** Place of its file among the run's inputs, from 0. */
  readonly input: number;
  readonly format: string;
  /** When the notebook last ran, ISO 8601; null where it does not say. */
  readonly date: string | null;
  readonly isWhole: boolean;
}

export interface MinedRun {
  readonly summary: MinedSummary;
  /** Reads the kept programs anew, in order; one is held at a time. */
  readonly programs: () => AsyncGenerator<MinedProgram>;
}

/** Opens the folder of a finished `corpus mine`. Errors: BAD_INPUT, also while it is read. */
export function openMinedRun(folder: string): MinedRun {
  const file = path.join(folder, 'corpus.json');
  if (!existsSync(file)) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${folder} holds no finished run of corpus mine (${file} is not there)`,
    );
  }
  return {
    summary: parseLine(readFileSync(file, 'utf8'), summarySchema, file),
    programs: () => readPrograms(folder),
  };
}

async function* readPrograms(folder: string): AsyncGenerator<MinedProgram> {
  const pairs = readRows(path.join(folder, 'pairs.jsonl'), pairSchema);
  let input = -1;
  for await (const line of readRows(path.join(folder, 'notebooks.jsonl'), lineSchema)) {
    input += 1;
    if (line.status !== 'kept') continue;
    const { value: pair } = await pairs.next();
    if (pair === undefined || pair.source !== line.path) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${folder}: pairs.jsonl is not of the same run as notebooks.jsonl, which keeps ${line.path} next`,
      );
    }
    yield {
      requirement: pair['User Requirement'],
      attributes: pair['Dataset Attributes'],
      plan: pair['Code Plan'],
      code: pair.code,
      source: pair.source,
      input,
      format: line.format ?? 'unknown',
      date: line.date ?? null,
      isWhole: !line.reason.includes('does not parse as a whole'),
    };
  }
}

/** Rows of a file with a JSON object a line. Errors: BAD_INPUT with the line. */
export async function* readRows<T>(
  file: string,
  schema: z.ZodType<T>,
): AsyncGenerator<T, undefined> {
  try {
    for await (const { number, line } of numberedLines(file))
      yield parseLine(line, schema, `${file}, line ${number}`);
  } catch (cause) {
    if (cause instanceof DLCodeGenError) throw cause;
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${file}: ${String(cause)}`, { cause });
  }
  return undefined;
}

function parseLine<T>(text: string, schema: z.ZodType<T>, place: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `${place}: ${reason}`, { cause });
  }
}
