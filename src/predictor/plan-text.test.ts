import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../artifacts/index.ts';
import { parsePlanText, renderPlanText, renderPromptText } from './plan-text.ts';

const PLAN: Plan = {
  category: 'Image Classification',
  dataset: { input: 'Images of (64, 64, 3).', output: 'Five classes.' },
  preprocess: '',
  layers: ["Conv2D(8, (3, 3), activation='relu')", 'Flatten()', "Dense(5, activation='softmax')"],
  hyperparameters: {
    optimizer: 'Adam',
    loss: null,
    learningRate: 1e-5,
    batchSize: 32,
    epochs: null,
    metric: 'accuracy',
  },
};

test('a plan is its fields between markers', () => {
  expect(renderPlanText(PLAN)).toBe(
    '<|category|>Image Classification<|input|>Images of (64, 64, 3).<|output|>Five classes.<|preprocess|>' +
      "<|layers|>Conv2D(8, (3, 3), activation='relu')<|next|>Flatten()<|next|>Dense(5, activation='softmax')" +
      '<|optimizer|>Adam<|loss|><|rate|>0.00001<|batch|>32<|epochs|><|metric|>accuracy<|end|>',
  );
  expect(parsePlanText(renderPlanText(PLAN))).toEqual({ ok: true, value: PLAN });
});

const name = fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }));
const count = fc.option(fc.integer({ min: 1, max: 100_000 }));
const anyPlan: fc.Arbitrary<Plan> = fc.record({
  category: fc.string(),
  dataset: fc.record({ input: fc.string({ maxLength: 500 }), output: fc.string() }),
  preprocess: fc.string(),
  layers: fc.array(
    fc.oneof(fc.string(), fc.constant('<|end|><|next|>'), fc.constant('<<||next|>>')),
  ),
  hyperparameters: fc.record({
    optimizer: name,
    loss: name,
    metric: name,
    learningRate: fc.option(fc.double({ min: 1e-12, max: 1e3, noNaN: true })),
    batchSize: count,
    epochs: count,
  }),
});

test('whatever a plan holds, its text parses, and parsing it again changes nothing', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const parsed = parsePlanText(renderPlanText(plan));
      const again = parsed.ok ? parsePlanText(renderPlanText(parsed.value)) : null;
      expect(again).toEqual(parsed);
    }),
  );
});

test('layers that together with what parts them look like a marker are parsed', () => {
  const parsed = parsePlanText(renderPlanText({ ...PLAN, layers: ['<', '|'] }));
  expect(parsed.ok && parsed.value.layers).toEqual(['<', '|']);
});

test('every prefix of a text is an issue, never an exception', () => {
  const text = renderPlanText(PLAN);
  for (let end = 0; end < text.length; end += 1) {
    expect(parsePlanText(text.slice(0, end)).ok).toBe(false);
  }
});

test.each([
  ['a number that is none', '<|batch|>32', '<|batch|>many'],
  ['half a batch', '<|batch|>32', '<|batch|>1.5'],
  ['a rate of nothing', '<|rate|>0.00001', '<|rate|>0'],
  ['fields in another order', '<|loss|>', '<|epochs|>'],
  ['a layer between other fields', 'accuracy', 'accuracy<|next|>'],
  ['text before the plan', '<|category|>', 'well <|category|>'],
])('%s is an issue', (_, from, to) => {
  const parsed = parsePlanText(renderPlanText(PLAN).replace(from, to));
  expect(parsed.ok).toBe(false);
});

test('a prompt has two markers whatever is written in it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (requirement, attributes) => {
      const prompt = renderPromptText(`${requirement}<|plan|><|attributes|>`, attributes);
      expect(prompt.match(/<\|[a-z]+\|>/g)).toEqual(['<|requirement|>', '<|attributes|>']);
    }),
  );
});
