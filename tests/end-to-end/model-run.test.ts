import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../llm/fault-server.ts';
import { CODE, KEY, useModelCommands, type Called } from '../llm/model-command.ts';
import { run as generate } from '../../src/cli/commands/generate.ts';
import { run as runs } from '../../src/cli/commands/runs.ts';
import type { OptionValues } from '../../src/cli/options.ts';

const commands = useModelCommands();
const { call } = commands;

async function makeProject(fault: Fault, output = 'project'): Promise<Called> {
  return call(generate, ['Classify iris flowers of three species in a table'], {
    ...(await commands.model(fault)),
    verify: 'none',
    output: path.join(commands.folder, output),
  });
}

describe('commands with a model', () => {
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

  describe('a batch', () => {
    const makeBatch = async (change: OptionValues = {}, answer?: () => string) => {
      const batch = path.join(commands.folder, 'batch.jsonl');
      const texts = [
        'Classify iris flowers in a table',
        'order me a pizza',
        'Forecast the water level',
      ];
      const lines = texts.map((text) => JSON.stringify({ 'User Requirement': text }));
      writeFileSync(batch, lines.join('\n'));
      const output = path.join(commands.folder, 'projects');
      const called = await call(generate, [], {
        ...(await commands.model('none', answer)),
        batch,
        output,
        method: 'direct',
        verify: 'none',
        ...change,
      });
      const rows = readFileSync(path.join(output, 'results.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return { ...called, rows };
    };

    test('every line asks, a failed one is recorded', async () => {
      const { exit, rows } = await makeBatch();
      expect(exit).toBe(7);
      expect(rows).toMatchObject([
        { id: '000', modelShare: expect.any(Number) as number },
        { id: '001', error: { code: 'UNSUPPORTED_TASK' } },
        { id: '002' },
      ]);
      expect(commands.server().requests).toHaveLength(2);
      const listed = await call(runs, ['list'], { json: true });
      const [run] = JSON.parse(listed.printed) as { readonly id: string }[];
      expect(run).toMatchObject({ status: 'BATCH_FAILED', totals: { calls: 2 } });
      const shown = await call(runs, ['show', run?.id ?? ''], { json: true });
      const { parts } = JSON.parse(shown.printed) as { readonly parts: readonly object[] };
      expect(parts).toHaveLength(3);
      expect(parts).toContainEqual(
        expect.objectContaining({ task: '001', outcome: 'UNSUPPORTED_TASK' }),
      );
    });

    // A reply may take $1 and takes $0.30.
    test('all lines share one limit', async () => {
      const { rows, said } = await makeBatch({
        price: '0,100000',
        'reply-tokens': '10',
        'max-cost': '1.2',
      });
      expect(commands.server().requests).toHaveLength(1);
      expect(said).toContain('BUDGET');
      expect(rows.filter(({ error }) => error === undefined)).toHaveLength(2);
    });

    test('killed and begun again, it asks nothing that was answered', async () => {
      await makeBatch();
      const { rows } = await makeBatch({ force: true });
      expect(commands.server().requests).toHaveLength(2);
      expect(rows).toHaveLength(3);
    });

    test('what the model wrote and does not run gives way to the builtin project', async () => {
      const output = path.join(commands.folder, 'builtin');
      await call(generate, ['Forecast the water level'], { verify: 'none', output });
      const model = readFileSync(path.join(output, 'model.py'), 'utf8');
      const built = model.slice(model.indexOf('def build_model'));
      const broken = built.replace('    model = ', '    import nowhere_at_all\n    model = ');
      expect(broken).not.toBe(built);
      const answer = (): string => `\`\`\`python\nimport keras\n\n\n${broken}\n\`\`\``;
      const { rows, said } = await makeBatch({ verify: 'static', 'max-repairs': '1' }, answer);
      expect(said).toContain('002: what the model wrote does not run');
      expect(rows[2]).toMatchObject({ id: '002', passed: true, modelShare: 0 });
    });

    test('a dry run of it is refused', async () => {
      await expect(makeBatch({ 'dry-run': true })).rejects.toMatchObject({ code: 'USAGE' });
    });
  });

  test.for([[], ['list', 'x'], ['show'], ['rm'], ['toString']])(
    'runs %j is no command',
    async (words) => {
      await expect(call(runs, words, {})).rejects.toMatchObject({ code: 'USAGE' });
    },
  );
});
