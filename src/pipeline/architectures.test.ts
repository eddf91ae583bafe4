import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PlanRecord } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { ownLayersWith, readLayers } from '../grounding/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { stripComments } from '../python/index.ts';
import { isShown, TERMS } from '../requirement/index.ts';
import {
  firstVariants,
  readArchitectures,
  readPool,
  writeArchitectureDocs,
} from '../retrieval/index.ts';
import { generateProject } from './generate.ts';
import { planProject } from './plan-project.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const predictor = createFusedPlanPredictor(readFusionParts([]));
const variants = samples.flatMap((sample) => sample.variants ?? []);
const first = [...firstVariants(samples)];

const viewOf = (sample: (typeof samples)[number]): Parameters<typeof isShown>[1] => ({
  record: sample,
  code: stripComments(sample.program) ?? '',
  found: null,
});

const planFor = (text: string): ReturnType<typeof planProject> =>
  planProject(
    { requirement: { text, attributes: '' }, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
const plan = async (text: string): Promise<PlanRecord> => (await planFor(text)).record;

test.each(first)('%s answers to a term that its code shows and no other program does', (_, one) => {
  const term = TERMS.find(({ kind, name }) => kind === 'architecture' && name === one.architecture);
  const { shown } = term ?? {};
  if (shown === undefined) throw new Error(`no term ${one.architecture} with shown`);
  const showing = [...samples, ...first.map(([, variant]) => variant)].filter((sample) =>
    isShown(shown, viewOf(sample)),
  );
  expect(showing.map(({ id }) => id)).toEqual([one.id]);
});

test.each(variants.map((variant) => [variant.id, variant] as const))(
  'the layers that %s declares are read as they are',
  (_, variant) => expect(readLayers(variant, ownLayersWith(samples, variant)).findings).toEqual([]),
);

test.each([
  ['Segment cell nuclei with Attention U-Net in Keras', 'attention U-Net', 'attention-unet'],
  [
    'I have CT scans and masks of the liver, an Attention UNet shall segment it',
    'attention U-Net',
    'attention-unet',
  ],
  ['Classify handwritten digits, 28x28 grey images, with LeNet-5', 'LeNet', 'lenet'],
  ['Predict the age of a person from a face photo with LeNet', 'LeNet', 'lenet'],
])('%s', async (text, term, file) => {
  const requirement = { text, attributes: '' };
  const planned = await planFor(text);
  expect(planned.program.id).toMatch(new RegExp(`-with-${file}$`));
  const { record } = await generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
  const asked = record.asked.find(({ name }) => name === term);
  expect(asked).toMatchObject({ kind: 'architecture', status: 'done' });
  expect(record.substituted).not.toContain('layers');
});

test('of two networks that are named the first is built, and the other said', async () => {
  const text = 'Compare Attention U-Net and DeepLab for the segmentation of roads';
  const record = await plan(text);
  const asked = record.asked.filter(({ kind }) => kind === 'architecture');
  expect(asked.map(({ name, status, by }) => [name, status, by])).toEqual([
    ['attention U-Net', 'done', undefined],
    ['DeepLab', 'substituted', 'attention U-Net'],
  ]);
});

test('a network that is not wanted is not built', async () => {
  const {
    asked,
    plan: { layers },
  } = await plan('Segment roads with a U-Net, without using an Attention U-Net');
  expect(layers).not.toContain('Multiply()');
  expect(asked.find(({ name }) => name === 'attention U-Net')?.status).toBe('done');
});

test('a network that does not fit the data is not built, and that is said', async () => {
  const { asked } = await plan('Classify the sentiment of film reviews with LeNet');
  expect(asked.find(({ name }) => name === 'LeNet')?.status).not.toBe('done');
});

test('docs/pool.md lists what each architecture answers to', async () => {
  const document = readFileSync(path.join(PACKAGE_ROOT, 'docs', 'pool.md'), 'utf8');
  const heard = new Map(TERMS.map((term) => [term.name, term.heard]));
  const architectures = await readArchitectures(path.join(PACKAGE_ROOT, 'pool'));
  expect(writeArchitectureDocs(document, architectures, heard)).toBe(document);
});
