import { rmSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { csv, numbers, pick, writeText } from './writers.ts';

/** Three kinds of flowers by four lengths. */
export function flowerRows(count = 60): (string | number)[][] {
  const random = numbers(1);
  const names = ['setosa', 'versicolor', 'virginica'];
  return Array.from({ length: count }, (_, row) => {
    const kind = row % 3;
    const length = (base: number): number => Number((base + random() * 0.8).toFixed(1));
    return [
      length(5 + kind * 0.7),
      length(3),
      length(1.4 + kind * 1.9),
      length(0.2 + kind * 0.8),
      names[kind] ?? '',
    ];
  });
}
export const FLOWER_NAMES = [
  'sepal_length',
  'sepal_width',
  'petal_length',
  'petal_width',
  'species',
];

export function writeHousing(folder: string): void {
  const random = numbers(2);
  const rows = Array.from({ length: 60 }, (_, row) => {
    const area = 40 + Math.round(random() * 160);
    const district = pick(['north', 'south', 'east'], random);
    const price = area * 2100 + (district === 'north' ? 40000 : 0) + Math.round(random() * 9000);
    return [
      row + 1,
      area,
      1 + Math.floor(area / 40),
      district,
      row % 9 === 4 ? '' : 1950 + Math.floor(random() * 70),
      price,
    ];
  });
  const head = ['id', 'area', 'rooms', 'district', 'built', 'price'];
  writeText(folder, 'houses.csv', '\ufeff' + csv([head, ...rows], ';'));
}

export function writePassengers(folder: string): void {
  const random = numbers(3);
  const row = (id: number): (string | number)[] => {
    const sex = pick(['male', 'female'], random);
    const fare = 8 + random() * 90;
    const survived = sex === 'female' || fare > 80 ? 1 : 0;
    const name = `${pick(['Allen', 'Brown', 'Carter', 'Dahl'], random)}${id}, M. ${pick(['Anna Mary', 'John Paul', 'Kate Ellen'], random)}`;
    return [
      id,
      survived,
      1 + Math.floor(random() * 3),
      name,
      sex,
      id % 7 === 0 ? '' : 1 + Math.round(random() * 70),
      fare.toFixed(2),
      pick(['S', 'C', 'Q'], random),
    ];
  };
  const head = ['PassengerId', 'Survived', 'Pclass', 'Name', 'Sex', 'Age', 'Fare', 'Embarked'];
  const rows = Array.from({ length: 60 }, (_, index) => row(index + 1));
  const test = Array.from({ length: 12 }, (_, index) => row(index + 61));
  const without = (cells: readonly (string | number)[]): (string | number)[] =>
    cells.filter((_, at) => at !== 1);
  writeText(folder, 'train.csv', csv([head, ...rows]));
  writeText(folder, 'test.csv', csv([without(head), ...test.map(without)]));
  writeText(
    folder,
    'sample_submission.csv',
    csv([['PassengerId', 'Survived'], ...test.map(([id = 0]) => [id, 0])]),
  );
}

const GOOD = ['wonderful', 'moving', 'brilliant', 'delightful', 'superb'];
const BAD = ['dreadful', 'boring', 'terrible', 'awful', 'clumsy'];

export function reviews(count: number): { text: string; sentiment: string }[] {
  const random = numbers(4);
  return Array.from({ length: count }, (_, row) => {
    const good = row % 2 === 0;
    const word = (): string => pick(good ? GOOD : BAD, random);
    const part = pick(['story', 'music', 'cast', 'ending', 'pace'], random);
    const text = `The ${part} of film ${row} was ${word()} and I found the ${pick(['acting', 'camera', 'dialogue'], random)} ${word()}, "${word()}" in a word.`;
    return { text, sentiment: good ? 'positive' : 'negative' };
  });
}

/** Comments with flags that may stand together. */
export function writeToxic(folder: string): void {
  const random = numbers(5);
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [rude, threat] = [random() < 0.4 ? 1 : 0, random() < 0.4 ? 1 : 0];
    const text = `Comment ${row} about the page says that ${rude ? 'you are stupid' : 'you did well'} and ${threat ? 'I will find you' : 'I wish you luck'} today`;
    return [`c${1000 + row}`, text, rude, threat];
  });
  writeText(folder, 'train.csv', csv([['id', 'comment_text', 'rude', 'threat'], ...rows]));
}

export async function writeParquet(folder: string): Promise<void> {
  writeText(folder, 'flowers.csv.tmp', csv([FLOWER_NAMES, ...flowerRows()]));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const quoted = (file: string): string => `'${path.join(folder, file).replaceAll("'", "''")}'`;
  await connection.run(
    `COPY (SELECT * FROM read_csv(${quoted('flowers.csv.tmp')}, header=true)) TO ${quoted('flowers.parquet')} (FORMAT parquet)`,
  );
  connection.closeSync();
  rmSync(path.join(folder, 'flowers.csv.tmp'));
}

/** Word by word from a small dictionary, with tabs and no header. */
export function writeTranslations(folder: string): void {
  const random = numbers(6);
  const words: readonly (readonly [string, string])[] = [
    ['the cat', 'le chat'],
    ['the dog', 'le chien'],
    ['the bird', "l'oiseau"],
    ['the child', "l'enfant"],
    ['sleeps', 'dort'],
    ['eats', 'mange'],
    ['sings', 'chante'],
    ['runs', 'court'],
  ];
  const lines = Array.from({ length: 60 }, (_, row) => {
    const who = words[row % 4] ?? ['', ''];
    const does = words[4 + (Math.floor(row / 4) % 4)] ?? ['', ''];
    const also = pick(words.slice(4), random);
    const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
    return `${capital(who[0])} ${does[0]} and ${also[0]} ${row}.\t${capital(who[1])} ${does[1]} et ${also[1]} ${row} !`;
  });
  writeText(folder, 'fra.txt', lines.join('\n') + '\n');
}

export function writeSummaries(folder: string): void {
  const random = numbers(7);
  const rows = Array.from({ length: 48 }, (_, row) => {
    const town = pick(['Oslo', 'Porto', 'Lyon', 'Graz'], random);
    const thing = pick(['bridge', 'school', 'park', 'museum'], random);
    const text = `On day ${row} the council of ${town} decided after a long debate that a new ${thing} will be built near the river. The work begins in spring and many people of ${town} look forward to the ${thing}.`;
    return [text, `${town} builds a new ${thing} ${row}`];
  });
  writeText(folder, 'articles.csv', csv([['article', 'highlights'], ...rows]));
}

/** The sentence's name stands on its first word only. */
export function writeTagged(folder: string): void {
  const random = numbers(8);
  const rows: (string | number)[][] = [];
  for (let sentence = 1; sentence <= 50; sentence++) {
    const person = pick(['Maria', 'John', 'Omar', 'Lena'], random);
    const town = pick(['Paris', 'Cairo', 'Lima', 'Turin'], random);
    const words = [
      [person, 'B-per'],
      [pick(['visited', 'left', 'likes'], random), 'O'],
      [town, 'B-geo'],
      [pick(['today', 'again'], random), 'O'],
      ['.', 'O'],
    ];
    words.forEach(([word = '', tag = ''], at) =>
      rows.push([at === 0 ? `Sentence: ${sentence}` : '', word, 'X', tag]),
    );
  }
  writeText(folder, 'ner.csv', csv([['Sentence #', 'Word', 'POS', 'Tag'], ...rows]));
}

export function writeHourly(folder: string): void {
  const random = numbers(9);
  const start = Date.UTC(2023, 0, 1);
  const rows = Array.from({ length: 480 }, (_, hour) => {
    const when = new Date(start + hour * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    return [when, (20 + 8 * Math.sin((hour / 24) * 2 * Math.PI) + random()).toFixed(2)];
  });
  writeText(folder, 'load.csv', csv([['Datetime', 'load_mw'], ...rows]));
}

/** Days with two missing, three measured numbers. */
export function writeWeather(folder: string): void {
  const random = numbers(10);
  const start = Date.UTC(2020, 0, 1);
  const rows = Array.from({ length: 300 }, (_, day) => {
    const warm = 12 + 9 * Math.sin((day / 60) * 2 * Math.PI) + random() * 2;
    return [
      new Date(start + day * 86_400_000).toISOString().slice(0, 10),
      warm.toFixed(1),
      (80 - warm + random() * 3).toFixed(1),
      (3 + random() * 4).toFixed(1),
    ];
  }).filter((_, day) => day !== 100 && day !== 200);
  writeText(folder, 'weather.csv', csv([['date', 'temperature', 'humidity', 'wind'], ...rows]));
}

/** Heartbeats of two shapes, the label last. */
export function writeHeartbeats(folder: string, header: boolean): void {
  const random = numbers(11);
  const rows = Array.from({ length: 60 }, (_, row) => {
    const label = row % 3;
    const peak = 30 + label * 20 + Math.floor(random() * 4);
    const points = Array.from({ length: 100 }, (_, at) =>
      (Math.exp(-((at - peak) ** 2) / (20 + label * 30)) + random() * 0.05).toFixed(4),
    );
    return [
      ...points,
      header ? (['normal', 'fibrillation', 'tachycardia'][label] ?? '') : `${label}.0`,
    ];
  });
  const names = [...Array.from({ length: 100 }, (_, at) => `p${at}`), 'rhythm'];
  writeText(folder, header ? 'ecg.csv' : 'mitbih_train.csv', csv(header ? [names, ...rows] : rows));
}

const DEEDS = ['learn', 'repair', 'buy', 'clean', 'store', 'paint'];
const THINGS = ['a guitar', 'a bicycle', 'wooden chairs', 'old books', 'a camera', 'fresh herbs'];
const ASKING = [
  'How do I',
  'What is the best way to',
  'Where can I find out how to',
  'How should I',
];

/** Questions about one deed and thing each; they mean the same where both are the same. */
export function writeQuestionPairs(folder: string, file = 'train.csv', count = 120): void {
  const random = numbers(12);
  const rows = Array.from({ length: count }, (_, row) => {
    const [deed, thing] = [pick(DEEDS, random), pick(THINGS, random)];
    const same = random() < 0.4 ? 1 : 0;
    const other = pick(
      DEEDS.flatMap((a) => THINGS.map((b) => `${a} ${b}`)).filter((x) => x !== `${deed} ${thing}`),
      random,
    );
    const ask = (what: string): string => `${pick(ASKING, random)} ${what} at home?`;
    const questions = [ask(`${deed} ${thing}`), ask(same === 1 ? `${deed} ${thing}` : other)];
    return [row, 2 * row + 1, 2 * row + 2, ...questions, same];
  });
  const head = ['id', 'qid1', 'qid2', 'question1', 'question2', 'is_duplicate'];
  writeText(folder, file, csv([head, ...rows]));
}

/** A statement, and one that follows from it, denies it or speaks of something else. */
export function writeInference(folder: string, file = 'nli.tsv', count = 120): void {
  const random = numbers(13);
  const rows = Array.from({ length: count }, (_, row) => {
    const who = pick(['A man', 'A woman', 'A child', 'An old farmer'], random);
    const does = pick(['carries', 'paints', 'repairs', 'sells'], random);
    const what = pick(['a red boat', 'a small chair', 'two heavy boxes', 'some apples'], random);
    const premise = `${who} ${does} ${what} on day ${row} near the harbour`;
    const relation = pick(['entailment', 'contradiction', 'neutral'], random);
    const hypothesis = {
      entailment: `${who} ${does} ${what}`,
      contradiction: `Nobody ever ${does} ${what}`,
      neutral: `${who} is maybe tired and wants to sleep`,
    }[relation];
    return [relation, premise, hypothesis ?? '', `${row}r1e`];
  });
  writeText(folder, file, csv([['gold_label', 'sentence1', 'sentence2', 'pairID'], ...rows], '\t'));
}

/** Buildings by four measures, and the two loads that follow from them. */
export function writeBuildings(
  folder: string,
  names: readonly string[] = ['X1', 'X2', 'X3', 'X4', 'Y1', 'Y2'],
  count = 90,
): void {
  const random = numbers(14);
  const rows = Array.from({ length: count }, () => {
    const [compactness, wall, height] = [0.6 + random() * 0.4, 240 + random() * 180, random()];
    const tall = height < 0.5 ? 3.5 : 7;
    const heating = 4 * tall + 0.03 * wall - 12 * compactness + random();
    const cooling = 100 * (2 * tall + 0.04 * wall + 9 * compactness) + 60 * random();
    const glass = Number((random() * 0.4).toFixed(2));
    return [
      compactness.toFixed(3),
      wall.toFixed(1),
      tall,
      glass,
      heating.toFixed(2),
      cooling.toFixed(1),
    ];
  });
  writeText(folder, 'buildings.csv', csv([names, ...rows]));
}
