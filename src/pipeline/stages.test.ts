import { expect, test } from 'vitest';
import type { Draft, PlanRecord, Sample } from '../artifacts/index.ts';
import { makeRecord, PLAN, readTiny, retrieve, TINY } from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { generateProject, type Generated } from './generate.ts';
import { METHODS, type MethodName } from './methods.ts';
import { NO_PREDICTION, type Prediction } from '../predictor/index.ts';
import { planProject } from './plan-project.ts';
import { BUILTIN, type Stages } from './stages.ts';

const samples: readonly [Sample, ...Sample[]] = [
  retrieve(TINY).sample,
  retrieve(TINY.replace('PATIENCE = 12', 'PATIENCE = 3'), { id: 'other' }).sample,
];
const requirement = { text: 'Tell rows apart', attributes: '' };
const record = makeRecord({ warnings: ['said before'] });
const prediction: Prediction = { ...NO_PREDICTION, warnings: ['a poor guess'] };

/** Stages that answer later and say which of them was asked; drafts differ in one constant and in their warning. */
function recordStages(asked: string[]): Stages {
  const draft = (name: Draft['name'], patience: number): Draft => ({
    name,
    program: readTiny(TINY.replace('PATIENCE = 12', `PATIENCE = ${patience}`)),
    warnings: [`${name} keeps the optimizer`],
  });
  const later = async <T>(name: string, value: T): Promise<T> => {
    asked.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    return value;
  };
  return {
    ...BUILTIN,
    predictPlan: async () => later('predictPlan', prediction),
    codeRag: async () => later('codeRag', draft('code 1', 1)),
    templateRag: async () => later('templateRag', draft('code 2', 2)),
    compare: async (one, two, request) =>
      later(`compare ${one.name} with ${two.name}`, BUILTIN.compare(one, two, request)),
    repair: async (project) => later('repair', { ok: true as const, value: project.program }),
  };
}

async function generate(method: MethodName, stages: Stages): Promise<Generated> {
  const [program] = samples;
  const input = { requirement, record, program, profile: null, samples, method, seed: 42 };
  return generateProject(input, stages);
}

test.each([
  [
    'dlcodegen',
    ['codeRag', 'templateRag', 'compare code 1 with code 2'],
    ['code 1', 'code 2'],
    'PATIENCE = 2',
  ],
  ['code-rag', ['codeRag'], ['code 1'], 'PATIENCE = 1'],
  ['template-rag', ['templateRag'], ['code 2'], 'PATIENCE = 2'],
] as const)(`${verifies('ablations')} %s asks %j`, async (method, expected, drafts, constant) => {
  const asked: string[] = [];
  const generated = await generate(method, recordStages(asked));
  expect(asked).toEqual(expected);
  expect(generated.drafts.map(({ name }) => name)).toEqual(drafts);
  expect(generated.files.get('script.py')).toContain(constant);
});

test('every method of the builtin drafts has a row above', () => {
  const methods = Object.entries(METHODS).filter(([, drafters]) =>
    drafters.every((drafter) => drafter.endsWith('-rag')),
  );
  expect(methods.map(([name]) => name)).toEqual(['dlcodegen', 'code-rag', 'template-rag']);
});

test('what a stage could not do stands in the plan record and in the project', async () => {
  const { record: written, files } = await generate('dlcodegen', recordStages([]));
  expect(written.warnings).toEqual([
    'said before',
    'code 1 keeps the optimizer',
    'code 2 keeps the optimizer',
  ]);
  expect(files.get('plan.json')).toContain('code 2 keeps the optimizer');
  expect(files.get('README.md')).toContain('code 2 keeps the optimizer');
});

test.each([
  ['codeRag', 'code-rag'],
  ['templateRag', 'template-rag'],
  ['compare', 'dlcodegen'],
] as const)('an error of %s is the error of the run', async (stage, method) => {
  const stages: Stages = { ...BUILTIN, [stage]: () => Promise.reject(new Error('no answer')) };
  await expect(generate(method, stages)).rejects.toThrow('no answer');
});

test('a given plan is grounded, another is predicted by the stage', async () => {
  const asked: string[] = [];
  const text = 'Tell two classes of rows of a CSV table apart';
  const input = { requirement: { text, attributes: '' }, data: null, samples };
  const predicted = await planProject({ ...input, given: null }, recordStages(asked));
  expect(asked).toEqual(['predictPlan']);
  expect(predicted.record.warnings).toContain('a poor guess');
  const given: PlanRecord = makeRecord({ plan: PLAN, data: null });
  const { record: grounded } = await planProject({ ...input, given }, recordStages(asked));
  expect(asked).toEqual(['predictPlan']);
  expect(grounded.data?.kind).toBe('table');
});
