import { DLCodeGenError, ownTable } from '../../core/index.ts';
import {
  listRuns,
  readRun,
  removeRun,
  type RunDetails,
  type RunSummary,
  type Totals,
} from '../../runs/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { runsFolder } from '../model-run.ts';

type Action = (context: CommandContext, folder: string, ids: readonly string[]) => Promise<void>;

/** `runs list|show|rm` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [name = '', ...ids] = context.positionals;
  const action = ACTIONS[name];
  const count = { list: 0, show: 1 }[name] ?? ids.length;
  if (action === undefined || ids.length !== count || (name === 'rm' && count === 0))
    throw new DLCodeGenError('USAGE', 'runs takes: list, show ID, or rm ID ...');
  await action(context, runsFolder(context.values), ids);
  return 0;
};

const ACTIONS: Readonly<Record<string, Action>> = ownTable({
  list: async ({ console }, folder) => {
    const runs = listRuns(folder);
    if (console.json) return console.print(JSON.stringify(runs.map(toJson)));
    if (runs.length === 0) return console.talk(`no run in ${folder}`);
    console.print(
      renderTable([
        ['id', 'started', 'status', 'command', 'model', ...TOTALS, 'asked'],
        ...runs.map(({ manifest, status, totals }) => [
          manifest.id,
          manifest.started.slice(0, 16).replace('T', ' '),
          status,
          manifest.command,
          manifest.model,
          ...renderTotals(totals),
          shorten(manifest.asked),
        ]),
      ]),
    );
  },
  show: async ({ console }, folder, [id = '']) => {
    const details = readRun(folder, id);
    if (console.json) {
      const { events, parts } = details;
      return console.print(JSON.stringify({ ...toJson(details), parts, events }));
    }
    console.print(renderDetails(details));
  },
  rm: async ({ console }, folder, ids) => {
    for (const id of ids) removeRun(folder, id);
    if (console.json) console.print(JSON.stringify({ removed: ids }));
    else console.talk(`removed ${ids.join(', ')}; replies stay in the cache`);
  },
});

function toJson({ manifest, status, totals }: RunSummary): object {
  const { ended: _, ...rest } = manifest;
  return { ...rest, status, totals };
}

const TOTALS = ['calls', 'kept', 'failed', 'tokens in', 'tokens out', 'cost', 'seconds'] as const;

function renderTotals({ calls, cached, failed, input, output, cost, seconds }: Totals): string[] {
  const price = cost === null ? 'unknown' : `$${cost.toFixed(4)}`;
  return [...[calls, cached, failed, input, output].map(String), price, seconds.toFixed(1)];
}

function renderDetails({ manifest, status, totals, parts, events }: RunDetails): string {
  const { id, started, command, asked, model, methods, seed, options, ended, versions } = manifest;
  const calls = events.filter(({ kind }) => kind === 'call');
  const failures = [...Map.groupBy(calls, ({ outcome }) => outcome)]
    .filter(([outcome]) => outcome !== 'replied')
    .map(([outcome, all]) => `${outcome} ${all.length} times: ${all[0]?.message}`);
  return [
    `run      ${id}, ${status}`,
    `time     ${started}${ended === undefined ? '' : ` to ${ended.time}`}`,
    `asked    ${command}: ${asked}`,
    `model    ${model}, ${methods.join(', ')}, seed ${seed ?? 'not stated'}`,
    `options  ${Object.entries(options)
      .map(([name, value]) => (value === true ? `--${name}` : `--${name} ${String(value)}`))
      .join(' ')}`,
    `version  ${Object.entries(versions)
      .map((pair) => pair.join(' '))
      .join(', ')}`,
    ...failures.map((text) => `failed   ${text}`),
    '',
    renderTable([
      ['task', 'method', ...TOTALS, 'outcome'],
      ...parts.map((part) => [
        part.task,
        part.method,
        ...renderTotals(part.totals),
        [part.outcome, shorten(part.message)].filter((text) => text !== '').join(': '),
      ]),
      ['all', '', ...renderTotals(totals), status],
    ]),
  ].join('\n');
}

const WIDEST = 60;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    rows.reduce((widest, row) => Math.max(widest, (row[at] ?? '').length), 0),
  );
  return rows
    .map((row) =>
      row
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
