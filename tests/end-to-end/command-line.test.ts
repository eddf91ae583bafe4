import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { withSyntaxTree } from '../../src/python/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'command-line-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const apples = path.join(PACKAGE_ROOT, 'examples/orchard/orchard.csv');
const badPlan = path.join(scratch, 'bad-plan.json');
writeFileSync(badPlan, '{"Task Category": "Image Classification", "batch size": "many"}');
const badConfig = path.join(scratch, 'config.json');
writeFileSync(badConfig, '{"colour": "red"}');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function dlcodegen(args: readonly string[], environment: Record<string, string> = {}): Ended {
  return spawnSync(process.execPath, [path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
}

describe('what cannot be done ends with its exit status and says what was received', () => {
  test.each([
    ['no command', [], 2, ''],
    ['an unknown command', ['frobnicate'], 2, 'frobnicate'],
    ['an unknown option', ['plan', 'classify images', '--colour'], 2, '--colour'],
    [
      'an option with a wrong value',
      ['generate', 'classify images', '-o', 'x', '--verify', 'maybe'],
      2,
      'maybe',
    ],
    ['no output folder', ['generate', 'classify images'], 2, '-o DIR'],
    ['an unknown config key', ['plan', 'classify images', '--config', badConfig], 2, 'colour'],
    ['an empty requirement', ['plan', '  '], 3, 'empty'],
    ['no deep learning task', ['plan', 'order me a pizza'], 3, 'pizza'],
    ['data that are not there', ['profile', 'nowhere.csv'], 3, 'nowhere.csv'],
    [
      'a column that is not there',
      ['plan', 'predict the grade', '--data', apples, '--target', 'gradee'],
      3,
      'apple_id',
    ],
    [
      'a plan with a wrong field',
      ['generate', 'classify images', '--plan', badPlan, '-o', 'x'],
      3,
      'batch size',
    ],
    ['a folder that is no project', ['verify', scratch], 3, 'plan.json'],
    ['weights of nothing known', ['doctor', '--fetch-weights', 'AlexNet'], 2, 'ResNet50'],
    ['weights of no preset', ['doctor', '--fetch-weights', 'bert_huge'], 2, 'bert_tiny_en_uncased'],
    ['a corpus of nothing', ['corpus', 'mine', '-o', 'x'], 2, 'PATH... -o DIR'],
    [
      'a corpus of a folder and a list',
      ['corpus', 'mine', scratch, '--sources', 'x', '-o', 'x'],
      2,
      '--sources FILE',
    ],
    ['inputs for nobody', ['corpus', 'mine', scratch, '-o', 'x', '--inputs', 'x'], 2, '--queue'],
    [
      'a list that is not there',
      ['corpus', 'mine', '--sources', path.join(scratch, 'no.tsv'), '-o', 'x'],
      3,
      'no.tsv',
    ],
    ['a probe of no model', ['corpus', 'probe', scratch], 2, '--model PROVIDER:NAME'],
    [
      'a probe by no replies',
      ['corpus', 'probe', scratch, '--model', `recorded:${badConfig}`],
      3,
      'expected recorded replies',
    ],
    ['a program without a licence', ['pool', 'add', badPlan], 2, 'received none'],
    ['a licence of other letters', ['pool', 'add', badPlan, '--licence', 'MIT; x'], 2, '"MIT; x"'],
    [
      'a program without a plan',
      ['pool', 'add', badPlan, '--licence', 'MIT'],
      2,
      '--plan PLAN.json',
    ],
    [
      'a program with a broken plan',
      ['pool', 'add', badPlan, '--licence', 'MIT', '--plan', badPlan],
      3,
      'batch size',
    ],
    ['nothing of a pool', ['pool', 'drop'], 2, 'list or add'],
    ['a dataset of nothing', ['dataset', 'build', '-o', 'x'], 2, 'the folder of a corpus mine'],
    ['a dataset of no run', ['dataset', 'build', scratch, '-o', 'x'], 3, 'no finished run'],
    [
      'no day',
      ['dataset', 'build', scratch, '-o', 'x', '--evaluation-after', '2024-02-31'],
      2,
      '"2024-02-31"',
    ],
    [
      'too large a share',
      ['dataset', 'build', scratch, '-o', 'x', '--validation-share', '0.6'],
      2,
      'from 0 to 0.5',
    ],
    ['an audit of no splits', ['dataset', 'audit', scratch], 3, 'needs two splits'],
    ['a name for doctor alone', ['doctor', 'ResNet50'], 2, '--fetch-weights'],
    [
      'a mirror that is no address',
      ['doctor', '--fetch-weights', '--weights-mirror', 'there'],
      2,
      'there',
    ],
  ])('%s', (_name, args, status, words) => {
    const ended = dlcodegen(args);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toContain(words);
  });
});

test('weights without network end with 5, and JSON says why', () => {
  const line = ['doctor', '--fetch-weights', 'resnet50', '--weights-mirror', 'http://127.0.0.1:9'];
  const ended = dlcodegen([...line, '--json'], { XDG_CACHE_HOME: path.join(scratch, 'cache') });
  expect(ended.status).toBe(5);
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'ENVIRONMENT' } });
  expect(ended.stderr).toContain('ResNet50 cannot be had');
});

test('an option may come from the environment, and a flag wins over it', () => {
  const fromEnvironment = dlcodegen(['plan', 'predict the grade', '--data', apples], {
    DLCODEGEN_TARGET: 'gradee',
  });
  expect(fromEnvironment.status).toBe(3);
  const flag = dlcodegen(['plan', 'predict the grade', '--data', apples, '--target', 'grade'], {
    DLCODEGEN_TARGET: 'gradee',
  });
  expect(flag.status).toBe(0);
  expect(JSON.parse(flag.stdout)).toHaveProperty('Model Architecture.Layers');
});

test('running without a sandbox can only be said on the command line', () => {
  writeFileSync(path.join(scratch, 'unsafe.json'), '{"unsandboxed": true}');
  const ended = dlcodegen([
    'generate',
    'classify images',
    '-o',
    'x',
    '--config',
    path.join(scratch, 'unsafe.json'),
  ]);
  expect(ended.status).toBe(2);
  expect(ended.stderr).toContain('unsandboxed');
});

test('errors are JSON under --json', () => {
  const ended = dlcodegen(['plan', '', '--json']);
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'BAD_INPUT' } });
});

test('plan --batch keeps order and count, a failed line is a record', () => {
  const input = path.join(scratch, 'in.jsonl');
  const output = path.join(scratch, 'out.jsonl');
  const line = (text: string): string =>
    JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': {} });
  writeFileSync(
    input,
    [
      line('Classify photos of cats and dogs'),
      line(''),
      line('Translate French into English'),
    ].join('\n'),
  );
  const ended = dlcodegen(['plan', '--batch', input, '-o', output]);
  expect(ended.status).toBe(7);
  const rows = readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Record<string, unknown>);
  expect(rows.map((row) => Object.keys(row)[0])).toEqual(['Code Plan', 'error', 'Code Plan']);
});

test('names of columns, classes and files stay text, and a secret of the environment stays outside', () => {
  const hostile = [
    `a"""); __import__('os').system('id') #`,
    '$(id) `id`',
    '</td><script>alert(1)</script>',
    '# %% Model',
    '\u202eevil',
    "it's \\",
  ];
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const table = path.join(scratch, 'a $(id) `x` <b>.csv');
  const classes = ['<i>yes</i>', 'no"""'];
  const line = (at: number): string =>
    [
      ...hostile.map((_, column) => `${(at * 7 + column) % 11}.5`),
      quote(classes[at % 2] ?? ''),
    ].join();
  const lines = Array.from({ length: 60 }, (_, at) => line(at));
  writeFileSync(table, [[...hostile, 'kind'].map(quote).join(), ...lines, ''].join('\n'));
  const project = path.join(scratch, 'hostile');
  const made = dlcodegen(
    [
      'generate',
      'Predict the kind',
      '--data',
      table,
      '--target',
      'kind',
      '-o',
      project,
      '--verify',
      'static',
    ],
    { OPENAI_API_KEY: 'canary-9c1e' },
  );
  expect(made.status).toBe(0);
  const names = readdirSync(project, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(project, name)).isFile(),
  );
  const texts = new Map(
    names.map((name) => [name, readFileSync(path.join(project, name), 'utf8')]),
  );
  expect([...texts.values(), made.stdout, made.stderr].join('\n')).not.toContain('canary-9c1e');
  for (const name of names.filter((one) => one.endsWith('.py'))) {
    const calls = withSyntaxTree(texts.get(name) ?? '', (root) => {
      expect(root.hasError).toBe(false);
      return root
        .descendantsOfType('call')
        .map((node) => node?.childForFieldName('function')?.text);
    });
    expect(calls).not.toContain('__import__');
  }
  const notebook = JSON.parse(texts.get('notebook.ipynb') ?? '') as {
    cells: { cell_type: string; source: string[] }[];
  };
  const prose = notebook.cells
    .filter(({ cell_type: type }) => type === 'markdown')
    .map(({ source }) => source.join(''));
  expect(prose.join('\n')).not.toMatch(/(?<!\\)<[a-z]/);
  const outsideFences = (texts.get('README.md') ?? '').split('```').filter((_, at) => at % 2 === 0);
  expect(outsideFences.join('')).not.toMatch(/(?<!\\)<[a-z]/);
});

const OLD_NODE = '/usr/bin/node';
const oldVersion = existsSync(OLD_NODE)
  ? spawnSync(OLD_NODE, ['--version'], { encoding: 'utf8' }).stdout
  : '';
test.skipIf(!/^v(1\d|20|21)\./.test(oldVersion))('an older Node is told what is needed', () => {
  const program = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const ended = spawnSync(OLD_NODE, [program, '--help'], { encoding: 'utf8' });
  expect(ended.status).toBe(5);
  expect(ended.stderr).toContain('22.18');
});

test('the pool is listed, with what is known of each program', () => {
  const listed = JSON.parse(
    dlcodegen(['pool', 'list', '--pool', scratch, '--json']).stdout,
  ) as object[];
  expect(listed).toContainEqual({
    id: 'arrays-classifier',
    pool: 'shipped',
    kind: 'arrays',
    target: 'class',
    architectures: ['LeNet'],
    licence: 'Apache-2.0',
    verified: expect.stringMatching(/^(?:verified|changed)$/) as string,
  });
});

test('a project is generated, explained, and a segment swapped there and back', () => {
  const project = path.join(scratch, 'änd a space');
  const made = dlcodegen([
    'generate',
    'Predict the grade of an apple',
    '--data',
    apples,
    '-o',
    project,
    '--verify',
    'static',
    '--json',
  ]);
  expect(made.status).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ project, passed: true, warnings: [] });
  const explained = JSON.parse(dlcodegen(['explain', project, '--json']).stdout) as {
    shares: Record<string, number>;
    segments: { id: string; alternative?: unknown }[];
  };
  expect(Object.values(explained.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
  const id = explained.segments.find(({ alternative }) => alternative !== undefined)?.id ?? '';
  const before = readFileSync(path.join(project, 'script.py'), 'utf8');
  expect(dlcodegen(['swap', project, id]).status).toBe(0);
  expect(readFileSync(path.join(project, 'script.py'), 'utf8')).not.toBe(before);
  expect(existsSync(path.join(project, 'verification.json'))).toBe(false);
  expect(dlcodegen(['swap', project, id]).status).toBe(0);
  expect(readFileSync(path.join(project, 'script.py'), 'utf8')).toBe(before);
});
