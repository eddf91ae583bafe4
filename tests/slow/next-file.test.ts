import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { writeProject } from '../../src/project/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { verifyProjects } from '../../src/verification/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'next-file-'));
afterAll(() => rmSync(scratch, { recursive: true }));

type Cell = string | number;
const COLUMNS = ['sample_id', 'glaze', 'fired_on', 'peak_c', 'hours', 'defect'] as const;

/** Firings of a kiln; what goes wrong follows from temperature and glaze. */
function firing(row: number): Record<(typeof COLUMNS)[number], Cell> {
  const heat = (row * 37) % 101;
  const glaze = ['ash', 'tin', 'iron'][row % 3] ?? '';
  const defect = heat > 66 ? 'crack' : heat > 33 || glaze === 'ash' ? 'none' : 'crawl';
  const day = String((row % 27) + 1).padStart(2, '0');
  return {
    sample_id: `k${row}`,
    glaze,
    fired_on: `2025-${String((row % 12) + 1).padStart(2, '0')}-${day}`,
    peak_c: (1180 + heat).toFixed(1),
    hours: 6 + (row % 5),
    defect,
  };
}

function writeTable(folder: string, names: readonly string[], rows: readonly object[]): string {
  mkdirSync(folder);
  const lines = rows.map((row) =>
    names.map((name) => String((row as Record<string, Cell>)[name] ?? '')).join(','),
  );
  writeFileSync(path.join(folder, 'kiln.csv'), [names.join(','), ...lines, ''].join('\n'));
  return folder;
}

test('a specialised program reads the next file of the same form', async () => {
  const rows = Array.from({ length: 240 }, (_, row) => firing(row));
  const data = writeTable(path.join(scratch, 'first'), COLUMNS, rows);
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const requirement = {
    text: 'Predict the defect of a fired pot with a small neural network',
    attributes: '',
  };
  const planned = await planProject({ requirement, data, samples, given: null, target: 'defect' });
  const generated = await generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
  const defined = generated.final.program.segments.flatMap(({ defines }) => defines);
  expect(defined).toContain('NUMBERS');
  expect(defined.filter((name) => /^(find_role|clean_numbers|strip_cells)$/.test(name))).toEqual(
    [],
  );
  const directory = path.join(scratch, 'project');
  await writeProject(directory, generated.files, { force: false });

  const shuffled = ['hours', 'defect', 'kiln', 'peak_c', 'sample_id', 'fired_on', 'glaze'];
  const next = rows.map((row, at) => ({
    ...row,
    kiln: at % 2,
    glaze: at % 10 === 0 ? 'celadon' : at % 11 === 0 ? '' : row.glaze,
    peak_c: at % 7 === 0 ? '' : at % 50 === 1 ? 'n/k' : row.peak_c,
    hours: at % 9 === 0 ? '' : `${row.hours}.0`,
    fired_on: at % 13 === 0 ? '' : row.fired_on,
    defect: at % 40 === 0 ? '' : row.defect,
  }));
  const changed = writeTable(path.join(scratch, 'next'), shuffled, next);
  const failed: string[] = [];
  await verifyProjects([{ directory, data: changed }], {
    level: 'smoke',
    onVerified: async ({ verdict, log }) => {
      for (const { id, status, message } of verdict.stages)
        if (status === 'failed') failed.push(`${id}: ${message}\n${log.slice(-2000)}`);
    },
  });
  expect(failed).toEqual([]);
});
