import path from 'node:path';
import { dataFolder, type Result } from '../core/index.ts';
import type { Question, Reply } from '../llm/index.ts';
import { recordRun, toCallEvent, type Run, type RunOptions } from '../runs/index.ts';
import type { CommandContext } from './command.ts';
import type { CommandWriter } from './model-options.ts';
import { textOf, type OptionValues } from './options.ts';
import { version } from './version.ts';

/** Where runs are recorded and looked up. */
export function runsFolder(values: OptionValues): string {
  return textOf(values, 'runs') ?? path.join(dataFolder(), 'runs');
}

/** Does the work of a command that asks a model as a recorded run; its exit status. Errors: those of `recordRun`. */
export async function runWithModel(
  { values, console }: CommandContext,
  writer: CommandWriter,
  about: Pick<RunOptions, 'command' | 'asked' | 'methods' | 'seed'>,
  work: (run: Run) => Promise<number>,
): Promise<number> {
  const folder = runsFolder(values);
  const options = { ...about, model: writer.model.name, options: values, folder, version };
  return recordRun(options, async (run) => {
    const exit = await work(run);
    const { calls, cached, failed, cost } = run.totals();
    const price = cost === null ? 'cost not known' : `$${cost.toFixed(4)}`;
    console.talk(
      `run ${run.id}: ${calls} calls, ${cached} of them kept replies, ${failed} failed, ${price}`,
    );
    return exit;
  });
}

/** The writer of one project or line of a batch: what it asks is recorded and told. */
export function writerOf<W extends CommandWriter>(
  writer: W,
  run: Run,
  part: { readonly task: string; readonly method: string },
  { console }: Pick<CommandContext, 'console'>,
): W {
  const onReply = (question: Question, reply: Result<Reply>): void => {
    run.record({ ...toCallEvent(writer.model, question, reply), ...part });
    const before = part.task === '' ? '' : `${part.task} `;
    console.talk(`${before}${renderReply(question, reply)}`);
  };
  return { ...writer, onReply };
}

/** What is said of each reply while it is waited for. */
function renderReply({ stage }: Question, reply: Result<Reply>): string {
  if (!reply.ok)
    return `${stage}: ${reply.issues.map(({ code, message }) => `${code}: ${message}`).join('; ')}`;
  const { usage, cost, ms, isCached, warnings } = reply.value;
  const tokens = usage === null ? '' : `, ${usage.input} + ${usage.output} tokens`;
  const price = cost === null || cost === 0 ? '' : `, $${cost.toFixed(4)}`;
  const said = warnings.map((warning) => `; ${warning}`).join('');
  return `${stage}: ${isCached ? 'kept reply' : `${(ms / 1000).toFixed(1)} s`}${tokens}${price}${said}`;
}
