import path from 'node:path';
import { expect, test } from 'vitest';
import { type Facts, type Origin, TABLE_FORMS } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { codeOf, originOf, readTiny } from '../../tests/programs/tiny-program.ts';
import { TABLE_READERS } from './table-reader-table.ts';
import { adaptTableReader } from './table-reader.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const KINDS = { masks: 'image-masks', boxes: 'image-boxes', other: 'image-table' } as const;
/** Forms of masks, and a function of their readers. */
const MASKS: Readonly<Record<string, string>> = {
  polygons: 'read_polygons',
  'mask-names': 'read_names',
  'run-lengths': 'read_runs',
};

function kindOf(form: string): string {
  if (MASKS[form] !== undefined) return KINDS.masks;
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
  expect(names).toContain(MASKS[form] ?? 'open_table');
  expect(names.includes('MASK_FOLDER')).toBe(form === 'mask-names');
});

// Files that are stacked have names.
const ofFolders = rows.filter(([form]) => form !== 'stacked');

test.each(ofFolders)('rows as %s in the data folder itself are found by %s', (form, _, sample) => {
  const read = readProgram(sample.program, ORIGIN);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  const facts = { TABLE_FORM: form, TABLE_FILE: '' };
  const { program, unbound } = pruneProgram(adaptTableReader(read.value, facts, ORIGIN));
  expect(unbound).toEqual([]);
  const finders = program.segments.filter(({ defines }) => defines[0] === 'find_table');
  expect(finders.filter(({ code }) => !code.endsWith('return data_dir'))).toEqual([]);
});

const OWN = readTiny(`# %% Data
def open_table(path):
    return path


def prepare(data_dir):
    return open_table(data_dir)
`);

test.each(TABLE_FORMS)(
  'the functions for %s replace those of the program or stand beside them',
  (form) => {
    const { functions, constants, imports } = TABLE_READERS[form];
    const adapted = adaptTableReader(OWN, { TABLE_FORM: form }, ORIGIN);
    const codes = adapted.segments.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([...functions, ...constants, ...imports]));
    expect(codes).toContain(codeOf(OWN, 'data.prepare'));
    expect(codes.filter((code) => code.startsWith('def open_table'))).toHaveLength(1);
    expect(originOf(adapted, 'data.prepare')?.kind).toBe('code1');
    const place = (ids: readonly { id: string }[]): number =>
      ids.findIndex(({ id }) => id === 'data.open_table');
    expect(place(adapted.segments)).toBe(place(OWN.segments));
  },
);

test.each<[string, Facts]>([
  ['the form is that of the program', {}],
  ['no form is known', { TABLE_FORM: null }],
  ['the form has no reader', { TABLE_FORM: 'clay tablets' }],
])('a program stays as it is where %s', (_name, facts) => {
  expect(adaptTableReader(OWN, facts, ORIGIN)).toBe(OWN);
});
