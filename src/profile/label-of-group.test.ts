import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileData } from './index.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'label-of-group-'));
afterAll(() => rmSync(base, { recursive: true }));

test.each([
  ['one label a patient', (patient: number) => patient % 2, true],
  ['a label a row', (_: number, row: number) => row % 2, false],
])('%s', async (name, labelOf, isSaid) => {
  const file = path.join(base, `${name.replaceAll(' ', '-')}.csv`);
  const rows = Array.from({ length: 200 }, (_, row) => {
    const patient = Math.floor(row / 10);
    return [`p${patient}`, (row * 37) % 101, (row * 53) % 97, labelOf(patient, row)].join();
  });
  writeFileSync(file, `${['patient_id,pulse,pressure,sepsis', ...rows].join('\n')}\n`);
  const read = await profileData(file);
  const table = read.candidates.find(({ kind }) => kind === 'table');
  const profile = await table?.settle({ columns: ['sepsis'], target: 'class' });
  await read.close();
  const codes = profile?.findings.map(({ code }) => code) ?? [];
  expect(profile?.data.facts['GROUP_COLUMN']).toBe('patient_id');
  expect(codes.includes('LABEL_OF_GROUP')).toBe(isSaid);
});
