import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const LAYERS: Record<string, number> = {
  core: 0,
  kinds: 1,
  artifacts: 2,
  plan: 3,
  python: 3,
  llm: 3,
  sandbox: 3,
  queue: 3,
  targets: 4,
  extraction: 4,
  requirement: 5,
  techniques: 5,
  ledger: 6,
  prompts: 6,
  profile: 6,
  retrieval: 6,
  metrics: 6,
  dataset: 6,
  project: 6,
  predictor: 7,
  template: 7,
  generation: 7,
  comparison: 7,
  verification: 7,
  corpus: 7,
  grounding: 8,
  pipeline: 9,
  runs: 9,
  evaluation: 10,
  cli: 11,
  studio: 11,
  mcp: 11,
};

/** Foreign library -> the one file that may import it. */
const ONE_IMPORTER: Record<string, string> = {
  'web-tree-sitter': 'python/parser.ts',
  '@duckdb/node-api': 'profile/duckdb.ts',
  sharp: 'profile/image-file.ts',
  'image-size': 'profile/image-file.ts',
  'onnxruntime-node': 'predictor/engine.ts',
  bullmq: 'queue/bullmq.ts',
  ai: 'llm/hosted-model.ts',
  '@ai-sdk/openai': 'llm/provider-table.ts',
  '@ai-sdk/openai-compatible': 'llm/provider-table.ts',
  '@ai-sdk/deepseek': 'llm/provider-table.ts',
  '@ai-sdk/anthropic': 'llm/provider-table.ts',
};

/** Leakage is an import rule. */
const ANSWERS = 'dataset/references.ts';

/** Files beside `index.ts` by which a room may be entered: a plan alone loads half of the sources. */
const ENTRIES = [
  ANSWERS,
  'dataset/minhash.ts',
  'profile/columns.ts',
  'python/text.ts',
  'python/tokens.ts',
  'metrics/texts.ts',
  'predictor/prediction.ts',
  'grounding/planning.ts',
  'pipeline/plan-project.ts',
];

const CHILD_PROCESS_ROOMS = ['sandbox'];

interface Import {
  readonly from: string;
  readonly target: string;
}

const root = path.resolve(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
);
const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(path.join(root, from), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    (match) => ({ from, target: match[1] ?? '' }),
  ),
);
const inner = imports
  .filter(({ target }) => target.startsWith('.'))
  .map(({ from, target }) => ({ from, target: path.join(path.dirname(from), target) }))
  .map((edge) => ({
    ...edge,
    room: edge.from.split('/')[0] ?? '',
    other: edge.target.split('/')[0] ?? '',
  }))
  .filter(({ from, target }) => from.includes('/') && target.includes('/'));

test('the test sees the sources', () => {
  expect(files.length).toBeGreaterThan(10);
  expect(inner.length).toBeGreaterThan(10);
});

test('every room has a layer', () => {
  const rooms = new Set(
    files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]),
  );
  expect([...rooms].filter((room) => room !== undefined && !(room in LAYERS))).toEqual([]);
});

test('imports between rooms go down, never sideways', () => {
  const wrong = inner.filter(({ room, other }) => {
    if (room === other) return false;
    return (LAYERS[other] ?? 99) >= (LAYERS[room] ?? -1);
  });
  expect(wrong.map(({ from, target }) => `${from} -> ${target}`)).toEqual([]);
});

test('another room is entered by its index', () => {
  const wrong = inner.filter(
    ({ room, other, target }) =>
      room !== other &&
      (LAYERS[other] ?? 0) > 0 &&
      !target.endsWith(`${other}/index.ts`) &&
      !ENTRIES.includes(target),
  );
  expect(wrong.map(({ from, target }) => `${from} -> ${target}`)).toEqual([]);
});

test('a plan without data loads neither the readers of data nor the parser', () => {
  const loaded = new Set(['cli/commands/plan.ts']);
  for (const from of loaded) {
    const code = readFileSync(path.join(root, from), 'utf8');
    for (const [, target = ''] of code.matchAll(
      /^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'/gm,
    ))
      loaded.add(path.join(path.dirname(from), target));
  }
  expect(loaded).toContain('pipeline/plan-project.ts');
  expect(loaded).toContain('grounding/decide.ts');
  const unneeded = ['profile/index.ts', 'profile/profile-data.ts', 'python/parser.ts'];
  expect(unneeded.filter((file) => loaded.has(file))).toEqual([]);
});

test('only the evaluation sees the answers', () => {
  const readers = inner.filter(({ target, room }) => target === ANSWERS && room !== 'dataset');
  expect(readers.filter(({ room }) => room !== 'evaluation')).toEqual([]);
});

test('each foreign library has one importer', () => {
  const wrong = imports.filter(
    ({ from, target }) => target in ONE_IMPORTER && ONE_IMPORTER[target] !== from,
  );
  expect(wrong).toEqual([]);
});

test('only the sandbox starts processes', () => {
  const wrong = imports.filter(
    ({ from, target }) =>
      target.startsWith('node:child_process') &&
      !CHILD_PROCESS_ROOMS.includes(from.split('/')[0] ?? ''),
  );
  expect(wrong).toEqual([]);
});

/** The way from a requirement to its plan, each step taken once; evaluations measure parts of it on their own. */
const STEPS: Readonly<Record<string, string>> = {
  readRequirement: 'pipeline/plan-project.ts',
  profileData: 'pipeline/plan-project.ts',
  decide: 'pipeline/plan-project.ts',
  ground: 'pipeline/plan-project.ts',
  chooseProgram: 'grounding/ground.ts',
  draftPredicted: 'grounding/ground.ts',
  draftGiven: 'grounding/ground.ts',
  makeBuildable: 'grounding/ground.ts',
};
const OFF_THE_WAY = /^evaluation\/|^predictor\/evaluat|^requirement\/|^cli\/commands\/profile\.ts$/;

test.each(Object.entries(STEPS))('%s is called once, in %s', (name, place) => {
  const call = new RegExp(`(?<!function )\\b${name}\\(`, 'g');
  const calls = files
    .filter((file) => !OFF_THE_WAY.test(file))
    .flatMap((file) => {
      const code = readFileSync(path.join(root, file), 'utf8').replace(
        /\/\*[\s\S]*?\*\/|\/\/.*/g,
        '',
      );
      return [...code.matchAll(call)].map(() => file);
    });
  expect(calls).toEqual([place]);
});
