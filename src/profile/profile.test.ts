import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { DataProfile } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { editDistance, nearestName, resolveName, similarWords } from './column-names.ts';
import { readHead } from './csv-head.ts';
import { profileData, renderProfile } from './index.ts';
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

/** A table by one function per column. */
function rows(header: string, count: number, row: (at: number) => string): string {
  return `${header}\n${Array.from({ length: count }, (_, at) => row(at)).join('\n')}\n`;
}

function codes({ findings }: DataProfile): string[] {
  return findings.map(({ code, path }) => `${code} ${path}`);
}

describe('names', () => {
  test.each([
    ['Sale Price', ['id', 'SalePrice'], 'SalePrice'],
    ['survivd', ['Survived', 'Sex'], 'Survived'],
    ['speceis', ['species', 'sepal'], 'species'],
    ['age', ['Age', 'wage'], 'Age'],
    ['salary', ['sepal', 'species'], null],
    ['a', ['b', 'c'], null],
  ])('%s among %j is %s', (wanted, names, expected) => {
    expect(resolveName(wanted, names)).toBe(expected);
  });

  test('distance counts a swap once, and gives up early', () => {
    expect(editDistance('weight', 'wieght')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('a', 'abcdefgh')).toBeGreaterThan(3);
    expect(similarWords('diabetes', 'diabetic')).toBe(true);
    expect(similarWords('cat', 'car')).toBe(false);
    expect(nearestName('xyz', ['alpha', 'beta'])).toBeNull();
  });
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

describe('targets', () => {
  const iris = rows(
    'sepal,petal,price,species',
    30,
    (at) => `${at}.5,${at % 7}.25,${at * 3}.5,${'abc'[at % 3]}`,
  );
  test.each([
    ['the last usual name', iris, '', {}, 'species', 'class'],
    ['--target', iris, '', { target: 'petal' }, 'petal', 'number'],
    ['--target in another case', iris, '', { target: 'SPECIES' }, 'species', 'class'],
    [
      'behind "predict"',
      iris,
      'Predict the price of a flower from its petal',
      {},
      'price',
      'number',
    ],
    ['a typo', iris, 'The target column is "pettal".', {}, 'petal', 'number'],
    [
      'words with another ending, before a usual name',
      rows('item,price,tip given', 30, (at) => `${'abc'[at % 3]},${at}.5,${'YN'[at % 2]}`),
      'will the guest give a tipp? predict it',
      {},
      'tip given',
      'class',
    ],
    ['an input that is named', iris, 'Classify using the petal column', {}, 'species', 'class'],
    ['class names in quotes', iris, "Classify as 'good' or 'bad'", {}, 'species', 'class'],
    [
      'the last column',
      rows('a,b,c', 30, (at) => `${at}.5,${at % 2},${at * 2}.25`),
      '',
      {},
      'c',
      'number',
    ],
    [
      'few whole numbers',
      rows('a,grade', 60, (at) => `${at}.5,${at % 3}`),
      '',
      {},
      'grade',
      'class',
    ],
    [
      'whole numbers to be regressed',
      rows('a,grade', 60, (at) => `${at}.5,${at % 5}`),
      'regression',
      {},
      'grade',
      'number',
    ],
    [
      'yes and no',
      rows('a,left', 30, (at) => `${at}.5,${at % 2 ? 'yes' : 'no'}`),
      '',
      {},
      'left',
      'class',
    ],
    [
      'several numbers',
      rows('a,b,c', 30, (at) => `${at}.5,${at}.1,${at}.2`),
      '',
      { target: 'b,c' },
      ['b', 'c'],
      'number',
    ],
  ])('%s', async (_, text, requirement, options, target, kind) => {
    const { data } = await profileData(write(text), { requirement, ...options });
    expect({ target: data.facts['TARGET'], kind: data.target }).toEqual({ target, kind });
  });
});

describe('several targets', () => {
  const loads = rows(
    'x1,x2,heating_load,cooling_load,y1,y2',
    30,
    (at) => `${at % 7}.5,${at % 5}.1,${at}.25,${at * 2}.5,${at * 3}.5,${at * 4}.5`,
  );
  const both = ['heating_load', 'cooling_load'];
  test.each([
    ['by name', loads, 'Predict heating load and cooling load from x1', both],
    ['one word for both', loads, 'Estimate the heating and cooling load of a building', both],
    ['as they are written', loads, "Predict 'x1', y1 and y2", ['x1', 'y1', 'y2']],
    ['behind their number', loads, 'Predict the two targets, y1 and y2, from x1', ['y1', 'y2']],
    ['in a sentence of their own', loads, 'A regression. The targets are y1 and y2.', ['y1', 'y2']],
    ['by number', loads, 'Predict the humidity and the wind', ['y1', 'y2']],
    ['one of a list is no column', loads, 'Predict the cooling load and why', 'cooling_load'],
    ['an input behind "from"', loads, 'Predict y1 from x1 and x2', 'y1'],
    [
      'a number and a class',
      rows('a,price,grade', 60, (at) => `${at}.5,${at}.25,${'abc'[at % 3]}`),
      'Predict price and grade',
      'grade',
    ],
  ])('%s', async (_, text, requirement, target) => {
    const { data } = await profileData(write(text), { requirement });
    expect(data.facts['TARGET']).toEqual(target);
  });

  test('of several series one is forecast, and that is said', async () => {
    const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString();
    const text = rows('date,rain,wind', 60, (at) => `${day(at).slice(0, 10)},${at % 7}.5,${at}.5`);
    const profile = await profileData(write(text), { requirement: 'Forecast rain and wind' });
    expect(profile.data.facts['TARGET']).toBe('rain');
    expect(codes(profile)).toContain('ONE_TARGET data.csv');
  });

  test('a class and a number are not predicted at once', async () => {
    const text = rows('a,price,grade', 60, (at) => `${at}.5,${at}.25,${'abc'[at % 3]}`);
    await expect(profileData(write(text), { target: 'price,grade' })).rejects.toMatchObject({
      code: 'BAD_DATA',
    });
  });

  test('several numbers beside a text are refused, since its program predicts one', async () => {
    const text = rows(
      'review,taste,smell',
      60,
      (at) => `the beer number ${at} was rather good to drink in summer,${at % 9}.5,${at % 7}.5`,
    );
    const asked = profileData(write(text), { target: 'taste,smell' });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_DATA' });
  });
});

/** Which two texts a label is about, and where they are one text with a title, or source and target. */
describe('pairs of texts', () => {
  const pairs = (head: string): string =>
    rows(
      head,
      40,
      (at) => `how do I mend the old boat ${at},where can one repair ship ${at},${at % 2}`,
    );
  test.each([
    ['sides by number', pairs('question1,question2,is_duplicate'), '', 'class'],
    ['sides by letter', pairs('text_a,text_b,score'), '', 'class'],
    ['partners', pairs('premise,hypothesis,y'), '', 'class'],
    ['other names, asked for', pairs('mine,yours,y'), 'Do both sentences mean the same?', 'class'],
    ['a paraphrase is judged', pairs('mine,yours,y'), 'Detect paraphrases', 'class'],
    ['a paraphrase is written', pairs('source,paraphrase,y').replaceAll(/,\w+$/gm, ''), '', 'text'],
  ])('%s', async (_, text, requirement, target) => {
    const { data } = await profileData(write(text), { requirement });
    expect({ kind: data.kind, target: data.target }).toEqual({ kind: 'text-pairs', target });
  });

  test.each([
    ['a title and a text', 'title,review,sentiment', 'Classify the sentiment of reviews'],
    ['two texts that nobody compares', 'note,remark,kind', 'Classify remarks'],
  ])('%s are no pair', async (_, head, requirement) => {
    const { data } = await profileData(write(pairs(head)), { requirement });
    expect(data.kind).toBe('text-table');
  });
});

/** Which column is meant where no option says it. */
describe('targets in plain words', () => {
  const tweets = rows(
    'airline_sentiment,retweets,airline',
    30,
    (at) => `${['good', 'bad', 'neutral'][at % 3]},${at % 5},${['Delta', 'United'][at % 2]}`,
  );
  const sales = rows('store,item,sales,units', 30, (at) => `${at % 3},${at % 2},${at}.5,${at}.2`);
  const sensors = rows('city,temp_c,humidity', 30, (at) => `${'ab'[at % 2]},${at}.5,${at}.1`);
  const people = rows('name,gender', 30, (at) => `${'abc'[at % 3]},${'mf'[at % 2]}`);
  const staff = rows('age,attrition_flag,hours', 30, (at) => `${at}.5,${'ny'[at % 2]},${at}`);
  test.each([
    ['its values', tweets, 'sentiment of tweets: good, neutral, bad', 'airline_sentiment'],
    ['the last word counts', sales, 'Forecast store sales', 'sales'],
    ['before "of"', sales, 'Predict the units of an item', 'units'],
    ['a shortened name', sensors, "predict tomorrow's temperature for each city", 'temp_c'],
    ['before "prediction"', sales, 'sales prediction', 'sales'],
    ['behind "by"', people, 'classify names by gender', 'gender'],
    ['most of a name', staff, 'attrition prediction', 'attrition_flag'],
    ['two words beside column', staff, 'predict column Attrition Flag i think', 'attrition_flag'],
  ])('%s', async (_, text, requirement, target) => {
    const { data } = await profileData(write(text), { requirement });
    expect(data.facts['TARGET']).toBe(target);
  });
});

describe('spans that the requirement states', () => {
  const hours = rows('when,load', 900, (at) => {
    const when = new Date(Date.UTC(2023, 0, 1) + at * 3_600_000).toISOString().slice(0, 19);
    return `${when.replace('T', ' ')},${at % 24}.5`;
  });
  test.each([
    ['forecast the load', 48, 6],
    ['forecast the next 24 hours of load', 48, 24],
    ['forecast the load two days ahead', 48, 48],
    ["forecast tomorrow's load from the past week", 168, 24],
    ['forecast the next hour of load, lookback of 60 steps', 60, 1],
    ['forecast the load with a window of 12 hours', 12, 6],
  ])('%s', async (requirement, window, horizon) => {
    const { data } = await profileData(write(hours), { requirement });
    expect([data.facts['WINDOW'], data.facts['HORIZON']]).toEqual([window, horizon]);
  });

  test('a yes or no is not forecast', async () => {
    const text = rows('minutes,churned', 60, (at) => `${at}.5,${at % 2}`);
    const { data } = await profileData(write(text), { requirement: "Predict next month's churn" });
    expect([data.kind, data.facts['TARGET']]).toEqual(['table', 'churned']);
  });
});

describe('what a table is', () => {
  test('ratings of items by users', async () => {
    const text = rows('userId,movieId,rating,timestamp', 60, (at) =>
      [at % 6, at % 10, (at % 9) / 2 + 0.5, 96_000_000 + at * 7].join(','),
    );
    const { data } = await profileData(write(text), { requirement: 'recommend films' });
    expect(data.facts).toMatchObject({ TARGET: 'rating', FEATURES: ['userId', 'movieId'] });
  });

  test.each([
    ['signals', (at: number, point: number): number => Math.sin(at + point / 20), 'signal-table'],
    [
      'measurements',
      (at: number, point: number): number => Math.sin(at * (point ** 2 + 3)),
      'table',
    ],
  ])('%s of many columns', async (_, value, kind) => {
    const points = Array.from({ length: 100 }, (__, point) => point);
    const header = [...points.map((point) => `g_${point}`), 'label'].join(',');
    const text = rows(header, 60, (at) =>
      [...points.map((point) => value(at, point).toFixed(4)), 'ab'[at % 2]].join(','),
    );
    const { data } = await profileData(write(text), { requirement: 'classify' });
    expect(data.kind).toBe(kind);
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
    ['blanks', 'x,y', (at: number) => `${at === 3 ? ' ' : `${at}.5`},${at % 2}`, 0.5],
    ['question marks', 'x,y', (at: number) => `${at === 3 ? '?' : `${at}.5`},${at % 2}`, 0.5],
  ])('%s', async (_, header, row, minimum) => {
    const { columns } = await profileData(write(rows(header, 9, row)));
    expect(columns[0]).toMatchObject({ role: 'number', minimum });
  });

  test('several endings are no unit, and joined numbers are none', async () => {
    const text = rows(
      'x,z,y',
      9,
      (at) => `${at}${['ab', 'cd'][at % 2]},${at}_0${at % 3},${at % 2}`,
    );
    const { columns } = await profileData(write(text));
    expect(columns.map(({ role }) => role)).toEqual(['category', 'category', 'number']);
  });

  test('numbers apart are none', async () => {
    const text = rows('x,y', 9, (at) => `"3 ${at + 10}, 2018",${at % 2}`);
    expect((await profileData(write(text))).columns[0]?.role).toBe('category');
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
    expect(codes(await profileData(write(text), { target: 'y' }))).toContain(finding);
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
    const profile = await profileData(write(text), { target: 'outcome' });
    expect(codes(profile)).toContain(`${code} patient_id`);
    expect(profile.data.facts).toMatchObject({ FEATURES: ['pulse'] });
    expect(profile.data.facts['GROUP_COLUMN']).toBe(code === 'GROUPS' ? 'patient_id' : undefined);
  });

  test('a time of day beside the date is named where dates repeat', async () => {
    const text = rows(
      'Date,Time,Load',
      96,
      (at) =>
        `2024-01-0${1 + Math.floor(at / 24)},${String(at % 24).padStart(2, '0')}:00:00,${at % 7}.5`,
    );
    const { findings } = await profileData(write(text), { requirement: 'forecast the load' });
    expect(findings.find(({ code }) => code === 'REPEATED_DATES')?.message).toMatch(/without Time/);
  });

  test('a clean table has none', async () => {
    const text = rows('a,b,y', 60, (at) => `${at}.5,${(at * 37) % 61}.5,${at % 3}`);
    expect(codes(await profileData(write(text), { target: 'y' }))).toEqual([]);
  });

  test('what Windows writes is read, the euro sign too', async () => {
    const text = rows('Stadt;Preis;y', 40, (at) => `K\xf6ln;${at},50 \x80;${at % 2}`);
    const profile = await profileData(write(Buffer.from(text, 'latin1')), { target: 'y' });
    expect(codes(profile)).toContain('ENCODING data.csv');
    expect(profile.columns[1]).toMatchObject({ role: 'number', minimum: 0.5 });
  });

  test('a text program reads one column; the others are named', async () => {
    const text = rows(
      'title,body,label',
      40,
      (at) => `A title ${at},some words that make a text of their own ${at},${at % 2}`,
    );
    const { findings } = await profileData(write(text), { requirement: 'classify texts' });
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
    const profile = await profileData(write(Buffer.from(text, 'latin1')), {
      requirement: 'classify sms',
    });
    expect(codes(profile)).toContain('ENCODING data.csv');
    expect(profile.data.kind).toBe('text-table');
  });
});

describe('anomalies', () => {
  const sensors = (last: string, value: (at: number) => string): string =>
    rows(`sensor_0,sensor_1,${last}`, 60, (at) => `${at % 7}.5,${at % 11}.25,${value(at)}`);

  test.each([
    ['normal rows only', sensors('status', () => 'normal'), null, 2],
    ['no label at all', sensors('sensor_2', (at) => `${at % 13}.5`), null, 3],
    ['two sites', sensors('site', (at) => 'AB'.charAt(at % 2)), null, 3],
    ['a label', sensors('is_fault', (at) => `${Number(at === 7)}`), 'is_fault', 2],
  ])('%s', async (_, text, target, features) => {
    const { data } = await profileData(write(text), {
      requirement: 'detect anomalies in our sensor data',
    });
    expect([data.kind, data.target, data.facts['TARGET']]).toEqual(['table', 'anomaly', target]);
    expect(data.facts['FEATURES']).toHaveLength(features);
  });
});

test('parts of inner objects are columns; lists are left out and named', async () => {
  const line = (at: number): string =>
    JSON.stringify({ user: { age: at, home: { city: 'AB'[at % 2] } }, items: [at], y: at % 2 });
  const text = Array.from({ length: 40 }, (_, at) => line(at)).join('\n');
  const { data, findings } = await profileData(write(text, 'data.jsonl'), { target: 'y' });
  expect(data.facts['FEATURES']).toEqual(['user.age', 'user.home.city']);
  expect(findings.map(({ message }) => message)).toContain(
    'Left out, as lists and objects are no values: items.',
  );
});

test('slips of the pen do not hide what is asked for', async () => {
  const text = rows('Date,Temp (C),Rain', 60, (at) => {
    const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
    return `${day.split('-').reverse().join('.')},${at % 9}.5,${at % 5}.5`;
  });
  const { data } = await profileData(write(text), {
    requirement: 'temperatur forcast for tomorow',
  });
  expect(data).toMatchObject({ kind: 'series', facts: { TARGET: 'Temp (C)', HORIZON: 1 } });
});

describe('hostile input stays data', () => {
  test('names with quotes and code', async () => {
    const names = [`x"); DROP TABLE t1; --`, `y'""" + __import__('os')`, 'z'];
    const head = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const text = rows(head, 30, (at) => `${at}.5,${at * 2}.5,${at % 2}`);
    const { data } = await profileData(write(text, `it's [1] * ?.csv`));
    expect(data.facts['FEATURES']).toEqual(names.slice(0, 2));
    expect(data.facts['TABLE_FILE']).toBe(`it's [1] * ?.csv`);
  });

  test('names that hold line ends, in UTF-8', async () => {
    const text = rows('"a\nline",é,z', 30, (at) => `${at}.5,${at * 2}.5,${at % 2}`);
    const { data, findings } = await profileData(
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
  const profile = await profileData(write(text), { requirement: 'Predict the price' });
  const rendered = renderProfile(profile);
  expect(rendered).toContain('table, 40 rows');
  expect(rendered).toContain('Predicts: number "price" (the requirement asks for it)');
  expect(rendered).toContain('area: number (BIGINT), 32 distinct, 1 to 39, 20.0 % missing');
  expect(profile.attributes).toContain(
    'Each instance consists of 1 numerical feature (area) and 1 categorical feature (city).',
  );
});

test('values of text columns are not in the profile', async () => {
  const text = rows('note,y', 40, (at) => `secret word ${at} of a long private note,${at % 2}`);
  const profile = await profileData(write(text), { requirement: 'classify text' });
  expect(JSON.stringify(profile)).not.toContain('secret');
});

test('an aborted signal ends it', async () => {
  const file = write(rows('a,y', 30, (at) => `${at},${at % 2}`));
  await expect(profileData(file, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
