import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Sample } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { offerProgram } from '../../src/pipeline/index.ts';
import {
  readOwnPool,
  readPool,
  verifiedState,
  type OwnProgram,
} from '../../src/retrieval/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'pool-add-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const shipped = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const sample = shipped.find(({ id }) => id === 'table-binary') as Sample;
const offered: OwnProgram = {
  id: 'mine',
  text: sample.program,
  requirement: sample.requirement,
  plan: sample.plan,
  data: sample.data,
  licence: 'MIT',
};

/** How a program is broken -> why it is refused. */
const REFUSED: Readonly<Record<string, readonly [(program: string) => string, RegExp]>> = {
  'a package that is not installed': [
    (program) =>
      program
        .replace('import keras\n', 'import keras\nimport torch\n')
        .replace('SEED = 42', 'SEED = 42 if torch else 0'),
    /S1: /,
  ],
  'a network that does not build': [
    (program) =>
      program.replace(
        /(def build_model\([^)]*\)[^:]*:\n)/,
        '$1    raise ValueError("no network")\n',
      ),
    /S3: .*no network/,
  ],
  'no network': [
    (program) => program.replaceAll('build_model', 'make_model'),
    /is no program of a pool/,
  ],
};

test.each(Object.entries(REFUSED))(
  'refused: %s',
  { timeout: 400_000 },
  async (name, [change, message]) => {
    const text = change(offered.text);
    expect(text).not.toBe(offered.text);
    const pool = path.join(scratch, name);
    await expect(offerProgram({ ...offered, text }, { pool })).rejects.toThrow(message);
    expect(existsSync(pool)).toBe(false);
  },
);

test(
  'a program that passes every stage is in the pool, as it was run',
  { timeout: 400_000 },
  async () => {
    const pool = path.join(scratch, 'pool');
    const stages: string[] = [];
    await offerProgram(offered, {
      pool,
      onVerified: ({ verdict }) =>
        stages.push(...verdict.stages.map(({ id, status }) => `${id} ${status}`)),
    });
    expect(stages.slice(0, 7)).toEqual(
      ['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6'].map((id) => `${id} passed`),
    );
    const [own, ...others] = await readOwnPool(pool);
    expect(others).toEqual([]);
    expect(own).toMatchObject({ id: 'mine', licence: 'MIT', program: sample.program });
    expect(own === undefined ? null : verifiedState(own)).toBe('verified');
  },
);
