import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PlanRecord } from '../artifacts/index.ts';
import { ownTable, PACKAGE_ROOT } from '../core/index.ts';
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

/** An encoder counts as the one that is named with its weights. */
const codeOf = ({ program }: (typeof samples)[number]): string =>
  (stripComments(program) ?? '').replace(/^PRESET = None$/m, 'PRESET = "made"');
const views = [...samples, ...first.map(([, variant]) => variant)].map((sample) => ({
  id: sample.id,
  view: { record: sample, code: codeOf(sample), found: null },
}));

const planFor = (text: string): ReturnType<typeof planProject> =>
  planProject(
    { requirement: { text, attributes: '' }, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
const plan = async (text: string): Promise<PlanRecord> => (await planFor(text)).record;

/** Terms that programs of other kinds answer too, and files of the pool, by what shows the variant. */
const GENERAL: Readonly<Record<string, RegExp>> = ownTable({
  'backbone-unet': /^DECODER_FILTERS = [\s\S]*BACKBONE\(/m,
  'backbone-encoder': /^LEAST_SIDE = /m,
  'U-Net': /^LEVEL_FILTERS = /m,
  autoencoder: /^CODE_FILTERS = /m,
  transformer: /DecoderBlock\(/,
  'vision transformer': /PatchPlaces\(/,
  'encoder and decoder': /^RECURRENT_UNITS = [\s\S]*def build_features\(features, horizon\)/m,
});

test.each(first)(
  '%s answers to a term that its code shows and no other program does',
  (file, one) => {
    const term = TERMS.find(
      ({ kind, name }) => kind === 'architecture' && name === one.architecture,
    );
    const shown = GENERAL[file] ?? GENERAL[one.architecture ?? ''] ?? term?.shown;
    if (shown === undefined) throw new Error(`no term ${one.architecture} with shown`);
    const showing = views.filter(({ view }) => isShown(shown, view));
    expect(showing.map(({ id }) => id)).toEqual([one.id]);
  },
);

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
  ['Please build a UNet++ that segments polyps in colonoscopy frames', 'U-Net++', 'unet-plus-plus'],
  ['Segment roads in aerial photos by a deep residual U-Net', 'ResUNet', 'resunet'],
  ['Semantic segmentation of street scenes with SegNet', 'SegNet', 'segnet'],
  [
    'Classify photos in train and test folders with a ViT',
    'vision transformer',
    'vision-transformer',
  ],
  ['Segment street scenes pixel by pixel, FCN-8s, five classes', 'FCN', 'fcn'],
  ['Use LinkNet to segment buildings in satellite images', 'LinkNet', 'linknet'],
  ['PSPNet for semantic segmentation of indoor scenes, 13 classes', 'PSPNet', 'pspnet'],
  ['Segment persons in photos with DeepLabV3+', 'DeepLab', 'deeplab'],
  ['Classify handwritten digits, 28x28 grey images, with LeNet-5', 'LeNet', 'lenet'],
  ['Predict the age of a person from a face photo with LeNet', 'LeNet', 'lenet'],
  ['Tell cats from dogs in photos with an AlexNet', 'AlexNet', 'alexnet'],
  ['Classify flowers into 5 classes with a SqueezeNet', 'SqueezeNet', 'squeezenet'],
  ['Classify images of galaxies into ten classes by an MLP-Mixer', 'MLP-Mixer', 'mlp-mixer'],
  ['Recognise plant diseases from leaf photos with ResNet18', 'ResNet-18', 'resnet-18'],
  ['Recognise plant diseases from leaf photos with a ResNet-34', 'ResNet-34', 'resnet-34'],
  [
    'Classify images of digits with a capsule network and dynamic routing',
    'capsule network',
    'capsule',
  ],
  ['Super-resolution of satellite images with SRCNN', 'SRCNN', 'srcnn'],
  ['Segment polyps with a U-Net that has an EfficientNetB0 encoder', 'backbone', 'backbone-unet'],
  ['Caption photos with InceptionV3 and an LSTM', 'backbone', 'backbone-encoder'],
  [
    'Predict house prices from photos and numerical columns with VGG16 and an MLP',
    'backbone',
    'backbone-encoder',
  ],
  ['Verify signatures with a Siamese network over MobileNetV2', 'backbone', 'backbone-encoder'],
  ['Upscale low resolution faces with EDSR', 'EDSR', 'edsr'],
  ['Translate sketches of shoes to photos with Pix2Pix', 'Pix2Pix', 'pix2pix'],
  ['Restore details of low resolution photos with SRGAN', 'SRGAN', 'srgan'],
  ['Remove noise from photos with a U-Net', 'U-Net', 'pairs-unet'],
  [
    'Clean scanned pages with a denoising autoencoder; noisy and clean pages lie in two folders',
    'denoising autoencoder',
    'pairs-autoencoder',
  ],
  ['Colourise grey photos with a GAN', 'generative adversarial network', 'pix2pix'],
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
  const asked = record.asked.filter(({ kind }) => kind === 'architecture');
  expect(asked.find(({ name }) => name === term)).toMatchObject({ status: 'done' });
  expect(asked.filter(({ status }) => status !== 'done')).toEqual([]);
  expect(record.substituted).not.toContain('layers');
});

/** Words, the file of `pool/models/` that they lead to, and the ask that is done then. */
test.each([
  ['Forecast hourly demand with a TCN', 'tcn', 'temporal convolutional network'],
  [
    'i have temperatures in a csv, one a day. temporal convolutional network please, next 7 days',
    'tcn',
    'temporal convolutional network',
  ],
  ['N-BEATS model that predicts the next 12 months of sales', 'nbeats', 'N-BEATS'],
  ['Forecasting electricity load, 24 hours ahead: use DLinear', 'dlinear', 'DLinear'],
  ['Apply PatchTST to the exchange rate series for the next 10 days', 'patchtst', 'PatchTST'],
  ['Translate English to German with a Transformer', 'transformer', 'transformer'],
  ['Summarise news articles with a transformer encoder-decoder', 'transformer', 'transformer'],
  ['Classify questions into 6 topics with a TextCNN', 'textcnn', 'TextCNN'],
  [
    'Predict the rent of flats from a csv with an MLP with residual connections',
    'residual-mlp',
    'residual MLP',
  ],
  ['FT-Transformer for churn, tabular data, yes or no', 'ft-transformer', 'FT-Transformer'],
  [
    'Our table has many categories; build a TabTransformer that tells the income class',
    'tab-transformer',
    'TabTransformer',
  ],
  ['Credit default from a table, TabNet', 'tabnet', 'TabNet'],
  [
    'Predict shop sales from a table of categories using entity embeddings',
    'entity-embeddings',
    'entity embeddings',
  ],
  [
    'Recommend films: predict the rating a user gives a film, two-tower model',
    'two-towers',
    'two-tower network',
  ],
  [
    'Book recommender with neural collaborative filtering on user, book and rating columns',
    'neural-collaborative-filtering',
    'neural collaborative filtering',
  ],
])('%s', async (text, file, name) => {
  const { program, record } = await planFor(text);
  expect(program.id).toMatch(new RegExp(`-with-${file}$`));
  const asked = record.asked.find((ask) => ask.kind === 'architecture' && ask.name === name);
  expect(asked?.status).toBe('done');
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
