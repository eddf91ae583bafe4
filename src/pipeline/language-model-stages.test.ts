import path from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok, PACKAGE_ROOT, type Result } from '../core/index.ts';
import type { LanguageModel, Question, Reply } from '../llm/index.ts';
import { readPool } from '../retrieval/index.ts';
import {
  generateProject,
  languageModelStages,
  METHODS,
  planProject,
  type MethodName,
} from './index.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const requirement = {
  text: 'Classify iris flowers of three species from four numbers in a table, with a WaveNet.',
  attributes: '',
};
const planned = await planProject({ requirement, data: null, samples, given: null });

/** A model that answers every question alike, or by its stage. */
function model(
  answer: (question: Question) => Result<string>,
): LanguageModel & { readonly asked: Question[] } {
  const asked: Question[] = [];
  return {
    name: 'test',
    isHosted: false,
    asked,
    ask: async (question) => {
      asked.push(question);
      const text = answer(question);
      if (!text.ok) return text;
      const reply: Reply = {
        text: text.value,
        finish: 'stop',
        usage: null,
        cost: 0,
        warnings: [],
        ms: 1,
        isCached: false,
      };
      return ok(reply);
    },
  };
}

async function generate(method: MethodName, answering: LanguageModel) {
  const writer = {
    model: answering,
    sampling: { topP: null, seed: 1, replyTokens: 1000 },
    temperature: null,
  };
  const stages = languageModelStages({
    writer,
    samples,
    exampleTokens: 4000,
    execute: async (code) => `[BLOCK-0]\n${code.slice(0, 40)}`,
    documentation: () => [{ name: 'keras.layers.Dense', text: 'A densely-connected layer.' }],
  });
  return generateProject({ requirement, ...planned, samples, method, seed: 42 }, stages);
}

const builtin = await generateProject({
  requirement,
  ...planned,
  samples,
  method: 'dlcodegen',
  seed: 42,
});
const MODEL =
  builtin.final.program.segments.find(({ id }) => id === 'model.build_model')?.code ?? '';

test.for(Object.keys(METHODS) as MethodName[])(
  '%s asks its questions and takes the code of the last',
  async (method) => {
    const answering = model(({ stage }) =>
      ok(
        stage.endsWith('plan') || stage.endsWith('chain') || stage.endsWith('verdicts')
          ? 'First read the data.'
          : `\`\`\`python\n${MODEL.replace('    model = ', '    keras.utils.clear_session(False)\n    model = ')}\n\`\`\``,
      ),
    );
    const { final } = await generate(method, answering);
    expect(answering.asked.length).toBeGreaterThanOrEqual(METHODS[method].length);
    expect(new Set(answering.asked.map(({ prompt }) => prompt)).size).toBe(answering.asked.length);
    for (const { prompt } of answering.asked.filter(({ stage }) => stage !== 'c-cot.chain'))
      expect(prompt).toContain('three species');
    const built = final.program.segments.find(({ id }) => id === 'model.build_model');
    expect(built?.origin.kind === 'model').toBe(method !== 'dlcodegen-fill');
  },
);

test.for<{ readonly name: string; readonly answer: Result<string> }>([
  {
    name: 'a question that fails',
    answer: fail({ code: 'PROVIDER_AUTH', path: '', message: 'status 401' }),
  },
  { name: 'a refusal', answer: ok('I cannot help with that.') },
  { name: 'another language', answer: ok('```js\nlet x\n```') },
  { name: 'broken Python', answer: ok('```python\ndef build_model(:\n```') },
  {
    name: 'a program of another kind',
    answer: ok('```python\nimport torch\nmodel = torch.nn.Linear(1, 2)\n```'),
  },
])('$name leaves the builtin program, and it is said', async ({ answer }) => {
  for (const method of ['dlcodegen', 'dlcodegen-fill', 'direct'] as const) {
    const { final, files, record } = await generate(
      method,
      model(() => answer),
    );
    expect(final.program.segments.filter(({ origin }) => origin.kind === 'model')).toEqual([]);
    expect(record.warnings.join('\n')).toMatch(
      /builtin draft stands|nothing of the reply fits|left out/,
    );
    expect(files.has('train.py')).toBe(true);
  }
});

test('what is asked and not done is filled by the model, and counts only where code shows it', async () => {
  const filled = MODEL.replace(
    'def build_model',
    'def wave_block(vectors):\n    wave = layers.Conv1D(8, 2, padding="causal", dilation_rate=2, activation="tanh")(vectors)\n    return wave * layers.Conv1D(8, 2, padding="causal", activation="sigmoid")(vectors)\n\n\ndef build_model',
  ).replace('    model = ', '    wave_block(keras.ops.ones((1, 4, 2)))\n    model = ');
  const doneBy = async (code: string): Promise<number> => {
    const answering = model(() => ok(`\`\`\`python\n${code}\n\`\`\``));
    const { record } = await generate('dlcodegen-fill', answering);
    return record.asked.filter(({ status }) => status === 'done').length;
  };
  const before = builtin.record.asked.filter(({ status }) => status === 'done').length;
  expect(await doneBy(filled)).toBe(before + 1);
  expect(await doneBy(MODEL.replace('"""Returns', '"""A WaveNet. Returns'))).toBe(before);
});

test('a reply that the token limit cuts is continued', async () => {
  const half = MODEL.indexOf('\n', MODEL.length / 2);
  const answering = model(() => ok(''));
  const cut: LanguageModel = {
    ...answering,
    ask: async (question) => {
      answering.asked.push(question);
      const isFirst = question.begun === undefined;
      const text = isFirst
        ? `\`\`\`python\n${MODEL.slice(0, half)}`
        : `${MODEL.slice(half)}  # whole\n\`\`\``;
      return ok({
        text,
        finish: isFirst ? 'length' : 'stop',
        usage: null,
        cost: 0,
        warnings: [],
        ms: 1,
        isCached: false,
      });
    },
  };
  const { final } = await generate('direct', cut);
  expect(final.program.segments.find(({ id }) => id === 'model.build_model')?.code).toContain(
    '# whole',
  );
});
