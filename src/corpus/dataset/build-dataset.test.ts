import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifies } from '../../../tests/requirements.ts';
import { openSession } from '../../profile/index.ts';
import { auditSplits } from './audit-splits.ts';
import { buildDataset, type BuildOptions } from './build-dataset.ts';
import type { DatasetRecord } from './record.ts';
import type { DatasetReport } from './statistics.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'dataset-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const mined = path.join(scratch, 'mined');

/** Words of their own for each number, so that nothing is near by chance. */
const words = (seed: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `w${(seed * 7919 + at * at * 31 + at * seed) % 9973}`);
const code = (seed: number): string =>
  `import keras\n${words(seed, 60)
    .map((word, at) => `${word} = keras.layers.Dense(${at * seed}, name="${word}")`)
    .join('\n')}\n`;
const plan = (seed: number): object => ({
  'Task Category': 'Image Classification',
  Dataset: { Input: words(seed + 100, 12).join(' '), Output: words(seed + 200, 12).join(' ') },
  Preprocess: words(seed + 300, 12).join(' '),
  'Model Architecture': {
    Layers: [`Dense(${seed})`],
    Hyperparameters: {
      optimizer: 'Adam',
      'loss function': 'mse',
      'learning rate': null,
      'batch size': null,
      epochs: seed,
      'evaluation metric': null,
    },
  },
});

interface Made {
  readonly seed: number;
  readonly date?: string;
  /** In place of what the seed gives. */
  readonly requirement?: string | null;
  readonly code?: string;
}
const requirement = (seed: number): string => words(seed + 400, 30).join(' ');
const FEW: readonly Made[] = [
  ...Array.from({ length: 20 }, (_, at) => ({ seed: at + 1 })),
  { seed: 30, date: '2025-01-01T00:00:01.000Z' },
  { seed: 31, date: '2024-12-31T23:59:59.000Z' },
  // Near copies: of an evaluated program by its code, of a learnt one by its requirement.
  { seed: 32, code: `${code(30)}print("more")\n` },
  { seed: 33, requirement: `${requirement(1)} more` },
  { seed: 34, requirement: null },
];

function writeRun(folder: string, programs: readonly Made[]): void {
  mkdirSync(folder, { recursive: true });
  const source = (at: number): string => path.join(scratch, `jane-doe/notebook${at}.ipynb`);
  const lines = (rows: readonly object[]): string =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const notebooks = programs.map(({ date }, at) => ({
    path: source(at),
    status: 'kept',
    reason: 'imports keras',
    duplicateOf: null,
    format: 'nbformat 4',
    ...(date === undefined ? {} : { date }),
  }));
  const rejected = { path: source(99), status: 'rejected', reason: 'no code', duplicateOf: null };
  writeFileSync(path.join(folder, 'notebooks.jsonl'), lines([rejected, ...notebooks]));
  const pairs = programs.map((one, at) => ({
    'User Requirement': one.requirement === undefined ? requirement(one.seed) : one.requirement,
    'Dataset Attributes': '',
    'Code Plan': one.requirement === null ? null : plan(one.seed),
    code: one.code ?? code(one.seed),
    source: source(at),
  }));
  writeFileSync(path.join(folder, 'pairs.jsonl'), lines(pairs));
  const summary = {
    threshold: 0.8,
    files: programs.length + 1,
    status: { kept: programs.length, rejected: 1, failed: 0 },
    duplicates: { exact: 0, near: 0 },
    removed: { email: 2 },
    reasons: { 'no code': 1 },
  };
  writeFileSync(path.join(folder, 'corpus.json'), JSON.stringify(summary));
}

const options: BuildOptions = {
  evaluationAfter: '2024-12-31',
  validationShare: 0.3,
  seed: 42,
  sources: null,
  withCode: false,
};
async function build(
  name: string,
  change: Partial<BuildOptions> = {},
  run = mined,
): Promise<DatasetReport> {
  const folder = path.join(scratch, name);
  mkdirSync(folder);
  return buildDataset(run, folder, { ...options, ...change });
}
const readSplit = (name: string, split: string): DatasetRecord[] =>
  readFileSync(path.join(scratch, name, `${split}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DatasetRecord);

beforeAll(() => writeRun(mined, FEW));

describe(`a dataset of mined programs ${verifies('corpus', 'leakage-audit')}`, () => {
  test('splits by date and by groups, and says what is left out', async () => {
    const report = await build('first');
    const inputs = (split: string): number[] =>
      readSplit('first', split).map(({ provenance }) => provenance.input);
    expect(inputs('evaluation')).toEqual([21]);
    expect(inputs('train').length + inputs('validation').length).toBe(22);
    expect(inputs('validation')).toHaveLength(7);
    // Programs 1 and 33 have nearly one requirement; the place of program 33 is 24.
    expect(inputs('train').includes(1)).toBe(inputs('train').includes(24));
    expect(report.dropped).toEqual({
      'no plan was read from it': 1,
      'nearly repeats an evaluated program': 1,
    });
    expect(report.leakage?.rows.map(({ exact, near }) => exact + near)).toEqual(
      Array.from({ length: 9 }, () => 0),
    );
  });

  test('gives the same bytes again, and the same splits in another order of the inputs', async () => {
    await build('again');
    const names = readdirSync(path.join(scratch, 'first')).sort();
    expect(names).toContain('train.parquet');
    const bytes = (folder: string): string[] =>
      names.map((name) => readFileSync(path.join(scratch, folder, name), 'latin1'));
    expect(bytes('again')).toEqual(bytes('first'));
    writeRun(path.join(scratch, 'turned'), FEW.toReversed());
    await build('of-turned', {}, path.join(scratch, 'turned'));
    const hashes = (name: string): string[] =>
      readSplit(name, 'validation')
        .map(({ codeHash }) => codeHash)
        .sort();
    expect(hashes('of-turned')).toEqual(hashes('first'));
  });

  test('Parquet has the rows of the lines', async () => {
    const session = await openSession();
    const file = path.join(scratch, 'first', 'train.parquet');
    const rows = await session.rows(`SELECT * FROM read_parquet('${file}')`);
    session.close();
    const lines = readSplit('first', 'train').map((line) => ({
      ...line,
      'Code Plan': JSON.stringify(line['Code Plan']),
    }));
    expect(
      rows.map((row) => ({ ...row, provenance: JSON.stringify(row['provenance'], plain) })),
    ).toEqual(lines.map((line) => ({ ...line, provenance: JSON.stringify(line.provenance) })));
  });

  test.each([false, true])('names no author, with code %s', async (withCode) => {
    const name = `author-${withCode}`;
    await build(name, { withCode });
    const files = readdirSync(path.join(scratch, name));
    for (const file of files) {
      expect(readFileSync(path.join(scratch, name, file), 'latin1')).not.toMatch(
        /jane|doe|notebook\d/,
      );
    }
    expect(readSplit(name, 'train')[0]?.code).toBe(withCode ? code(1) : undefined);
  });

  test('takes licences, and dates where notebooks say none, from a list', async () => {
    const list = path.join(scratch, 'list.tsv');
    writeFileSync(
      list,
      'local_path\tlicence\tdate\njane-doe/notebook0.ipynb\tMIT\t2025-05-05\njane-doe/notebook1.ipynb\t\t\njane-doe/notebook20.ipynb\t\t2020-01-01\n',
    );
    const report = await build('listed', { sources: list });
    expect(
      readSplit('listed', 'evaluation').map(({ provenance, licence, date }) => [
        provenance.input,
        licence,
        date,
      ]),
    ).toEqual([
      [1, 'MIT', '2025-05-05T00:00:00.000Z'],
      [21, null, '2025-01-01T00:00:01.000Z'],
    ]);
    expect(report.licences).toEqual({ 'not known': 21, MIT: 1 });
  });

  test('without a date there is no evaluation, and the card says so', async () => {
    await build('undated', { evaluationAfter: null });
    const folder = path.join(scratch, 'undated');
    expect(readdirSync(folder)).not.toContain('evaluation.jsonl');
    const card = readFileSync(path.join(folder, 'README.md'), 'utf8');
    expect(card).toContain('There is no evaluation split: no date was named');
    expect(card).toContain('| plans (DLPlanData), train / evaluation / test | 17/7/0 |');
    expect(card).toContain('| email | 2 |');
    expect(card).toContain('Of 24 of 24 programs no licence is known');
  });
});

/** DuckDB's structs hold 64-bit integers. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

const PLANTED: Readonly<
  Record<string, readonly [(row: DatasetRecord) => object, readonly string[]]>
> = {
  'the line itself': [(row) => row, ['requirement', 'plan', 'code']],
  'the plan alone': [
    (row) => ({ 'User Requirement': 'x', 'Code Plan': row['Code Plan'] }),
    ['plan'],
  ],
  'the requirement with another word': [
    (row) => ({ 'User Requirement': `${row['User Requirement']} please` }),
    ['requirement'],
  ],
  'the code with another line': [() => ({ code: `${code(1)}print("done")\n` }), ['code']],
  'the code with other comments': [
    () => ({ code: code(1).replaceAll('\n', '  # why\n') }),
    ['code'],
  ],
  'other code, beside the hash of a copy': [
    (row) => ({ codeHash: row.codeHash, code: code(77) }),
    [],
  ],
  'nothing of it': [
    () => ({ 'User Requirement': 'Forecast the load of a grid', code: code(78) }),
    [],
  ],
};

describe(`an audit of splits ${verifies('leakage-audit')}`, () => {
  test.each(Object.entries(PLANTED))('%s in another split', async (name, [make, aspects]) => {
    const folder = path.join(scratch, name);
    cpSync(path.join(scratch, 'first'), folder, { recursive: true });
    const row = ['train', 'validation']
      .flatMap((split) => readSplit('first', split))
      .find(({ provenance }) => provenance.input === 1);
    writeFileSync(
      path.join(folder, 'test.jsonl'),
      `${JSON.stringify(make(row as DatasetRecord))}\n`,
    );
    const { rows } = await auditSplits(folder);
    const found = rows.filter(({ exact, near, right }) => exact + near > 0 && right === 'test');
    expect([...new Set(found.map(({ aspect }) => aspect))]).toEqual(aspects);
  });
});

const REFUSED: Readonly<Record<string, readonly [() => Promise<unknown>, RegExp]>> = {
  'a folder without a run': [
    async () => build('x1', {}, scratch),
    /holds no finished run of corpus mine/,
  ],
  'pairs of another run': [
    async () => {
      const folder = path.join(scratch, 'mixed');
      cpSync(mined, folder, { recursive: true });
      writeFileSync(path.join(folder, 'pairs.jsonl'), '');
      return build('x2', {}, folder);
    },
    /pairs\.jsonl is not of the same run/,
  ],
  'a line that is none': [
    async () => {
      const folder = path.join(scratch, 'broken');
      cpSync(mined, folder, { recursive: true });
      writeFileSync(path.join(folder, 'pairs.jsonl'), '{"source": 3}\n');
      return build('x3', {}, folder);
    },
    /pairs\.jsonl, line 1: /,
  ],
  'a list of other files': [
    async () => {
      writeFileSync(path.join(scratch, 'others.jsonl'), '{"path": "a.ipynb"}\n');
      return build('x4', { sources: path.join(scratch, 'others.jsonl') });
    },
    /others\.jsonl names none of the 25 kept files/,
  ],
  'a list without paths': [
    async () => {
      writeFileSync(path.join(scratch, 'no-paths.tsv'), 'name\tlicence\na\tMIT\n');
      return build('x5', { sources: path.join(scratch, 'no-paths.tsv') });
    },
    /no-paths\.tsv, line 2: expected JSON objects, or tab-separated/,
  ],
  'one split': [
    async () => {
      mkdirSync(path.join(scratch, 'one'));
      writeFileSync(path.join(scratch, 'one/train.jsonl'), '{}\n');
      return auditSplits(path.join(scratch, 'one'));
    },
    /holds 1 files NAME\.jsonl; an audit needs two splits/,
  ],
};

test.each(Object.entries(REFUSED))('refused: %s', async (_, [act, message]) => {
  await expect(act()).rejects.toThrow(message);
});
