import { expect, test } from 'vitest';
import { parsePlanRecord } from '../plan/index.ts';
import { renderReadme } from './readme.ts';

function readmeOf(
  facts: Record<string, unknown>,
  {
    kind = 'table',
    requirement = 'classify pears',
    layer = 'Dense(2)',
    comparesModels = false,
  } = {},
): string {
  const record = parsePlanRecord(
    JSON.stringify({
      'Task Category': 'Tabular Classification',
      Dataset: { Input: 'a table', Output: 'a class' },
      'Model Architecture': { Layers: [layer], Hyperparameters: {} },
      Data: { kind, target: 'class', facts },
    }),
  );
  if (!record.ok) throw new Error(record.issues.map(({ message }) => message).join());
  return renderReadme({
    requirement: { text: requirement, attributes: '' },
    record: record.value,
    sources: [],
    comparesModels,
  });
}

test('a file name is one word of the shell', () => {
  const readme = readmeOf({ TABLE_FILE: 'a.csv', TEST_FILE: "$(touch x) 'y'.csv" });
  expect(readme).toContain(String.raw`--input 'data/$(touch x) '\''y'\''.csv' --output`);
  expect(readmeOf({ TABLE_FILE: 'a.csv', TEST_FILE: 'new.csv' })).toContain(
    '--input data/new.csv --output',
  );
});

test('a folder name closes no fence', () => {
  const readme = readmeOf({ IMAGE_ROOT: 'a\n```\n<img src=x>' }, { kind: 'image-folders' });
  const block = /^(`{3,})\n([\s\S]*?)\n\1$/m.exec(readme.slice(readme.indexOf('## Data')));
  expect(block?.[1]).toBe('````');
  expect(block?.[2]).toContain('<img src=x>');
});

test('a requirement and a layer load no picture', () => {
  const picture = '![a](http://x/y.png)';
  const readme = readmeOf(
    { TABLE_FILE: 'a.csv' },
    { requirement: `pears ${picture}`, layer: `Dense(2)\` ${picture}` },
  );
  expect(readme).toContain(String.raw`> pears !\[a\](http://x/y.png)`);
  const layers = readme.split('\n').find((line) => line.startsWith('Layers: '));
  expect(layers?.split('`')).toHaveLength(3);
});

test('where models are compared, it says what predicts', () => {
  const sentence = '`predict.py` answers with the network';
  expect(readmeOf({}, { comparesModels: true })).toContain(sentence);
  expect(readmeOf({}, { comparesModels: true })).toContain('`comparison.csv`, `figures/`');
  expect(readmeOf({})).not.toContain('comparison.csv');
});
