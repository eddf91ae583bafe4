import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Program, Verdict } from '../artifacts/index.ts';
import { fail, ok } from '../core/index.ts';
import { renderProject, writeProject } from '../project/index.ts';
import { makeRecord, readTiny, TINY } from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import type { Stages } from './stages.ts';
import { verifyAndRepair } from './verify-and-repair.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'repair-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Static verification stops at an import of a package that no environment has; each repair takes one away. */
const BROKEN = TINY.replace(
  'import keras\n',
  'import keras\nimport lost_one\nimport lost_two\n',
).replace('print(TARGET, data_dir)', 'print(lost_one, lost_two)');

async function write(name: string, source: string): Promise<string> {
  const directory = path.join(scratch, name);
  const requirement = { text: 'Tell rows apart', attributes: '' };
  const files = await renderProject({
    requirement,
    record: makeRecord(),
    program: readTiny(source),
  });
  if (!files.ok) throw new Error(files.issues[0]?.message);
  await writeProject(directory, files.value, { force: true });
  return directory;
}

function without(program: Program, name: string): Program {
  const source = (code: string): string => code.replace(new RegExp(`${name}(, )?`), '');
  const segments = program.segments
    .filter(({ defines }) => !defines.includes(name))
    .map((segment) => ({
      ...segment,
      code: source(segment.code),
      uses: segment.uses.filter((used) => used !== name),
    }));
  return { ...program, segments };
}

/** Takes away the next lost package, as a person would. */
const mending: Pick<Stages, 'repair'> = {
  repair: ({ program }) => {
    const name = ['lost_one', 'lost_two'].find((lost) =>
      program.segments.some(({ uses }) => uses.includes(lost)),
    );
    return name === undefined
      ? fail({ code: 'NO_ALTERNATIVE', path: '', message: 'nothing is lost' })
      : ok(without(program, name));
  },
};

test.each([
  [0, 0, false],
  [1, 1, false],
  [2, 2, true],
  [5, 2, true],
])(
  `${verifies('repair')} with %i repairs allowed, %i are made and the project passes: %s`,
  async (repairs, made, passes) => {
    const directory = await write(`allowed-${repairs}`, BROKEN);
    const told: (string | undefined)[] = [];
    const verified: boolean[] = [];
    const [settled] = await verifyAndRepair(
      [{ directory }],
      {
        level: 'static',
        repairs,
        onRepair: (_, failed) => told.push(failed?.id),
        onVerified: async ({ verdict }) => void verified.push(verdict.passed),
      },
      mending,
    );
    expect(settled?.verdict.passed).toBe(passes);
    expect(settled?.earlier.map(({ passed }) => passed)).toEqual(Array(made).fill(false));
    expect(settled?.unrepaired).toEqual([]);
    expect(told).toEqual(Array(made).fill('S1'));
    expect(verified).toEqual([...Array(made).fill(false), passes]);
    const script = readFileSync(path.join(directory, 'script.py'), 'utf8');
    expect([script.includes('lost_one'), script.includes('lost_two')]).toEqual([
      made < 1,
      made < 2,
    ]);
  },
);

test('projects are verified together, results in order; those that pass stay as they are', async () => {
  const good = await write('good', TINY);
  const bad = await write('bad', BROKEN.replace('print(lost_one, lost_two)', 'print(lost_one)'));
  const before = readFileSync(path.join(good, 'script.py'), 'utf8');
  const settled = await verifyAndRepair(
    [{ directory: good }, { directory: bad }, { directory: good }],
    { level: 'static' },
    mending,
  );
  expect(settled.map(({ directory }) => directory)).toEqual([good, bad, good]);
  expect(settled.map(({ verdict, earlier }) => [verdict.passed, earlier.length])).toEqual([
    [true, 0],
    [true, 1],
    [true, 0],
  ]);
  expect(readFileSync(path.join(good, 'script.py'), 'utf8')).toBe(before);
});

test('what cannot be repaired is asked once and says why', async () => {
  const directory = await write('unrepairable', BROKEN);
  const [settled] = await verifyAndRepair([{ directory }], { level: 'static', repairs: 3 });
  expect(settled?.verdict.passed).toBe(false);
  expect(settled?.earlier).toEqual([]);
  expect(settled?.unrepaired.map(({ code }) => code)).toEqual(['NO_ALTERNATIVE']);
});

test('a repair that binds not every name is refused, and the project stays', async () => {
  const directory = await write('unbound', BROKEN);
  const before = readFileSync(path.join(directory, 'script.py'), 'utf8');
  const [settled] = await verifyAndRepair(
    [{ directory }],
    { level: 'static' },
    {
      repair: ({ program }) =>
        ok({
          ...program,
          segments: program.segments.filter(({ id }) => id !== 'model.build_model'),
        }),
    },
  );
  expect(settled?.unrepaired.map(({ code }) => code)).toContain('UNBOUND_NAME');
  expect(readFileSync(path.join(directory, 'script.py'), 'utf8')).toBe(before);
});

test('a repair that leaves the failure as it was is the last one', async () => {
  const directory = await write('circle', BROKEN);
  const [settled] = await verifyAndRepair(
    [{ directory }],
    { level: 'static', repairs: 5 },
    { repair: ({ program }) => ok(program) },
  );
  expect(settled?.earlier).toHaveLength(1);
  expect(settled?.unrepaired.map(({ code }) => code)).toEqual(['SAME_FAILURE']);
});

test('where no repair passes, what passed the most stages stays, with its verdict', async () => {
  const directory = await write('worse', BROKEN);
  const before = readFileSync(path.join(directory, 'script.py'), 'utf8');
  const written: string[] = [];
  const breaking: Pick<Stages, 'repair'> = {
    repair: ({ program }) => {
      const segments = program.segments.map((segment) =>
        segment.id === 'model.build_model'
          ? { ...segment, code: `${segment.code}\n    return (` }
          : segment,
      );
      return ok({ ...program, segments });
    },
  };
  const [settled] = await verifyAndRepair(
    [{ directory }],
    {
      level: 'static',
      onVerified: async ({ verdict }) => void written.push(failedStage(verdict)),
    },
    breaking,
  );
  expect(written).toEqual(['S1', 'S0', 'S1']);
  expect(failedStage(settled?.verdict)).toBe('S1');
  expect(settled?.earlier.map(failedStage)).toEqual(['S1', 'S0']);
  expect(readFileSync(path.join(directory, 'script.py'), 'utf8')).toBe(before);
});

function failedStage(verdict: Verdict | undefined): string {
  return verdict?.stages.find(({ status }) => status === 'failed')?.id ?? 'none';
}
