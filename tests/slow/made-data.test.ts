import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataSpec } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { factSchema } from '../../src/kinds/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { preparePythonEnvironment } from '../../src/verification/index.ts';
import { decideTask } from '../layouts/decide-task.ts';
import { verifies } from '../requirements.ts';

/**
 * Data made from the facts of a program are read as what the program declares. As every kind and every target has a program
 * (`kinds.test.ts`, `targets.test.ts`), every kind and every target is found by its detector.
 */
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const base = mkdtempSync(path.join(tmpdir(), 'made-data-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let python = '';
beforeAll(async () => {
  python = (await preparePythonEnvironment()).python;
});

/** Enough for columns and classes to be told from one another. */
const ITEMS = 120;
const MAKE = `
import importlib, json, sys
from pathlib import Path
folder, kind, facts, target, count = sys.argv[1:]
maker = importlib.import_module("made_data." + kind.replace("-", "_"))
maker.make_data(Path(folder), json.loads(facts), target, int(count))
`;

function makeData(folder: string, { kind, facts, target }: DataSpec): void {
  const values = [folder, kind, JSON.stringify(facts), target, String(ITEMS)];
  execFileSync(python, ['-c', MAKE, ...values], { cwd: path.join(PACKAGE_ROOT, 'python') });
}

/** Facts that say where the data are; sizes are those of the made data. */
const PLACE =
  /_(?:ROOT|FOLDER)$|^(?:TABLE|TEXT|INPUT)_FILE$|^(?:IMAGE|AUDIO|TEXT|WORD|TAG)_COLUMN$/;

test.each(samples.map((sample) => [sample.id, sample] as const))(
  `${verifies('dataset-attributes')} data made for %s are read as its kind and target`,
  async (id, { data, requirement }) => {
    const folder = path.join(base, id);
    mkdirSync(folder);
    makeData(folder, data);
    const { profile } = await decideTask(folder, requirement.text);
    const places = Object.entries(data.facts).filter(
      ([name, value]) => PLACE.test(name) && value !== null,
    );
    expect(profile?.data).toMatchObject({
      kind: data.kind,
      target: data.target,
      facts: Object.fromEntries(places),
    });
    const facts = factSchema(data.kind).safeParse(profile?.data.facts);
    expect(facts.error?.issues ?? []).toEqual([]);
  },
);
