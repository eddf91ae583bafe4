import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Requirement, TaskSpec, Verdict } from '../../artifacts/index.ts';
import { DLCodeGenError, ERRORS } from '../../core/index.ts';
import {
  generateProject,
  verifyAndRepair,
  BUILTIN,
  languageModelStages,
  REPAIRS,
  type Generated,
  type MethodName,
  type RepairOptions,
  type Stages,
  type TaskAnswer,
} from '../../pipeline/index.ts';
import { renderPlanRecord, summarizeAsked, warningsOf } from '../../plan/index.ts';
import { refuseOccupied, shareOfModel, writeProject } from '../../project/index.ts';
import type { Run } from '../../runs/index.ts';
import { findWeights, writeVerification, type VerifyLevel } from '../../verification/index.ts';
import { askAboutPlan, askAboutTask } from '../ask.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { planFrom, requirementFrom, readAllSamples } from '../inputs.ts';
import { writerFrom, type CommandWriter } from '../model-options.ts';
import { runWithModel, writerOf } from '../model-run.ts';
import { countOf, textOf } from '../options.ts';
import { levelOf, methodOf, MODEL_REPAIRS, renderRepair, seedOf } from '../generation-options.ts';
import { generateBatch } from './generate-batch.ts';

export const run: RunCommand = async (context) => {
  const { values } = context;
  const output = textOf(values, 'output');
  if (output === undefined && values['dry-run'] !== true) {
    throw new DLCodeGenError('USAGE', 'generate needs -o DIR');
  }
  const batch = textOf(values, 'batch');
  if (batch !== undefined) {
    if (output === undefined || values['dry-run'] === true)
      throw new DLCodeGenError('USAGE', '--dry-run takes one requirement; leave --batch out');
    return generateBatch(context, batch, output);
  }
  return generateOne(context, output ?? '');
};

async function generateOne(context: CommandContext, output: string): Promise<number> {
  const { positionals, values, signal } = context;
  const requirement = await requirementFrom(positionals[0], values);
  const dryRun = values['dry-run'] === true;
  if (!dryRun) refuseOccupied(output, values.force === true);
  const [method, seed] = [methodOf(values), seedOf(values)];
  const writer = await writerFrom(values, seed, signal);
  if (writer === null || dryRun)
    return makeProject(context, { requirement, output, method, seed, writer, run: null });
  const about = { command: 'generate', asked: requirement.text, methods: [method], seed };
  return runWithModel(context, writer, about, async (run) => {
    const told = writerOf(writer, run, { task: '', method }, context);
    return makeProject(context, { requirement, output, method, seed, writer: told, run });
  });
}

interface ProjectOptions {
  readonly requirement: Requirement;
  readonly output: string;
  readonly method: MethodName;
  readonly seed: number | null;
  /** null for the builtin stages. */
  readonly writer: CommandWriter | null;
  /** null where no model is asked. */
  readonly run: Run | null;
}

async function makeProject(
  context: CommandContext,
  { requirement, output, method, seed, writer, run }: ProjectOptions,
): Promise<number> {
  const { values, console, signal } = context;
  const dryRun = values['dry-run'] === true;
  const started = performance.now();
  const steps = ['plan', 'drafts', 'files', 'verification'];
  const step = (name: string, text: string): void =>
    console.progress(steps.indexOf(name) + 1, steps.length, text);

  step('plan', values['data'] === undefined ? 'planning' : 'reading the data and planning');
  const samples = await readAllSamples(values);
  const stages =
    writer === null
      ? BUILTIN
      : languageModelStages({
          writer,
          samples,
          exampleTokens: writer.exampleTokens,
          sharesValues: writer.sharesValues,
        });
  const askTask = (task: TaskSpec): Promise<TaskAnswer | null> => askAboutTask(task, context);
  const planned = await planFrom(values, { requirement, samples, signal, askTask });
  await heed(signal);
  const record = await askAboutPlan(planned.record, planned.profile, context);
  step('drafts', 'code 1, template, code 2, comparison');
  const input = {
    requirement,
    ...planned,
    record,
    samples,
    method,
    seed,
    availableWeights: findWeights(),
  };
  let generated = await generateProject(input, stages);
  if (dryRun) return showDryRun(context, generated, writer);
  await heed(signal);
  step('files', `writing ${output}`);
  const level = levelOf(values);
  const prove = async (project: Generated, by: Stages, force: boolean): Promise<Verdict | null> =>
    (await writeProject(output, project.files, { force }, async (scratch) => {
      step('verification', level === 'none' ? 'not verified' : `verifying (${level})`);
      const found = level === 'none' ? null : await verifyOne(scratch, level, context, by);
      await heed(signal);
      return found;
    })) ?? null;
  let verdict = await prove(generated, stages, values.force === true);
  if (writer !== null && verdict?.passed === false) {
    console.talk('what the model wrote does not run; the builtin project takes its place');
    generated = await generateProject({ ...input, method: 'dlcodegen' });
    verdict = await prove(generated, BUILTIN, true);
  }
  if (writer !== null) console.talk(renderShare(generated, writer.model.name));
  const failed = verdict?.stages.find(({ status }) => status === 'failed');
  run?.record({
    kind: 'stage',
    stage: 'project',
    task: '',
    method,
    outcome: verdict === null ? 'done' : verdict.passed ? 'passed' : 'failed',
    message: failed === undefined ? output : `${failed.id}: ${failed.message}`,
    seconds: (performance.now() - started) / 1000,
  });
  report(context, output, generated, verdict);
  return verdict?.passed !== false ? 0 : ERRORS.VERIFICATION_FAILED.exit;
}

/** Work between two waits leaves no turn in which an interrupt could be heard. Errors: the signal's reason. */
async function heed(signal: AbortSignal): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}

async function verifyOne(
  directory: string,
  level: VerifyLevel,
  { values, console, signal }: CommandContext,
  stages: Stages,
): Promise<Verdict> {
  const data = textOf(values, 'data');
  const request = { directory, ...(data === undefined ? {} : { data }) };
  const repairs = countOf(values, 'max-repairs', stages === BUILTIN ? REPAIRS : MODEL_REPAIRS);
  const options: RepairOptions = {
    level,
    repairs,
    unsandboxed: values.unsandboxed === true,
    signal,
    onProgress: ({ done, total, text }) => console.progress(done, total, text),
    onVerified: async (verified) => writeVerification(directory, verified),
    onRepair: (_directory, failed) => console.talk(renderRepair(failed)),
  };
  const [result] = await verifyAndRepair([request], options, stages);
  if (result === undefined) throw new DLCodeGenError('UNEXPECTED', 'verification gave no result');
  for (const { path: stage, message } of result.unrepaired)
    console.talk(`${stage} cannot be repaired: ${message}`);
  return result.verdict;
}

/** How much of the code the model wrote, as PROVENANCE.json has it. */
function renderShare({ files }: Generated, model: string): string {
  return `${model} wrote ${(100 * shareOfModel(files)).toFixed(1)} % of the code`;
}

function report(
  { console }: CommandContext,
  directory: string,
  { record }: Generated,
  verdict: Verdict | null,
): void {
  if (console.json) {
    console.print(
      JSON.stringify({
        project: directory,
        passed: verdict?.passed ?? null,
        stages: verdict?.stages ?? [],
        agreement: verdict?.agreement ?? {},
        warnings: warningsOf(record),
        assumptions: record.assumptions,
        asked: record.asked,
      }),
    );
    return;
  }
  for (const warning of warningsOf(record)) console.talk(`warning: ${warning}`);
  for (const assumption of record.assumptions) console.talk(`assumed: ${assumption}`);
  const summary = summarizeAsked(record.asked);
  if (summary !== '') console.talk(summary);
  for (const { id, status, ms, message } of verdict?.stages ?? []) {
    console.talk(`${id} ${status.padEnd(7)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${message}`);
  }
  console.print(directory);
}

/** Plan, retrieval and what would be asked; nothing is written, nothing leaves the machine. */
function showDryRun(
  { console }: CommandContext,
  { record, selection, files }: Generated,
  writer: CommandWriter | null,
): number {
  const retrieval = selection.ranked
    .slice(0, 5)
    .map(({ sample, score, reason }) => ({ id: sample.id, score, reason }));
  const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  const estimate = writer?.estimate() ?? {
    model: 'builtin',
    isHosted: false,
    tokens: 0,
    cost: 0,
    questions: [],
  };
  if (console.json) {
    console.print(
      JSON.stringify({
        plan: JSON.parse(renderPlanRecord(record)),
        retrieval,
        estimate: { ...estimate, files: files.size, bytes },
        warnings: warningsOf(record),
      }),
    );
    return 0;
  }
  console.print(renderPlanRecord(record));
  for (const { id, reason } of retrieval) console.talk(`${id}: ${reason}`);
  for (const { stage, prompt } of estimate.questions) console.talk(`--- ${stage}\n${prompt}`);
  const where = estimate.isHosted ? 'which is not on this machine' : 'on this machine';
  const asked =
    estimate.questions.length === 0
      ? 'no model is asked, nothing leaves this machine'
      : `would ask ${estimate.model}, ${where}: at most ${estimate.tokens} tokens, ${estimate.cost === null ? 'price not known' : `$${estimate.cost.toFixed(4)}`}`;
  console.talk(`would write ${files.size} files, ${bytes} bytes; ${asked}`);
  return 0;
}
