import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startFaultServer, type Fault, type FaultServer } from '../../tests/llm/fault-server.ts';
import type { RunCommand } from './command.ts';
import { run as generate } from './commands/generate.ts';
import { run as runs } from './commands/runs.ts';
import type { OptionValues } from './options.ts';

const KEY = 'canary-0123456789abcdef';
const CODE = '```python\nimport keras\n\n\ndef helper():\n    return keras\n```';

let scratch: string;
let server: FaultServer | null = null;
beforeEach(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'model-run-'));
  vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'cache'));
  vi.stubEnv('XDG_DATA_HOME', path.join(scratch, 'data'));
  vi.stubEnv('DLCODEGEN_API_KEY', KEY);
});
afterEach(async () => {
  await server?.close();
  server = null;
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

/** Runs a command in this process: its status and what it printed. */
async function call(
  command: RunCommand,
  positionals: readonly string[],
  values: OptionValues,
): Promise<{ readonly exit: number; readonly printed: string; readonly said: string }> {
  const [printed, said]: [string[], string[]] = [[], []];
  const exit = await command({
    positionals,
    values,
    console: {
      json: values.json === true,
      print: (text) => printed.push(text),
      talk: (text) => said.push(text),
      progress: () => undefined,
    },
    signal: new AbortController().signal,
  });
  return { exit, printed: printed.join('\n'), said: said.join('\n') };
}

/** All bytes below the scratch folder. */
function everything(): string {
  return readdirSync(scratch, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

async function makeProject(fault: Fault, output = 'project') {
  server ??= await startFaultServer(fault, () => CODE);
  return call(generate, ['Classify iris flowers of three species in a table'], {
    model: 'openai-compatible:tiny',
    'base-url': server.url,
    retries: '0',
    verify: 'none',
    output: path.join(scratch, output),
  });
}

test.for<Fault>(['none', 'unauthorized'])(
  '%s: the run is recorded, the key is not',
  async (fault) => {
    const { exit, said } = await makeProject(fault);
    expect(exit).toBe(0);
    const listed = await call(runs, ['list'], { json: true });
    const [run] = JSON.parse(listed.printed) as { readonly id: string }[];
    const failed = fault === 'none' ? 0 : 3;
    expect(run).toMatchObject({
      status: 'done',
      model: 'openai-compatible:tiny',
      methods: ['dlcodegen'],
      totals: { calls: 3, cached: 0, failed, input: failed === 0 ? 21 : 0, cost: 0 },
    });
    expect(said).toContain(`run ${run?.id}: 3 calls`);
    const shown = await call(runs, ['show', run?.id ?? ''], {});
    expect(shown.printed).toMatch(fault === 'none' ? /done/ : /PROVIDER_AUTH 3 times/);
    expect(everything() + said + listed.printed + shown.printed).not.toContain(KEY);
    await call(runs, ['rm', run?.id ?? ''], {});
    expect((await call(runs, ['list'], { json: true })).printed).toBe('[]');
  },
);

test('every call is found by its key, with its question', async () => {
  await makeProject('none');
  const listed = await call(runs, ['list'], { json: true });
  const [run] = JSON.parse(listed.printed) as { readonly id: string }[];
  const shown = await call(runs, ['show', run?.id ?? ''], { json: true });
  const { events } = JSON.parse(shown.printed) as {
    readonly events: readonly { readonly kind: string; readonly call: string }[];
  };
  const calls = events.filter(({ kind }) => kind === 'call');
  expect(calls).toHaveLength(3);
  for (const { call: key } of calls) {
    const file = path.join(
      scratch,
      'cache/dlcodegen/replies',
      key.slice(0, 2),
      `${key.slice(2)}.json`,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      text: CODE,
      question: { prompt: expect.stringContaining('three species') as string },
    });
  }
});

test('a run again asks nothing again', async () => {
  await makeProject('none');
  const asked = server?.requests.length;
  await makeProject('none', 'again');
  expect(server?.requests).toHaveLength(asked ?? 0);
  const { printed } = await call(runs, ['list'], { json: true });
  const found = JSON.parse(printed) as { readonly totals: { readonly cached: number } }[];
  expect(found.map(({ totals }) => totals.cached).toSorted()).toEqual([0, 3]);
});

test.for([[], ['list', 'x'], ['show'], ['rm'], ['toString']])(
  'runs %j is no command',
  async (words) => {
    await expect(call(runs, words, {})).rejects.toMatchObject({ code: 'USAGE' });
  },
);
