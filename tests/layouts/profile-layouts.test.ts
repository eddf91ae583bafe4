import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { factNames, factSchema, factsOf, TABLE_FORMS } from '../../src/kinds/index.ts';
import { renderProfile } from '../../src/profile/index.ts';
import type { Facts } from '../../src/artifacts/index.ts';
import { verifies } from '../requirements.ts';
import { sweep } from '../sweep.ts';
import { decideTask } from './decide-task.ts';
import { LAYOUTS } from './layouts-table.ts';

/** Facts that stand with a kind only where the data are so. */
const BESIDES =
  /^(?:GROUP_|SPLIT_|(?:TRAIN|VALIDATION|TEST)_FOLDER|CLASS_SPELLINGS|CLASS_ABOVE|MISSING_|HEADER)/;

const base = mkdtempSync(path.join(tmpdir(), 'layouts-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.each(sweep(LAYOUTS, 3).map((layout, index) => ({ ...layout, index })))(
  `${verifies('dataset-attributes')} profile of $name`,
  async ({ index, write, path: given = '', requirement, target, expected }) => {
    const folder = path.join(base, `data ${index}`);
    mkdirSync(folder);
    await write(folder);
    const { profile } = await decideTask(path.join(folder, given), requirement, target);
    if (profile === null) throw new Error('data give a profile');
    const { kind, facts } = profile.data;
    expect({ kind, target: profile.data.target }).toEqual({
      kind: expected.kind,
      target: expected.target,
    });
    expect(facts).toMatchObject(expected.facts);
    const { TABLE_FORM: form } = factsOf(profile.data);
    const forms =
      form === undefined || form === null ? [] : ['TABLE_FORM', ...TABLE_FORMS[form].facts];
    const own: readonly string[] = factNames(profile.data);
    const besides = (names: Facts): readonly string[] =>
      Object.keys(names)
        .filter((name) => BESIDES.test(name) && !own.includes(name))
        .toSorted();
    expect(besides(facts)).toEqual(besides(expected.facts));
    expect(Object.keys(facts).toSorted()).toEqual(
      [...new Set([...own, ...forms, ...besides(facts)])].toSorted(),
    );
    expect(factSchema(kind).safeParse(facts).error?.issues ?? []).toEqual([]);
    expect(profile.count).toBeGreaterThan(0);
    expect(profile.attributes).toMatch(/^The dataset consists of /);
    expect(renderProfile(profile)).toContain(profile.targetReason);
  },
);
