import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { DataChoice, DataKind, DataProfile } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { editDistance, nearestName } from './column-names.ts';
import { readHead } from './csv-head.ts';
import { otherReadings, profileData, renderProfile } from './index.ts';
import { parseHeader } from './numpy-file.ts';

const base = mkdtempSync(path.join(tmpdir(), 'profile-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let files = 0;

function write(content: string | Buffer, name = 'data.csv'): string {
  const folder = path.join(base, String(++files));
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The most fitting candidate, of one kind if that is given, settled. */
async function settled(
  file: string,
  choice: DataChoice = {},
  kind?: DataKind,
): Promise<DataProfile> {
  const read = await profileData(file);
  try {
    const best = read.candidates.find((candidate) => kind === undefined || candidate.kind === kind);
    if (best === undefined) throw new Error('there is no candidate');
    return await best.settle(choice);
  } finally {
    await read.close();
  }
}

/** A table by one function per column. */
function rows(header: string, count: number, row: (at: number) => string): string {
  return `${header}\n${Array.from({ length: count }, (_, at) => row(at)).join('\n')}\n`;
}

function codes({ findings }: DataProfile): string[] {
  return findings.map(({ code, path }) => `${code} ${path}`);
}

test('distance counts a swap once, and gives up early', () => {
  expect(editDistance('weight', 'wieght')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('a', 'abcdefgh')).toBeGreaterThan(3);
  expect(nearestName('xyz', ['alpha', 'beta'])).toBeNull();
});

describe('the head of a delimited file', () => {
  test.each([
    ['comma', 'a,b\n1,2\n3,4\n', ',', true],
    ['semicolon with commas inside', 'a;b\n"1,5";x,y\n2;z,z\n', ';', true],
    ['tab', 'a\tb\n1\t2, 3\n4\t5, 6\n', '\t', true],
    ['pipe', 'a|b|c\n1|2|3\n4|5|6\n', '|', true],
    ['quoted newlines', 'a,b\n"x\n,y",1\n"z\n",2\n', ',', true],
    ['carriage returns', 'a,b\r\n1,2\r\n3,4\r\n', ',', true],
    ['one column', 'text\nhello world\nbye\n', ',', true],
    ['numbers only', '1.5,2\n2.5,3\n3.5,9\n', ',', false],
    ['years as names', 'country,1990,1991,1992\nA,5,6,7\nB,8,9,1\n', ',', true],
    ['counted names', ',0,1,2\n0,5,6,7\n1,8,9,1\n', ',', true],
    ['texts only', 'Go.\tVa !\nRun!\tCours !\nWait!\tAttends !\n', '\t', false],
    ['names missing over empty columns', 'v1,v2,,\nham,Go there 1 now,,\nspam,Win!,,\n', ',', true],
    ['texts with names', 'english\tfrench\nGo.\tVa !\nRun!\tCours !\n', '\t', true],
  ])('%s', async (_, text, separator, header) => {
    const head = await readHead(write(text), 'data.csv');
    expect({ separator: head.separator, header: head.header }).toEqual({ separator, header });
  });

  test('names are those of pandas', async () => {
    const head = await readHead(write('\ufeffa,,a,b\n1,2,3,4\n5,6,7,8\n'), 'data.csv');
    expect(head.names).toEqual(['a', 'Unnamed: 1', 'a.1', 'b']);
    expect(head.duplicates).toEqual(['a']);
  });
});

/** Targets that structure and names of columns speak for. */
describe('usual targets', () => {
  const iris = rows(
    'sepal,petal,price,species',
    30,
    (at) => `${at}.5,${at % 7}.25,${at * 3}.5,${'abc'[at % 3]}`,
  );
  test.each([
    ['the last usual name', iris, {}, 'species', 'class'],
    ['a chosen column', iris, { columns: ['petal'] }, 'petal', 'number'],
    ['a chosen column in another case', iris, { columns: ['SPECIES'] }, 'species', 'class'],
    [
      'the last column',
      rows('a,b,c', 30, (at) => `${at}.5,${at % 2},${at * 2}.25`),
      {},
      'c',
      'number',
    ],
    ['few whole numbers', rows('a,grade', 60, (at) => `${at}.5,${at % 3}`), {}, 'grade', 'class'],
    [
      'few whole numbers as numbers',
      rows('a,grade', 60, (at) => `${at}.5,${at % 5}`),
      { target: 'number' },
      'grade',
      'number',
    ],
    [
      'yes and no',
      rows('a,left', 30, (at) => `${at}.5,${at % 2 ? 'yes' : 'no'}`),
      {},
      'left',
      'class',
    ],
    [
      'several numbers',
      rows('a,b,c', 30, (at) => `${at}.5,${at}.1,${at}.2`),
      { columns: ['b', 'c'] },
      ['b', 'c'],
      'number',
    ],
  ] as const)('%s', async (_, text, choice, target, kind) => {
    const { data } = await settled(write(text), choice);
    expect({ target: data.facts['TARGET'], kind: data.target }).toEqual({ target, kind });
  });

  test('inputs and excluded columns', async () => {
    const columns = ['species'];
    const inputs = await settled(write(iris), { columns, inputs: ['petal'] });
    expect(inputs.data.facts['FEATURES']).toEqual(['petal']);
    const excluded = await settled(write(iris), { columns, excluded: ['price'] });
    expect(excluded.data.facts['FEATURES']).toEqual(['sepal', 'petal']);
  });

  test.each([
    ['a class and a number at once', { columns: ['price', 'species'] }, /neither all numbers/],
    ['words as numbers', { columns: ['species'], target: 'number' }, /holds no numbers/],
  ] as const)('%s are refused', async (_, choice, message) => {
    await expect(settled(write(iris), choice)).rejects.toThrow(message);
  });
});

/** What a table could be, the most fitting first. */
describe('candidates', () => {
  const day = (at: number): string =>
    new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
  const pairs = (head: string): string =>
    rows(
      head,
      40,
      (at) => `how do I mend the old boat ${at},where can one repair ship ${at},${at % 2}`,
    );
  const points = Array.from({ length: 100 }, (__, point) => point);
  const waves = (value: (at: number, point: number) => number): string =>
    rows([...points.map((point) => `g_${point}`), 'label'].join(','), 60, (at) =>
      [...points.map((point) => value(at, point).toFixed(4)), 'ab'[at % 2]].join(','),
    );
  test.each([
    ['rows', rows('a,b,y', 30, (at) => `${at}.5,${at}.25,${at % 2}`), ['table', 'series']],
    [
      'dates and numbers',
      rows('date,rain', 60, (at) => `${day(at)},${at % 7}.5`),
      ['series', 'table'],
    ],
    [
      'dates beside a category',
      rows('date,rain,site', 60, (at) => `${day(at)},${at % 7}.5,${'ab'[at % 2]}`),
      ['table', 'series'],
    ],
    [
      'years and a number',
      rows('year,rain', 60, (at) => `${1900 + at},${at % 7}.5`),
      ['series', 'table'],
    ],
    ['texts with a label', pairs('title,review,sentiment'), ['text-table', 'table', 'text-pairs']],
    ['sides by number', pairs('question1,question2,is_duplicate'), ['text-pairs', 'text-table']],
    ['sides by letter', pairs('text_a,text_b,score'), ['text-pairs', 'text-table']],
    ['partners', pairs('premise,hypothesis,y'), ['text-pairs', 'text-table']],
    ['two texts alone', pairs('source,paraphrase,y').replaceAll(/,\w+$/gm, ''), ['text-pairs']],
    [
      'ratings of items by users',
      rows('userId,movieId,rating', 60, (at) => `${at % 6},${at % 10},${(at % 9) / 2 + 0.5}`),
      ['table', 'table', 'series'],
    ],
    ['signals', waves((at, point) => Math.sin(at + point / 20)), ['signal-table', 'table']],
    [
      'measurements of many columns',
      waves((at, point) => Math.sin(at * (point ** 2 + 3))),
      ['table', 'signal-table'],
    ],
  ])('%s', async (_, text, kinds) => {
    const read = await profileData(write(text));
    await read.close();
    const found = read.candidates.map(({ kind }) => kind);
    expect(found[0]).toBe(kinds[0]);
    expect(found).toEqual(expect.arrayContaining(kinds));
  });

  test.each([
    ['months', 'year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec', /a column for each month/],
    ['years', 'country,1990,1991,1992,1993,1994,1995', /a column for each year/],
    ['days', 'site,2024-01-01,2024-01-02,2024-01-03,2024-01-04,2024-01-05', /for each date/],
  ])('%s in columns are no series, and it is said why', async (_, header, why) => {
    const width = header.split(',').length - 1;
    const text = rows(header, 30, (at) =>
      [1900 + at, ...Array.from({ length: width }, (__, column) => `${at + column}.5`)].join(','),
    );
    const read = await profileData(write(text));
    await read.close();
    expect(read.candidates.map(({ kind }) => kind)).not.toContain('series');
    expect(read.missing.find(({ kind }) => kind === 'series')?.why).toMatch(why);
  });

  test('a column of splits is neither input nor label, and named', async () => {
    const text = rows('a,b,kind,split', 40, (at) =>
      [`${at}.5`, `${at}.25`, 'xy'[at % 2], ['train', 'train', 'test'][at % 3]].join(','),
    );
    const profile = await settled(write(text));
    expect(profile.data.facts).toMatchObject({ TARGET: 'kind', FEATURES: ['a', 'b'] });
    expect(codes(profile)).toContain('GIVEN_SPLITS split');
  });

  test('cells with lists of numbers are neither inputs nor texts nor labels', async () => {
    const text = rows(
      'mood,pixels,age',
      40,
      (at) => `${at % 3},${[at, 7, 9, 3 * at].join(' ')},${at}.5`,
    );
    const profile = await settled(write(text), { columns: ['mood'] }, 'table');
    expect(profile.columns.map(({ role }) => role)).toEqual(['number', 'list', 'number']);
    expect(profile.data.facts['FEATURES']).toEqual(['age']);
    expect(codes(profile)).toContain('LEFT_OUT pixels');
  });

  test('tables beside the first are listed with their columns and opened when they are chosen', async () => {
    const first = write(
      rows('a,y', 30, (at) => `${at}.5,${at % 2}`),
      'train.csv',
    );
    const folder = path.dirname(first);
    writeFileSync(
      path.join(folder, 'people.csv'),
      rows('age,sport', 30, (at) => `${at},${'xy'[at % 2]}`),
    );
    const read = await profileData(folder);
    const [other] = read.others;
    expect([other?.file, other?.columns]).toEqual(['people.csv', ['age', 'sport']]);
    const candidates = await other?.open();
    expect(candidates?.[0]?.labels.map(({ name }) => name)).toEqual(['age', 'sport']);
    await read.close();
  });
});

describe('numbers written as text', () => {
  test.each([
    ['decimal commas', 'x;y', (at: number) => `${at},5;${at % 2}`, 0.5],
    ['points and commas', 'x;y', (at: number) => `1.00${at},25;${at % 2}`, 1000.25],
    ['quoted decimal commas', 'x,y', (at: number) => `"${at},5",${at % 2}`, 0.5],
    ['thousands', 'x,y', (at: number) => `"1,00${at}",${at % 2}`, 1000],
    ['money', 'x,y', (at: number) => `$ ${at}.50,${at % 2}`, 0.5],
    ['a unit', 'x,y', (at: number) => `${at}.5 km,${at % 2}`, 0.5],
    ['degrees', 'x,y', (at: number) => `${at}.5 °C,${at % 2}`, 0.5],
    ['thousands between semicolons', 'x;y', (at: number) => `€ 1,00${at}.5;${at % 2}`, 1000.5],
    ['blanks', 'x,y', (at: number) => `${at === 3 ? ' ' : `${at}.5`},${at % 2}`, 0.5],
    ['question marks', 'x,y', (at: number) => `${at === 3 ? '?' : `${at}.5`},${at % 2}`, 0.5],
  ])('%s', async (_, header, row, minimum) => {
    const { columns } = await settled(write(rows(header, 9, row)));
    expect(columns[0]).toMatchObject({ role: 'number', minimum });
  });

  test('several endings are no unit, and joined numbers are none', async () => {
    const text = rows(
      'x,z,y',
      9,
      (at) => `${at}${['ab', 'cd'][at % 2]},${at}_0${at % 3},${at % 2}`,
    );
    const { columns } = await settled(write(text));
    expect(columns.map(({ role }) => role)).toEqual(['category', 'category', 'number']);
  });

  test('numbers apart are none', async () => {
    const text = rows('x,y', 9, (at) => `"3 ${at + 10}, 2018",${at % 2}`);
    expect((await settled(write(text))).columns[0]?.role).toBe('category');
  });
});

describe('findings', () => {
  test.each([
    [
      'a column that gives the target away',
      rows('a,b,y', 40, (at) => `${at}.5,${'pq'[at % 2]},${at % 2}`),
      'LEAK_SUSPECT b',
    ],
    [
      'a copy of the target',
      rows('a,b,y', 40, (at) => `${at}.5,${at * 2}.5,${at * 2}.5`),
      'LEAK_SUSPECT y',
    ],
    [
      'a copy of a column',
      rows('a,b,y', 40, (at) => `${at}.5,${at}.5,${at % 2}`),
      'REPEATED_COLUMN b',
    ],
    [
      'missing values',
      rows('a,b,y', 40, (at) => `${at % 2 ? '' : at},${at}.5,${at % 3}`),
      'MISSING_VALUES a',
    ],
    [
      'a rare class',
      rows('a,y', 40, (at) => `${at}.5,${at === 3 ? 'rare' : 'usual'}`),
      'IMBALANCE target',
    ],
    ['a constant', rows('a,b,y', 40, (at) => `${at}.5,7,${at % 2}`), 'LEFT_OUT b'],
    ['names of people', rows('name,b,y', 40, (at) => `P${at},${at}.5,${at % 2}`), 'LEFT_OUT name'],
    ['rows twice', rows('a,y', 60, (at) => `${at % 20},${at % 2}`), 'REPEATED_ROWS data.csv'],
    [
      'short rows',
      rows('a,b,y', 40, (at) => (at === 9 ? '1' : `${at}.5,2,${at % 2}`)),
      'RAGGED_ROWS data.csv',
    ],
    [
      'a name twice',
      rows('a,a,y', 40, (at) => `${at}.5,${at * 7}.5,${at % 2}`),
      'DUPLICATE_COLUMN data.csv',
    ],
  ])('%s', async (_, text, finding) => {
    expect(codes(await settled(write(text), { columns: ['y'] }))).toContain(finding);
  });

  test.each([
    ['too few patients of a class', (at: number) => (at < 100 ? 'well' : 'ill'), 50, 'FEW_GROUPS'],
    ['enough of each', (at: number) => (at % 2 === 0 ? 'well' : 'ill'), 12, 'GROUPS'],
    ['a number with few values', (at: number) => String((at % 12) * 1.5), 12, 'GROUPS'],
  ])('patients that repeat, %s', async (_, target, each, code) => {
    const text = rows('patient_id,pulse,outcome', 120, (at) => {
      const patient = at < 100 ? at % each : 60 + (at % 2);
      return `${patient},${60 + ((at * 7) % 31)},${target(at)}`;
    });
    const profile = await settled(write(text), { columns: ['outcome'] });
    expect(codes(profile)).toContain(`${code} patient_id`);
    expect(profile.data.facts).toMatchObject({ FEATURES: ['pulse'] });
    expect(profile.data.facts['GROUP_COLUMN']).toBe(code === 'GROUPS' ? 'patient_id' : undefined);
  });

  /** Hours of four days, in the order of the hours that are given. */
  const hours = (order: (at: number) => number): string =>
    rows('Date,Time,Load', 96, (at) => {
      const hour = order(at);
      return `2024-01-0${1 + Math.floor(hour / 24)},${String(hour % 24).padStart(2, '0')}:00:00,${at % 7}.5`;
    });

  test('a date and a time of day in order are read row by row, hour by hour', async () => {
    const { data, findings } = await settled(write(hours((at) => at)), {}, 'series');
    expect(data.facts['DATE_COLUMN']).toBeNull();
    expect(findings.find(({ code }) => code === 'DATE_PARTS')?.message).toMatch(
      /in Date and Time.*one per hour/,
    );
  });

  test('a time of day beside the date is named where dates repeat', async () => {
    const { data, findings } = await settled(write(hours((at) => (at * 5) % 96)), {}, 'series');
    expect(data.facts['DATE_COLUMN']).toBe('Date');
    expect(findings.find(({ code }) => code === 'REPEATED_DATES')?.message).toMatch(/without Time/);
  });

  test('a year and a month in order are months', async () => {
    const text = rows('year,month,sales', 60, (at) =>
      [2010 + Math.floor(at / 12), (at % 12) + 1, at % 7].join(','),
    );
    const { data } = await settled(write(text), { horizon: [6, 'month'] }, 'series');
    expect(data.facts).toMatchObject({ DATE_COLUMN: null, FEATURES: ['sales'], HORIZON: 6 });
  });

  test('a clean table has none', async () => {
    const text = rows('a,b,y', 60, (at) => `${at}.5,${(at * 37) % 61}.5,${at % 3}`);
    expect(codes(await settled(write(text), { columns: ['y'] }))).toEqual([]);
  });

  test('what Windows writes is read, the euro sign too', async () => {
    const text = rows('Stadt;Preis;y', 40, (at) => `K\xf6ln;${at},50 \x80;${at % 2}`);
    const profile = await settled(write(Buffer.from(text, 'latin1')), { columns: ['y'] });
    expect(codes(profile)).toContain('ENCODING data.csv');
    expect(profile.columns[1]).toMatchObject({ role: 'number', minimum: 0.5 });
  });

  test('a text program reads one column; the others are named', async () => {
    const text = rows(
      'title,body,label',
      40,
      (at) => `A title ${at},some words that make a text of their own ${at},${at % 2}`,
    );
    const { findings } = await settled(write(text));
    expect(findings.map(({ message }) => message)).toContain(
      'Only the text in body is read; not used: title.',
    );
  });

  test('letters beyond UTF-8 are read', async () => {
    const text = rows(
      'v1,v2',
      30,
      (at) => `${at % 2 ? 'spam' : 'ham'},the café of day ${at} is open to all`,
    );
    const profile = await settled(write(Buffer.from(text, 'latin1')));
    expect(codes(profile)).toContain('ENCODING data.csv');
    expect(profile.data.kind).toBe('text-table');
  });
});

test('parts of inner objects are columns; lists are left out and named', async () => {
  const line = (at: number): string =>
    JSON.stringify({ user: { age: at, home: { city: 'AB'[at % 2] } }, items: [at], y: at % 2 });
  const text = Array.from({ length: 40 }, (_, at) => line(at)).join('\n');
  const { data, findings } = await settled(write(text, 'data.jsonl'), { columns: ['y'] });
  expect(data.facts['FEATURES']).toEqual(['user.age', 'user.home.city']);
  expect(findings.map(({ message }) => message)).toContain(
    'Left out, as lists and objects are no values: items.',
  );
});

describe('hostile input stays data', () => {
  test('names with quotes and code', async () => {
    const names = [`x"); DROP TABLE t1; --`, `y'""" + __import__('os')`, 'z'];
    const head = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const text = rows(head, 30, (at) => `${at}.5,${at * 2}.5,${at % 2}`);
    const { data } = await settled(write(text, `it's [1] * ?.csv`));
    expect(data.facts['FEATURES']).toEqual(names.slice(0, 2));
    expect(data.facts['TABLE_FILE']).toBe(`it's [1] * ?.csv`);
  });

  test('names that hold line ends, in UTF-8', async () => {
    const text = rows('"a\nline",é,z', 30, (at) => `${at}.5,${at * 2}.5,${at % 2}`);
    const { data, findings } = await settled(
      write(text.replaceAll('\n', '\r\n').replace('a\r\n', 'a\n'), 'ends.csv'),
    );
    expect(data.facts['FEATURES']).toEqual(['a\nline', 'é']);
    expect(findings.map(({ code }) => code)).not.toContain('ENCODING');
  });

  test.each(['https://example.com/a.csv', 's3://bucket/a.parquet', '/dev/null'])(
    '%s',
    async (given) => {
      await expect(profileData(given)).rejects.toThrow(DLCodeGenError);
    },
  );

  test('a small archive that swells is not unpacked', async () => {
    const { zip, npy } = await import('../../tests/layouts/writers.ts');
    const bomb = deflateRawSync(Buffer.alloc(200 * 1024 * 1024));
    const archive = zip({ 'x.npy': npy('<f4', [2, 2], [1, 2, 3, 4]), 'y.npy': bomb });
    const method = archive.lastIndexOf('y.npy') - 46 + 10;
    archive.writeUInt16LE(8, method);
    await expect(profileData(write(archive, 'a.npz'))).rejects.toThrow(/NumPy|unpacked/);
  });
});

test('a header tells type and shape', () => {
  const text = `{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00`, 'latin1');
  head.writeUInt16LE(text.length, 8);
  const header = parseHeader(Buffer.concat([head, Buffer.from(text)]), 'x.npy');
  expect(header).toEqual({ type: 'f8', shape: [3, 4], fortran: true, offset: 10 + text.length });
});

test('the rendering names target, facts, columns and findings', async () => {
  const text = rows('city,area,price', 40, (at) => `${'ab'[at % 2]},${at % 5 ? at : ''},${at}.5`);
  const profile = await settled(write(text));
  const rendered = renderProfile(profile);
  expect(rendered).toContain('table, 40 rows');
  expect(rendered).toContain('Predicts: number "price" (price is a usual name of a target)');
  expect(rendered).toContain('area: number (BIGINT), 32 distinct, 1 to 39, 20.0 % missing');
  expect(renderProfile(profile, ['series (future): rows in order'])).toContain(
    'Could also be\n  series (future): rows in order',
  );
  expect(profile.attributes).toContain(
    'Each instance consists of 1 numerical feature (area) and 1 categorical feature (city).',
  );
});

test('what else the data could be is listed without what was taken', async () => {
  const read = await profileData(write(rows('day,y', 40, (at) => `2024-01-${at},${at % 2}`)));
  const [best] = read.candidates;
  const profile = await best?.settle({});
  await read.close();
  if (profile === undefined) throw new Error('there is no candidate');
  expect(profile.data).toMatchObject({ kind: 'table', target: 'class' });
  expect(otherReadings(read, profile)).toContain('table (number, labels): 2 columns');
});

test('values of text columns are not in the profile', async () => {
  const text = rows('note,y', 40, (at) => `secret word ${at} of a long private note,${at % 2}`);
  const profile = await settled(write(text));
  expect(JSON.stringify(profile)).not.toContain('secret');
});

test('an aborted signal ends it', async () => {
  const file = write(rows('a,y', 30, (at) => `${at},${at % 2}`));
  await expect(profileData(file, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
