import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { readPool } from '../retrieval/index.ts';
import { planProject } from './plan-project.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const predictor = createFusedPlanPredictor(readFusionParts([]));

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
  const { program, record } = await planProject(
    { requirement: { text, attributes: '' }, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
  expect(program.id).toMatch(new RegExp(`-with-${file}$`));
  const asked = record.asked.find((ask) => ask.kind === 'architecture' && ask.name === name);
  expect(asked?.status).toBe('done');
});
