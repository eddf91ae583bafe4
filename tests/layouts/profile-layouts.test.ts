import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readUserData } from '../../src/pipeline/index.ts';
import { renderProfile } from '../../src/profile/index.ts';
import { verifies } from '../requirements.ts';
import { FACT_NAMES, FORM_FACTS, JUDGED_PAIRS } from './facts-table.ts';
import { LAYOUTS } from './layouts-table.ts';

const base = mkdtempSync(path.join(tmpdir(), 'layouts-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('every kind of data has a layout', () => {
  const kinds = new Set(LAYOUTS.map(({ expected }) => expected.kind));
  expect(Object.keys(FACT_NAMES).filter((kind) => !kinds.has(kind as never))).toEqual([]);
});

test.each(LAYOUTS.map((layout, index) => ({ ...layout, index })))(
  `${verifies('dataset-attributes')} profile of $name`,
  async ({ index, write, path: given = '', requirement, target, expected }) => {
    const folder = path.join(base, `data ${index}`);
    mkdirSync(folder);
    await write(folder);
    const { profile } = await readUserData({
      path: path.join(folder, given),
      requirement: { text: requirement, attributes: '' },
      ...(target === undefined ? {} : { target }),
    });
    if (profile === null) throw new Error('data give a profile');
    const { kind, facts } = profile.data;
    expect({ kind, target: profile.data.target }).toEqual({
      kind: expected.kind,
      target: expected.target,
    });
    expect(facts).toMatchObject(expected.facts);
    const forms = FORM_FACTS[String(facts['TABLE_FORM'])] ?? [];
    const groups = Object.keys(facts).filter((name) => name.startsWith('GROUP_'));
    expect(groups).toEqual(Object.keys(expected.facts).filter((name) => name.startsWith('GROUP_')));
    const judged = kind === 'text-pairs' && expected.target === 'class';
    const also = kind === 'text-table' && expected.target === 'labels' ? ['LABEL_SEPARATOR'] : [];
    expect(Object.keys(facts).toSorted()).toEqual(
      [...(judged ? JUDGED_PAIRS : FACT_NAMES[kind]), ...also, ...forms, ...groups].toSorted(),
    );
    expect(profile.count).toBeGreaterThan(0);
    expect(profile.attributes).toMatch(/^The dataset consists of /);
    expect(renderProfile(profile)).toContain(profile.targetReason);
  },
);
