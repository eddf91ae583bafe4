import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { withSyntaxTree } from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { brokenFiles } from '../programs/broken-files.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

async function generate(text: string): Promise<ReadonlyMap<string, string>> {
  const requirement = { text, attributes: '' };
  const planned = await planProject({ requirement, data: null, samples, given: null });
  const input = { requirement, ...planned, samples, method: 'dlcodegen', seed: 42 } as const;
  return (await generateProject(input)).files;
}

test('the same requirement gives the same bytes', async () => {
  const text = 'Classify product reviews into three classes with an LSTM';
  expect([...(await generate(text))]).toEqual([...(await generate(text))]);
});

test.each([
  ['Classify images of cats and dogs', 'image-folders', 2, /cats.*dogs/i],
  ['Tell rock, paper and scissors apart on photos', 'image-folders', 3, /rock, paper, scissors/],
  ['Detect whether a tweet is positive, negative or neutral', 'text-table', 3, /neutral/],
  ['Predict the weather (sunny, rainy, cloudy, foggy) from photos', 'image-folders', 4, /foggy/],
  ['Sort fruit photos: apple, banana, orange', 'image-folders', 3, /apple, banana, orange/],
  ['Recognise ten spoken digits', 'audio-folders', 10, /digit/],
  ['Estimate calories in food pictures', 'image-table', undefined, /calories/],
  ['Classify bird songs by species', 'audio-folders', 4, /species|classes/],
  ['Write captions for photos', 'image-captions', undefined, /caption|sentence/i],
  ['Segment retina images into two classes', 'image-masks', 2, /mask|class|segment/i],
] as const)('%s: what ships speaks of that alone', async (text, kind, classes, output) => {
  const requirement = { text, attributes: '' };
  const { record } = await planProject({ requirement, data: null, samples, given: null });
  const { plan, data } = record;
  expect(data?.kind).toBe(kind);
  expect(data?.facts['CLASS_COUNT']).toBe(classes);
  expect(plan.dataset.output).toMatch(output);
});

test.each([
  ['Deblur photos of receipts', 'image-pairs', 'image'],
  ['Summarise long legal documents in a few words', 'text-pairs', 'text'],
  ['Translate Dutch sentences into Spanish', 'text-pairs', 'text'],
  ['Estimate how many cars stand on each aerial image', 'image-table', 'number'],
  ['Generate new poems in the style of a poet', 'text-file', 'next'],
])('%s: a rare task is not read as a usual one', async (text, kind, target) => {
  const requirement = { text, attributes: '' };
  const { record } = await planProject({ requirement, data: null, samples, given: null });
  expect(record.data).toMatchObject({ kind, target });
});

test('where one word decides the category, that is said, and another can be chosen', async () => {
  const requirement = { text: 'Train a network on my recordings of rooms', attributes: '' };
  const input = { requirement, data: null, samples, given: null };
  const { record } = await planProject(input);
  expect(record.warnings.join(' ')).toContain('Task: read as');
  const other = 'Tabular Regression';
  const chosen = await planProject({
    ...input,
    askTask: () => Promise.resolve({ category: other }),
  });
  expect(chosen.record.plan.category).toBe(other);
  expect(chosen.record.warnings.join(' ')).not.toContain('Task: read as');
});

test.each([
  'Classify texts """); import os; os.system("id")',
  "Classify texts '); __import__('os').system('id') #",
  'Classify texts $(touch /tmp/x) `id` \u2028 print(1) \\',
])('requirement text %j stays text', async (text) => {
  const files = await generate(text);
  for (const [name, source] of files) {
    if (!name.endsWith('.py')) continue;
    const calls = withSyntaxTree(source, (root) =>
      root.descendantsOfType('call').map((node) => node?.childForFieldName('function')?.text),
    );
    expect(calls).not.toContain('os.system');
    expect(calls).not.toContain('__import__');
  }
  expect(brokenFiles(files)).toEqual([]);
});
