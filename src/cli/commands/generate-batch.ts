import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Sample, Verdict } from '../../artifacts/index.ts';
import { DLCodeGenError, ERRORS, isDraft, makeFolders, writeText } from '../../core/index.ts';
import { generateProject } from '../../pipeline/index.ts';
import { writeProject } from '../../project/index.ts';
import { verifyProjects, writeVerification } from '../../verification/index.ts';
import type { CommandContext } from '../command.ts';
import { readBatch, readBatchLine, readPlan, readSamples } from '../inputs.ts';
import { levelOf, methodOf, seedOf } from '../generation-options.ts';

/** One line of results.jsonl. */
interface BatchRow {
  readonly id: string;
  readonly project: string;
  readonly passed: boolean | null;
  readonly stages: Verdict['stages'];
  readonly agreement: Verdict['agreement'];
  readonly warnings: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * One project per line in folders 000, 001, ...; a line that fails is recorded and the others go on. All projects
 * are verified by one sandboxed process, which imports Keras once.
 */
export async function generateBatch(
  context: CommandContext,
  batch: string,
  output: string,
): Promise<number> {
  const { values, console, signal } = context;
  const lines = await readBatch(batch);
  prepareFolder(output, values.force === true);
  const samples = await readSamples();
  const rows: BatchRow[] = [];
  for (const [index, line] of lines.entries()) {
    signal.throwIfAborted();
    const id = String(index).padStart(3, '0');
    rows.push(await generateLine(line, id, path.join(output, id), samples, context));
    console.progress(index + 1, lines.length, `generated ${id}`);
  }
  const verified = await verifyRows(rows, context);
  const results = path.join(output, 'results.jsonl');
  writeText(results, verified.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const failed = verified.filter(({ error, passed }) => error !== undefined || passed === false);
  if (console.json)
    console.print(JSON.stringify({ n: verified.length, failed: failed.length, results }));
  else console.print(results);
  for (const { id, error, stages } of failed) {
    const stage = stages.find(({ status }) => status === 'failed');
    console.talk(`${id} failed: ${error?.message ?? `${stage?.id} ${stage?.message}`}`);
  }
  return failed.length > 0 ? ERRORS.BATCH_FAILED.exit : 0;
}

async function generateLine(
  line: string,
  id: string,
  directory: string,
  samples: readonly Sample[],
  { values }: CommandContext,
): Promise<BatchRow> {
  const empty = { id, project: directory, stages: [], agreement: {}, warnings: [] };
  try {
    const requirement = readBatchLine(line);
    const record = await readPlan(requirement, null, samples, {});
    const generated = await generateProject({
      requirement,
      record,
      profile: null,
      samples,
      method: methodOf(values),
      seed: seedOf(values),
    });
    await writeProject(directory, generated.files, { force: values.force === true });
    return { ...empty, passed: null, warnings: generated.record.warnings };
  } catch (error) {
    if (!(error instanceof DLCodeGenError)) throw error;
    return { ...empty, passed: false, error: { code: error.code, message: error.message } };
  }
}

async function verifyRows(
  rows: readonly BatchRow[],
  { values, console, signal }: CommandContext,
): Promise<BatchRow[]> {
  const level = levelOf(values);
  const written = rows.filter(({ error }) => error === undefined);
  if (level === 'none' || written.length === 0) return [...rows];
  const results = await verifyProjects(
    written.map(({ project }) => ({ directory: project })),
    {
      level,
      unsandboxed: values.unsandboxed === true,
      signal,
      onProgress: ({ done, total, text }) => console.progress(done, total, text),
    },
  );
  const byDirectory = new Map(results.map((result) => [result.directory, result] as const));
  for (const result of results) await writeVerification(result.directory, result);
  return rows.map((row) => {
    const verdict = byDirectory.get(row.project)?.verdict;
    return verdict === undefined
      ? row
      : { ...row, passed: verdict.passed, stages: verdict.stages, agreement: verdict.agreement };
  });
}

function prepareFolder(output: string, force: boolean): void {
  try {
    // What a killed run left beside its projects does not count.
    const entries = existsSync(output) ? readdirSync(output) : [];
    if (entries.some((name) => !isDraft(name)) && !force) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${output} is there and not empty; --force replaces it`,
      );
    }
    makeFolders(output);
    rmSync(path.join(output, 'results.jsonl'), { force: true });
  } catch (cause) {
    if (cause instanceof DLCodeGenError) throw cause;
    throw new DLCodeGenError('BAD_INPUT', `cannot write to ${output}: ${String(cause)}`, { cause });
  }
}
