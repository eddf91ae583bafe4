import { z } from 'zod';
import type { FactValue, Plan, SampleRecord } from '../artifacts/index.ts';
import { DATA_SCHEMA } from '../kinds/index.ts';

const words = z.string().min(1).max(20_000);
const name = z.string().min(1).max(200);

const planSchema = z
  .strictObject({
    'Task Category': name,
    Dataset: z.strictObject({ Input: words, Output: words }),
    Preprocess: words,
    'Model Architecture': z.strictObject({
      Layers: z.array(words).min(1).max(500),
      Hyperparameters: z.strictObject({
        optimizer: name.nullable(),
        'loss function': name.nullable(),
        'learning rate': z.number().positive().nullable(),
        'batch size': z.int().positive().nullable(),
        epochs: z.int().positive().nullable(),
        'evaluation metric': name.nullable(),
      }),
    }),
  })
  .transform(({ Dataset: dataset, 'Model Architecture': model, ...plan }): Plan => {
    const hyperparameters = model.Hyperparameters;
    return {
      category: plan['Task Category'],
      dataset: { input: dataset.Input, output: dataset.Output },
      preprocess: plan.Preprocess,
      layers: model.Layers,
      hyperparameters: {
        optimizer: hyperparameters.optimizer,
        loss: hyperparameters['loss function'],
        learningRate: hyperparameters['learning rate'],
        batchSize: hyperparameters['batch size'],
        epochs: hyperparameters.epochs,
        metric: hyperparameters['evaluation metric'],
      },
    };
  });

const constantValue: z.ZodType<FactValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(constantValue)]),
);

/** `programs/ID.json` as docs/pool.md describes it; an unknown key is an error. */
export const sampleSchema = z.strictObject({
  requirement: words,
  attributes: z.string().max(20_000),
  plan: planSchema,
  data: DATA_SCHEMA,
  topology: z.enum(['trunk', 'custom']),
  holes: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), name),
  architecture: name.exactOptional(),
  licence: name,
  tags: z.array(name),
  docstring: words,
  uses: z.array(name).min(1),
  constants: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), constantValue),
});

const recordSchema: z.ZodType<SampleRecord> = z.strictObject({
  stages: z.record(z.string(), z.enum(['passed', 'failed', 'skipped'])),
  versions: z.record(z.string(), z.string()),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** `verified.json`, written when the pool is verified: program id -> what its run found. */
export const recordsSchema = z.record(z.string(), recordSchema);
