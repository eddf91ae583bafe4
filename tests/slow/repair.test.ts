import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Segment } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { verifyAndRepair } from '../../src/pipeline/index.ts';
import { renderProject, writeProject } from '../../src/project/index.ts';
import { createSegment } from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { makeRecord, readTiny } from '../programs/tiny-program.ts';
import { verifies } from '../requirements.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'repair-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test(`${verifies('repair')} a project whose model cannot be built takes the other draft's code and passes`, async () => {
  const pool = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const sample = pool.find(({ id }) => id === 'table-multiclass');
  if (sample === undefined) throw new Error('no such sample');
  const { requirement, plan, data } = sample;
  const program = readTiny(sample.program);
  const segments = program.segments.map((segment): Segment => {
    if (segment.id !== 'model.build_model') return segment;
    const code = segment.code.replace('layers.Dense(64', 'layers.Dense(-64');
    const alternative = { code: segment.code, origin: segment.origin };
    return { ...createSegment('model', code, segment.origin), alternative };
  });
  const files = await renderProject({
    requirement,
    record: makeRecord({ plan, data }),
    program: { ...program, segments },
  });
  if (!files.ok) throw new Error(files.issues[0]?.message);
  const directory = path.join(scratch, 'project');
  await writeProject(directory, files.value, { force: false });
  const [settled] = await verifyAndRepair([{ directory }], { level: 'smoke' });
  expect(settled?.verdict.stages.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(settled?.earlier).toHaveLength(1);
  expect(settled?.earlier[0]?.stages.find(({ status }) => status === 'failed')?.id).toBe('S3');
});
