import path from 'node:path';
import { expect, test } from 'vitest';
import { type Origin, TABLE_FORMS } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { adaptTableReader } from './table-reader.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const KINDS = { polygons: 'image-masks', boxes: 'image-boxes', other: 'image-table' } as const;

function kindOf(form: string): string {
  if (form === 'polygons') return KINDS.polygons;
  return /box|coco|voc|yolo/.test(form) ? KINDS.boxes : KINDS.other;
}

const rows = TABLE_FORMS.flatMap((form) =>
  samples
    .filter(({ data }) => data.kind === kindOf(form))
    .map((sample) => [form, sample.id, sample] as const),
);

test.each(rows)('rows as %s are read by %s, every name bound', (form, _, { program: text }) => {
  const read = readProgram(text, ORIGIN);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  const { program, unbound } = pruneProgram(
    adaptTableReader(read.value, { TABLE_FORM: form }, ORIGIN),
  );
  const names = program.segments.flatMap(({ defines }) => defines);
  expect(unbound).toEqual([]);
  expect(names).toHaveLength(new Set(names).size);
  expect(names).toContain(form === 'polygons' ? 'read_polygons' : 'open_table');
  expect(names.includes('MASK_FOLDER')).toBe(false);
});
