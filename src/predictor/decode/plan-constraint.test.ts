import { expect, test } from 'vitest';
import { createRandom } from '../../core/index.ts';
import {
  parsePlanText,
  PLAN_MARKERS,
  renderCategoryText,
  renderPlanText,
  SPECIAL_TOKENS,
} from '../plan-text.ts';
import { createTokenizer } from '../tokenizer/bpe.ts';
import { trainBpe, PLAN_PATTERN } from '../tokenizer/train-bpe.ts';
import { beginWith, createPlanConstraint, LEAST_BUDGET } from './plan-constraint.ts';

const TEXTS = [
  'Image Classification Images of shape (224, 224, 3) Class labels',
  "Conv2D(32, (3, 3), activation='relu') Dense(10, activation='softmax') Dropout(0.5)",
  'Adam sparse_categorical_crossentropy 0.001 1e-4 32 50 accuracy',
];
const tokenizer = createTokenizer(
  trainBpe(TEXTS, { size: 400, specials: SPECIAL_TOKENS, pattern: PLAN_PATTERN, minimum: 1 }),
);
const constraint = createPlanConstraint(tokenizer);

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'random weights (seed %i) write a plan that reads',
  (seed) => {
    const random = createRandom(seed);
    const budget = LEAST_BUDGET + Math.floor(random() * 400);
    const written: number[] = [];
    const next = (): readonly number[] => [
      ...(constraint.allowed(written, budget - written.length) ?? []),
    ];
    for (let allowed = next(); allowed.length > 0; allowed = next()) {
      const pick = allowed[Math.floor(random() * allowed.length)];
      if (pick === undefined) throw new Error('nothing may follow');
      written.push(pick);
      if (written.length > budget)
        throw new Error(`no end after ${budget} tokens: ${tokenizer.decode(written)}`);
    }
    const plan = parsePlanText(tokenizer.decode(written));
    expect(plan.ok ? 'plan' : plan.issues).toBe('plan');
  },
);

test('a plan that must begin with its category goes on by the grammar', () => {
  const beginning = tokenizer.encode(renderCategoryText('Image Classification'));
  const begun = beginWith(beginning, constraint);
  for (const [at, id] of beginning.entries()) {
    expect(begun.allowed(beginning.slice(0, at), 200)).toEqual([id]);
  }
  expect(begun.allowed(beginning, 200)).toEqual(constraint.allowed(beginning, 200));
  expect(begun.allowed(beginning, 200)).not.toEqual([]);
});

test('a plan that was written by hand passes', () => {
  const text = renderPlanText({
    category: 'Image Classification',
    dataset: { input: 'Images of shape (224, 224, 3)', output: 'Class labels' },
    preprocess: '',
    layers: ["Conv2D(32, (3, 3), activation='relu')", "Dense(10, activation='softmax')"],
    hyperparameters: {
      optimizer: 'Adam',
      loss: null,
      learningRate: 0.001,
      batchSize: 32,
      epochs: 50,
      metric: 'accuracy',
    },
  });
  const ids = tokenizer.encode(text);
  ids.forEach((id, at) =>
    expect(
      [...(constraint.allowed(ids.slice(0, at), 600 - at) ?? [])],
      `token ${at} of ${text}`,
    ).toContain(id),
  );
  expect(constraint.allowed(ids, 9)).toEqual([]);
  expect(PLAN_MARKERS).toHaveLength(12);
});
