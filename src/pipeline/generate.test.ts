import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlanRecord, Requirement } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { readPool } from '../retrieval/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { generateProject, type Generated } from './generate.ts';
import { planProject, type PlannedProject } from './plan-project.ts';
import { takeAlternative } from './repair.ts';
import type { Stages } from './stages.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** Without the language model, whose plans take most of the time; tests/end-to-end asks it. */
const predictor = createFusedPlanPredictor(readFusionParts([]));
const stages: Pick<Stages, 'predictPlan'> = {
  predictPlan: ({ reading }) => predictor.predict(reading),
};

/** Plans by requirement: the predictor is asked once for each. */
const plans = new Map<string, Promise<PlannedProject>>();

async function generate(
  text: string,
  change: (record: PlanRecord) => PlanRecord = (record) => record,
): Promise<Generated> {
  const requirement: Requirement = { text, attributes: '' };
  const input = { requirement, data: null, samples };
  const predicted = plans.get(text) ?? planProject({ ...input, given: null }, stages);
  plans.set(text, predicted);
  const { record } = await predicted;
  const given = change(record);
  const planned = given === record ? await predicted : await planProject({ ...input, given });
  return generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
}

function segment({ final }: Generated, id: string): string {
  return final.program.segments.find((candidate) => candidate.id === id)?.code ?? '';
}

const TEXT =
  'Classify product reviews into three classes with an LSTM, batch size 48, 7 epochs, learning rate 0.002';

describe(`${verifies('code-rag', 'template-rag', 'comparison')} drafts`, () => {
  test('code 1, code 2 and the final code differ, and every segment says why it was taken', async () => {
    const { drafts, final } = await generate(TEXT);
    const [one, two] = drafts.map(({ program }) =>
      program.segments.map(({ code }) => code).join('\n'),
    );
    expect(one).not.toBe(two);
    expect(final.program.segments.map(({ code }) => code).join('\n')).not.toBe(two);
    expect(final.program.segments.every(({ origin }) => origin.reason !== '')).toBe(true);
  });

  test('the same input gives the same bytes', async () => {
    const first = await generate(TEXT);
    plans.delete(TEXT);
    const second = await generate(TEXT);
    expect([...first.files]).toEqual([...second.files]);
  });

  test('a segment can take its alternative and take it back', async () => {
    const { final } = await generate(TEXT);
    const swappable = final.program.segments.find(({ alternative }) => alternative !== undefined);
    if (swappable === undefined) throw new Error('nothing can be swapped');
    const swapped = takeAlternative(swappable, 'by hand');
    expect(swapped.code).not.toBe(swappable.code);
    expect(takeAlternative(swapped, 'back').code).toBe(swappable.code);
  });
});

describe(`${verifies('plan-drives-code')} the plan`, () => {
  test('stated values stand in the code', async () => {
    const generated = await generate(TEXT);
    expect(segment(generated, 'configuration.BATCH_SIZE')).toContain('48');
    expect(segment(generated, 'configuration.EPOCHS')).toContain('7');
    expect(segment(generated, 'configuration.LEARNING_RATE')).toContain('0.002');
    expect(segment(generated, 'configuration.CLASS_COUNT')).toContain('3');
    expect(segment(generated, 'model.build_model')).toContain('LSTM');
  });

  test.each([
    ['optimizer', { optimizer: 'SGD' }, 'keras.optimizers.SGD(learning_rate)'],
    ['loss', { loss: 'categorical_crossentropy' }, 'loss="categorical_crossentropy"'],
    [
      'metric',
      { loss: 'sparse_categorical_crossentropy', metric: 'sparse categorical accuracy' },
      'metrics=["sparse_categorical_accuracy"]',
    ],
  ])('%s is compiled into the model', async (_field, values, code) => {
    const generated = await generate(TEXT, (record) => ({
      ...record,
      plan: { ...record.plan, hyperparameters: { ...record.plan.hyperparameters, ...values } },
    }));
    expect(segment(generated, 'model.build_model')).toContain(code);
  });

  test('one-hot losses get one-hot labels', async () => {
    const generated = await generate(TEXT, (record) => ({
      ...record,
      plan: {
        ...record.plan,
        hyperparameters: { ...record.plan.hyperparameters, loss: 'categorical_crossentropy' },
      },
    }));
    expect(generated.files.get('data.py')).toContain('to_categorical(');
  });

  test('layers that cannot be built as stated are mended, and said so', async () => {
    const { record, final } = await generate(TEXT, (given) => ({
      ...given,
      plan: {
        ...given.plan,
        layers: ['Embedding(10000, 32)', 'LSTM(16)', 'LSTM(8)', "Dense(3, activation='softmax')"],
      },
    }));
    expect(record.substituted).toContain('layers');
    expect(record.warnings.join(' ')).toContain('return_sequences=True');
    expect(final.program.segments.find(({ id }) => id === 'model.build_model')?.code).toContain(
      'return_sequences=True',
    );
  });
});

describe('what the head must give, in programs of each topology', () => {
  test('two classes of pairs take one sigmoid, and labels to match', async () => {
    const generated = await generate(
      'predict whether two questions have the same meaning (Quora question pairs)',
    );
    expect(generated.selection.nearest.sample.id).toBe('text-pairs-classifier');
    const model = segment(generated, 'model.build_model');
    expect(model).toContain('outputs = layers.Dense(1, activation="sigmoid")(features)');
    expect(model).toContain('loss="binary_crossentropy"');
    expect(segment(generated, 'evaluation.predicted_numbers')).toContain('> 0.5');
  });

  test('three classes of pairs keep the program as it is', async () => {
    const generated = await generate(
      'natural language inference on premise and hypothesis: entailment, neutral or contradiction',
    );
    const model = segment(generated, 'model.build_model');
    expect(model).toContain('outputs = layers.Dense(class_count, activation="softmax")(features)');
  });

  test('several targets that the requirement names have an output each', async () => {
    const generated = await generate(
      "Predict 'heating' and 'cooling' from a CSV table of building parameters, a regression",
    );
    expect(generated.record.data?.facts['TARGET']).toEqual(['heating', 'cooling']);
    expect(segment(generated, 'model.build_model')).toContain(
      'outputs = layers.Dense(output_count)(features)',
    );
    expect(segment(generated, 'configuration.OUTPUT_COUNT')).toContain('OUTPUT_COUNT = 2');
    expect(segment(generated, 'configuration.TARGET')).toContain('("heating", "cooling")');
  });
});
