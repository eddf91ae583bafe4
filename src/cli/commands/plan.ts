import { existsSync } from 'node:fs';
import type { Sample } from '../../artifacts/index.ts';
import { DLCodeGenError, ERRORS, writeLines } from '../../core/index.ts';
import { planToJson, renderPlanRecord, summarizeAsked, warningsOf } from '../../plan/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { planFrom, readBatch, readBatchLine, requirementFrom, readAllSamples } from '../inputs.ts';
import { textOf } from '../options.ts';

export const run: RunCommand = async (context) => {
  const samples = await readAllSamples(context.values);
  const batch = textOf(context.values, 'batch');
  return batch === undefined ? planOne(context, samples) : planBatch(context, batch, samples);
};

async function planOne(context: CommandContext, samples: readonly Sample[]): Promise<number> {
  const { positionals, values, console, signal } = context;
  const requirement = await requirementFrom(positionals[0], values);
  const { record } = await planFrom(values, { requirement, samples, signal });
  for (const warning of warningsOf(record)) console.talk(`warning: ${warning}`);
  for (const assumption of record.assumptions) console.talk(`assumed: ${assumption}`);
  const summary = summarizeAsked(record.asked);
  if (summary !== '') console.talk(summary);
  console.print(renderPlanRecord(record));
  return 0;
}

/** Same order and count; a line that fails is an error record, and the exit status says so. */
async function planBatch(
  context: CommandContext,
  batch: string,
  samples: readonly Sample[],
): Promise<number> {
  const { values, console, signal } = context;
  const output = textOf(values, 'output');
  if (output === undefined) throw new DLCodeGenError('USAGE', 'plan --batch needs -o OUT.jsonl');
  if (existsSync(output) && values.force !== true) {
    throw new DLCodeGenError('BAD_INPUT', `${output} is there; --force replaces it`);
  }
  const lines = await readBatch(batch);
  let failures = 0;
  await writeLines(output, planLines());
  if (console.json) console.print(JSON.stringify({ n: lines.length, failed: failures, output }));
  return failures > 0 ? ERRORS.BATCH_FAILED.exit : 0;

  async function* planLines(): AsyncGenerator<string> {
    for (const [index, line] of lines.entries()) {
      signal.throwIfAborted();
      const row = await planLine(line, samples);
      if ('error' in row) failures += 1;
      console.progress(index + 1, lines.length, `planned ${index + 1} of ${lines.length}`);
      yield JSON.stringify(row);
    }
  }
}

async function planLine(
  line: string,
  samples: readonly Sample[],
): Promise<{ 'Code Plan': unknown } | { error: { code: string; message: string } }> {
  try {
    const { record } = await planFrom({}, { requirement: readBatchLine(line), samples });
    return { 'Code Plan': planToJson(record.plan) };
  } catch (error) {
    if (error instanceof DLCodeGenError)
      return { error: { code: error.code, message: error.message } };
    throw error;
  }
}
