import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Sample, Verdict } from '../../artifacts/index.ts';
import { DLCodeGenError, ERRORS, isDraft, makeFolders, writeText } from '../../core/index.ts';
import { generateProject, verifyAndRepair } from '../../pipeline/index.ts';
import { warningsOf } from '../../plan/index.ts';
import { writeProject } from '../../project/index.ts';
import { findWeights, writeVerification } from '../../verification/index.ts';
import type { CommandContext } from '../command.ts';
import { readBatch, readBatchLine, planFrom, readSamples } from '../inputs.ts';
import { levelOf, methodOf, renderRepair, seedOf } from '../generation-options.ts';

/** One line of results.jsonl; `passed` is null until it is verified. */
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
 * are verified together; those that fail are repaired and verified again.
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
  const results = path.join(output, 'results.jsonl');
  const save = (): void =>
    writeText(results, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  save();
  await verifyRows(rows, context, save);
  const failed = rows.filter(({ error, passed }) => error !== undefined || passed === false);
  if (console.json)
    console.print(JSON.stringify({ n: rows.length, failed: failed.length, results }));
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
    const generated = await generateProject({
      requirement,
      ...(await planFrom({}, { requirement, samples })),
      samples,
      method: methodOf(values),
      seed: seedOf(values),
      availableWeights: findWeights(),
    });
    await writeProject(directory, generated.files, { force: values.force === true });
    return { ...empty, passed: null, warnings: warningsOf(generated.record) };
  } catch (error) {
    if (!(error instanceof DLCodeGenError)) throw error;
    return { ...empty, passed: false, error: { code: error.code, message: error.message } };
  }
}

/** Puts each verdict in its row, and on disk, as soon as it is known: a run that is cut loses no finished one. */
async function verifyRows(
  rows: BatchRow[],
  { values, console, signal }: CommandContext,
  save: () => void,
): Promise<void> {
  const level = levelOf(values);
  const written = rows.filter(({ error }) => error === undefined);
  if (level === 'none' || written.length === 0) return;
  await verifyAndRepair(
    written.map(({ project }) => ({ directory: project })),
    {
      level,
      unsandboxed: values.unsandboxed === true,
      signal,
      onProgress: ({ done, total, text }) => console.progress(done, total, text),
      onRepair: (directory, failed) =>
        console.talk(`${path.basename(directory)}: ${renderRepair(failed)}`),
      onVerified: async (result) => {
        await writeVerification(result.directory, result);
        const at = rows.findIndex(({ project }) => project === result.directory);
        const row = rows[at];
        if (row === undefined) return;
        const { passed, stages, agreement } = result.verdict;
        rows[at] = { ...row, passed, stages, agreement };
        save();
      },
    },
  );
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
