import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Sample, Verdict } from '../../artifacts/index.ts';
import {
  DLCodeGenError,
  ERRORS,
  isDraft,
  makeFolders,
  mapAtOnce,
  writeText,
} from '../../core/index.ts';
import {
  BUILTIN,
  generateProject,
  languageModelStages,
  REPAIRS,
  verifyAndRepair,
  type MethodName,
  type Stages,
} from '../../pipeline/index.ts';
import { warningsOf } from '../../plan/index.ts';
import { shareOfModel, writeProject } from '../../project/index.ts';
import { findWeights, writeVerification } from '../../verification/index.ts';
import type { CommandContext } from '../command.ts';
import { readBatch, readBatchLine, planFrom, readAllSamples } from '../inputs.ts';
import { levelOf, methodOf, MODEL_REPAIRS, renderRepair, seedOf } from '../generation-options.ts';
import { writerFrom } from '../model-options.ts';
import { runWithModel, writerOf } from '../model-run.ts';
import { countOf } from '../options.ts';

/** One line of results.jsonl; `passed` is null until it is verified. */
interface BatchRow {
  readonly id: string;
  readonly project: string;
  readonly passed: boolean | null;
  readonly stages: Verdict['stages'];
  readonly agreement: Verdict['agreement'];
  readonly warnings: readonly string[];
  /** Share of the code that a language model wrote, 0-1. */
  readonly modelShare?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * One project per line in folders 000, 001, ...; a line that fails is recorded and the others go on. All projects
 * are verified together; those that fail are repaired and verified again. What a language model wrote and does not run
 * gives way to the builtin project.
 */
export async function generateBatch(
  context: CommandContext,
  batch: string,
  output: string,
): Promise<number> {
  const { values, signal } = context;
  const lines = await readBatch(batch);
  const [method, seed] = [methodOf(values), seedOf(values)];
  const writer = await writerFrom(values, seed, signal);
  prepareFolder(output, values.force === true);
  const samples = await readAllSamples(values);
  const shared = { samples, seed, force: values.force === true };
  if (writer === null)
    return makeBatch(context, lines, output, {
      linesAtOnce: 1,
      lineOf: () => ({ ...shared, method, stages: BUILTIN }),
      instead: null,
      repair: BUILTIN,
      repairs: countOf(values, 'max-repairs', REPAIRS),
      onMade: () => undefined,
    });
  const about = { command: 'generate --batch', asked: batch, methods: [method], seed };
  return runWithModel(context, writer, about, async (run) => {
    const stagesOf = (task: string): Stages =>
      languageModelStages({
        writer: writerOf(writer, run, { task, method }, context),
        samples,
        exampleTokens: writer.exampleTokens,
      });
    return makeBatch(context, lines, output, {
      linesAtOnce: writer.callsAtOnce,
      lineOf: (id) => ({ ...shared, method, stages: stagesOf(id) }),
      instead: { ...shared, method: 'dlcodegen', stages: BUILTIN, force: true },
      repair: stagesOf(''),
      repairs: countOf(values, 'max-repairs', MODEL_REPAIRS),
      onMade: ({ id, error, passed, project }, seconds) =>
        run.record({
          kind: 'stage',
          stage: 'project',
          task: id,
          method,
          outcome: error?.code ?? (passed === null ? 'done' : passed ? 'passed' : 'failed'),
          message: error?.message ?? project,
          seconds,
        }),
    });
  });
}

/** How a line becomes a project. */
interface LineOptions {
  readonly samples: readonly Sample[];
  readonly seed: number | null;
  readonly method: MethodName;
  readonly stages: Stages;
  readonly force: boolean;
}

interface BatchOptions {
  readonly linesAtOnce: number;
  readonly lineOf: (id: string) => LineOptions;
  /** What takes the place of a project that does not run; null for nothing. */
  readonly instead: LineOptions | null;
  readonly repair: Pick<Stages, 'repair'>;
  readonly repairs: number;
  /** Called with the last row of each line, and the seconds since the batch began. */
  readonly onMade: (row: BatchRow, seconds: number) => void;
}

async function makeBatch(
  context: CommandContext,
  lines: readonly string[],
  output: string,
  { linesAtOnce, lineOf, instead, repair, repairs, onMade }: BatchOptions,
): Promise<number> {
  const { console, signal } = context;
  const started = performance.now();
  let done = 0;
  const make = async (line: string, at: number, options: LineOptions): Promise<BatchRow> => {
    const id = idOf(at);
    return generateLine(line, id, path.join(output, id), options);
  };
  const rows = await mapAtOnce(lines, linesAtOnce, async (line, at) => {
    signal.throwIfAborted();
    const row = await make(line, at, lineOf(idOf(at)));
    done += 1;
    console.progress(done, lines.length, `generated ${row.id}`);
    return row;
  });
  const results = path.join(output, 'results.jsonl');
  const save = (): void =>
    writeText(results, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  save();
  await verifyRows(rows, isMade, context, { repair, repairs, save });
  if (instead !== null && rows.some(isBroken)) {
    for (const [at, row] of rows.entries()) {
      if (!isBroken(row)) continue;
      console.talk(
        `${row.id}: what the model wrote does not run; the builtin project takes its place`,
      );
      rows[at] = await make(lines[at] ?? '', at, instead);
    }
    const isReplaced = (row: BatchRow): boolean => isMade(row) && row.passed === null;
    await verifyRows(rows, isReplaced, context, { repair: BUILTIN, repairs: REPAIRS, save });
  }
  for (const row of rows) onMade(row, (performance.now() - started) / 1000);
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

function idOf(at: number): string {
  return String(at).padStart(3, '0');
}

function isMade({ error }: BatchRow): boolean {
  return error === undefined;
}

/** Made, and shown not to run. */
function isBroken(row: BatchRow): boolean {
  return isMade(row) && row.passed === false;
}

async function generateLine(
  line: string,
  id: string,
  directory: string,
  { samples, seed, method, stages, force }: LineOptions,
): Promise<BatchRow> {
  const empty = { id, project: directory, stages: [], agreement: {}, warnings: [] };
  try {
    const requirement = readBatchLine(line);
    const planned = await planFrom({}, { requirement, samples });
    const availableWeights = findWeights();
    const generated = await generateProject(
      { requirement, ...planned, samples, method, seed, availableWeights },
      stages,
    );
    await writeProject(directory, generated.files, { force });
    const modelShare = shareOfModel(generated.files);
    return { ...empty, passed: null, warnings: warningsOf(generated.record), modelShare };
  } catch (error) {
    if (!(error instanceof DLCodeGenError) || error.code === 'INTERRUPTED') throw error;
    return { ...empty, passed: false, error: { code: error.code, message: error.message } };
  }
}

/** Puts each verdict in its row, and on disk, as soon as it is known: a run that is cut loses no finished one. */
async function verifyRows(
  rows: BatchRow[],
  isMeant: (row: BatchRow) => boolean,
  { values, console, signal }: CommandContext,
  options: Pick<BatchOptions, 'repair' | 'repairs'> & { readonly save: () => void },
): Promise<void> {
  const level = levelOf(values);
  const written = rows.filter(isMeant);
  if (level === 'none' || written.length === 0) return;
  await verifyAndRepair(
    written.map(({ project }) => ({ directory: project })),
    {
      level,
      repairs: options.repairs,
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
        options.save();
      },
    },
    options.repair,
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
