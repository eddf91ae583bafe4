import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TaskSpec } from '../artifacts/index.ts';
import { profileData } from '../profile/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { decideWithData } from './index.ts';

const base = mkdtempSync(path.join(tmpdir(), 'grounding-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let folders = 0;

/** A folder with these files; the path of the only one, or of the folder. */
function write(files: Readonly<Record<string, string>>): string {
  const folder = path.join(base, String(++folders));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const [only, ...others] = Object.keys(files);
  return others.length === 0 && only !== undefined ? path.join(folder, only) : folder;
}

/** A table by one function per row. */
function rows(header: string, count: number, row: (at: number) => string): string {
  return `${header}\n${Array.from({ length: count }, (_, at) => row(at)).join('\n')}\n`;
}

async function decide(
  files: string | Readonly<Record<string, string>>,
  text: string,
  target?: string,
): Promise<TaskSpec> {
  const data = await profileData(write(typeof files === 'string' ? { 'data.csv': files } : files));
  try {
    const reading = readRequirement({ text, attributes: '' });
    return await decideWithData(reading, data, target === undefined ? {} : { target });
  } finally {
    await data.close();
  }
}

const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);

describe('the target in plain words', () => {
  const iris = rows(
    'sepal,petal,price,species',
    30,
    (at) => `${at}.5,${at % 7}.25,${at * 3}.5,${'abc'[at % 3]}`,
  );
  const tweets = rows(
    'airline_sentiment,retweets,airline',
    30,
    (at) => `${['good', 'bad', 'neutral'][at % 3]},${at % 5},${['Delta', 'United'][at % 2]}`,
  );
  const sales = rows('store,item,sales,units', 30, (at) => `${at % 3},${at % 2},${at}.5,${at}.2`);
  const sensors = rows('city,temp_c,humidity', 30, (at) => `${'ab'[at % 2]},${at}.5,${at}.1`);
  const people = rows('name,gender', 30, (at) => `${'abc'[at % 3]},${'mf'[at % 2]}`);
  const staff = rows('age,attrition_flag,hours', 30, (at) => `${at}.5,${'ny'[at % 2]},${at}`);
  const grades = (values: number): string => rows('a,grade', 60, (at) => `${at}.5,${at % values}`);
  test.each([
    ['behind "predict"', iris, 'Predict the price of a flower from its petal', 'price', 'number'],
    ['a typo in a quoted name', iris, 'The target column is "pettal".', 'petal', 'number'],
    ['an input that is named', iris, 'Classify using the petal column', 'species', 'class'],
    ['class names in quotes', iris, "Classify as 'good' or 'bad'", 'species', 'class'],
    [
      'words with another ending, before a usual name',
      rows('item,price,tip given', 30, (at) => `${'abc'[at % 3]},${at}.5,${'YN'[at % 2]}`),
      'will the guest give a tipp? predict it',
      'tip given',
      'class',
    ],
    ['whole numbers to be regressed', grades(5), 'regression', 'grade', 'number'],
    ['its values', tweets, 'sentiment of tweets: good, neutral, bad', 'airline_sentiment', 'class'],
    ['the last word counts', sales, 'Forecast store sales', 'sales', 'future'],
    ['before "of"', sales, 'Predict the units of an item', 'units', 'number'],
    [
      'a shortened name',
      sensors,
      "predict tomorrow's temperature for each city",
      'temp_c',
      'future',
    ],
    ['before "prediction"', sales, 'sales prediction', 'sales', 'number'],
    ['behind "by"', people, 'classify names by gender', 'gender', 'class'],
    ['most of a name', staff, 'attrition prediction', 'attrition_flag', 'class'],
    [
      'two words beside column',
      staff,
      'predict column Attrition Flag i think',
      'attrition_flag',
      'class',
    ],
  ])('%s', async (_, text, requirement, target, kind) => {
    const { data } = await decide(text, requirement);
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
      'a number and a class: the first',
      rows('a,price,grade', 60, (at) => `${at}.5,${at}.25,${'abc'[at % 3]}`),
      'Predict price and grade',
      'price',
    ],
  ])('%s', async (_, text, requirement, target) => {
    const { data } = await decide(text, requirement);
    expect(data.facts['TARGET']).toEqual(target);
  });

  test('columns that are listed are series, which are all forecast', async () => {
    const text = rows('date,rain,wind,hours', 60, (at) => `${day(at)},${at % 7}.5,${at}.5,${at}`);
    const { data, assumptions } = await decide(text, 'Forecast rain and wind');
    expect(data).toMatchObject({
      kind: 'series-table',
      facts: {
        SERIES_COLUMNS: null,
        TARGET: ['rain', 'wind'],
        FEATURES: ['rain', 'wind', 'hours'],
      },
    });
    expect(assumptions.join()).toContain('rain, wind are 2 series');
  });

  test('a class and a number are not predicted at once', async () => {
    const text = rows('a,price,grade', 60, (at) => `${at}.5,${at}.25,${'abc'[at % 3]}`);
    await expect(decide(text, '', 'price,grade')).rejects.toMatchObject({ code: 'BAD_DATA' });
  });

  test('several numbers beside a text are refused, since its program predicts one', async () => {
    const text = rows(
      'review,taste,smell',
      60,
      (at) => `the beer number ${at} was rather good to drink in summer,${at % 9}.5,${at % 7}.5`,
    );
    await expect(decide(text, 'rate a review', 'taste,smell')).rejects.toMatchObject({
      code: 'BAD_DATA',
    });
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
    ['other names, asked for', 'mine,yours,y', 'Do both sentences mean the same?', 'text-pairs'],
    ['a paraphrase is judged', 'mine,yours,y', 'Detect paraphrases', 'text-pairs'],
    ['a title and a text', 'title,review,y', 'Classify the sentiment of reviews', 'text-table'],
    ['two texts that nobody compares', 'note,remark,kind', 'Classify remarks', 'text-table'],
  ])('%s', async (_, head, requirement, kind) => {
    const { data } = await decide(pairs(head), requirement);
    expect([data.kind, data.target]).toEqual([kind, 'class']);
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
    const { data } = await decide(hours, requirement);
    expect([data.facts['WINDOW'], data.facts['HORIZON']]).toEqual([window, horizon]);
  });

  test('a yes or no is not forecast', async () => {
    const text = rows('minutes,churned', 60, (at) => `${at}.5,${at % 2}`);
    const { data } = await decide(text, "Predict next month's churn");
    expect([data.kind, data.facts['TARGET']]).toEqual(['table', 'churned']);
  });

  test('typos do not hide what is asked for', async () => {
    const text = rows(
      'Date,Temp (C),Rain',
      60,
      (at) => `${day(at).split('-').reverse().join('.')},${at % 9}.5,${at % 5}.5`,
    );
    const { data } = await decide(text, 'temperatur forcast for tomorow');
    expect(data).toMatchObject({ kind: 'series', facts: { TARGET: 'Temp (C)', HORIZON: 1 } });
  });
});

describe('what is learned from', () => {
  const flats = rows(
    'rooms,area,district,floor,rent',
    60,
    (at) => `${at % 5},${at}.5,${'abc'[at % 3]},${at % 7},${at * 20}.5`,
  );
  const all = ['rooms', 'area', 'district', 'floor'];
  test.each([
    ['Predict the rent', all],
    ['Predict the rent, use only rooms and area', ['rooms', 'area']],
    ['Predict the rent; rooms and area are the features', ['rooms', 'area']],
    ['Predict the rent. Features: rooms, area', ['rooms', 'area']],
    ['Predict rent, rooms and area are the inputs', ['rooms', 'area']],
    ['Predict the rent, ignore the floor', ['rooms', 'area', 'district']],
    ['Predict the rent without using district and floor', ['rooms', 'area']],
    ['Predict the rent; do not use area, use an MLP', ['rooms', 'district', 'floor']],
    ['Die Miete (rent) vorhersagen, ohne area', ['rooms', 'district', 'floor']],
    ['Predict the rent, drop rows with missing values, without dropout', all],
  ])('%s', async (requirement, features) => {
    const { data } = await decide(flats, requirement);
    expect(data.facts).toMatchObject({ TARGET: 'rent', FEATURES: features });
  });

  test('a series leaves out what is excluded, and says so', async () => {
    const text = rows(
      'date,load,heat,price',
      90,
      (at) => `${day(at)},${at % 13}.5,${at % 9}.5,${at % 7}.2`,
    );
    const { data, assumptions } = await decide(text, 'forecast the load, ignore the price');
    expect(data.facts['FEATURES']).toEqual(['load', 'heat']);
    expect(assumptions).toContain('No inputs: price, as the requirement says.');
  });
});

describe('ways to say what is predicted', () => {
  const seen = rows(
    'country,continent,left_eye_x,right_eye_x,broken,TotalVolume',
    60,
    (at) =>
      `${'abcdefgh'[at % 8]},${'uvw'[at % 3]},${at}.5,${at * 2}.5,${at % 2},${(at * 7) % 50}.25`,
  );
  test.each([
    ['To which continent does a country belong?', 'continent'],
    ['Where is the left eye (left_eye_x)?', 'left_eye_x'],
    ['broken = 1 means that the part failed', 'broken'],
    ['volume next month', 'TotalVolume'],
  ])('%s', async (requirement, target) => {
    const { data } = await decide(seen, requirement);
    expect(data.facts['TARGET']).toBe(target);
  });

  test('columns of 0 and 1 by what they stand for', async () => {
    const text = rows(
      'width,fault_scratch,fault_bump,fault_dent',
      60,
      (at) => `${at}.5,${Number(at % 3 === 0)},${Number(at % 3 === 1)},${Number(at % 3 === 2)}`,
    );
    const { data } = await decide(text, 'what is wrong with the plate: scratch, dent or bump');
    expect(data.facts['TARGET']).toEqual(['fault_scratch', 'fault_bump', 'fault_dent']);
  });

  test('two columns that are meant alike are said', async () => {
    const text = rows('dep_delay,arr_delay,km', 60, (at) => `${at}.5,${at * 2}.5,${at * 3}.5`);
    const { warnings } = await decide(text, 'predict the delay');
    expect(warnings.join()).toContain('Name another with --target: arr_delay');
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
    const { data } = await decide(text, 'detect anomalies in our sensor data');
    expect([data.kind, data.target, data.facts['TARGET']]).toEqual(['table', 'anomaly', target]);
    expect(data.facts['FEATURES']).toHaveLength(features);
  });
});

test('ratings of items by users are what recommendations are made from', async () => {
  const text = rows('userId,movieId,rating,timestamp,a,b', 60, (at) =>
    [at % 6, at % 10, (at % 9) / 2 + 0.5, 96_000_000 + at * 7, at % 5, at % 3].join(','),
  );
  const { data } = await decide(text, 'recommend films');
  expect(data.facts).toMatchObject({ TARGET: 'rating', FEATURES: ['userId', 'movieId'] });
});

test('short texts that alone are learned from are read as texts', async () => {
  const text = rows('title,genre', 60, (at) =>
    [`The ${['house', 'return', 'song', 'city'][at % 4]} of ${at % 30}`, 'ab'[at % 2]].join(','),
  );
  const { data } = await decide(text, 'guess the genre of a film from its title');
  expect(data.kind).toBe('text-table');
});

test('a word that is a verb as well is a noun behind an article', async () => {
  const text = rows('student,hours,final_grade', 40, (at) => `s${at},${at % 9}.5,${at % 17}.2`);
  const { data } = await decide(text, 'predict the grade of a student');
  expect(data.facts['TARGET']).toBe('final_grade');
});

test('a column that only another table has is predicted from that table', async () => {
  const files = {
    'customers.csv': rows('customer_id,fee,plan', 40, (at) => `${at},${at}.5,${'ab'[at % 2]}`),
    'usage.jsonl': Array.from({ length: 40 }, (_, at) =>
      JSON.stringify({ customer_id: at, calls: (at * 7) % 11, churned: at % 3 === 0 }),
    ).join('\n'),
  };
  const { data, warnings } = await decide(files, 'Predict churned from all tables of customers');
  expect(data.facts).toMatchObject({ TABLE_FILE: 'usage.jsonl', TARGET: 'churned' });
  expect(warnings.join()).toContain('not used: customers.csv');
});

test('the data as a whole are no list of inputs', async () => {
  const customers = rows(
    'customer_id,balance,visits,churned',
    60,
    (at) => `${1000 + at},${at}.5,${(at * 7) % 13},${at % 2}`,
  );
  const { data } = await decide(
    customers,
    'Predict whether a customer churned, from the customer table.',
  );
  expect(data.facts).toMatchObject({ TARGET: 'churned', FEATURES: ['balance', 'visits'] });
});
