import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../tests/llm/fault-server.ts';
import { CODE, KEY, useModelCommands, type Called } from '../../tests/llm/model-command.ts';
import { run as generate } from './commands/generate.ts';
import { run as runs } from './commands/runs.ts';

const commands = useModelCommands();
const { call } = commands;

async function makeProject(fault: Fault, output = 'project'): Promise<Called> {
  return call(generate, ['Classify iris flowers of three species in a table'], {
    ...(await commands.model(fault)),
    verify: 'none',
    output: path.join(commands.folder, output),
  });
}

// Each runs a whole command, with pool and predictor.
describe('commands with a model', { timeout: 120_000 }, () => {
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
      expect(commands.everything() + said + listed.printed + shown.printed).not.toContain(KEY);
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
        commands.folder,
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
    const asked = commands.server().requests.length;
    await makeProject('none', 'again');
    expect(commands.server().requests).toHaveLength(asked);
    const { printed } = await call(runs, ['list'], { json: true });
    const found = JSON.parse(printed) as { readonly totals: { readonly cached: number } }[];
    expect(found.map(({ totals }) => totals.cached).toSorted((one, two) => one - two)).toEqual([
      0, 3,
    ]);
  });

  test.for([[], ['list', 'x'], ['show'], ['rm'], ['toString']])(
    'runs %j is no command',
    async (words) => {
      await expect(call(runs, words, {})).rejects.toMatchObject({ code: 'USAGE' });
    },
  );
});
