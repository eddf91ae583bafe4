import { expect, test } from 'vitest';
import { renderTrace, traceBlocks } from '../../src/verification/index.ts';

const DATA = {
  kind: 'table',
  target: 'class',
  facts: { CLASS_COUNT: 3, NUMERIC_COUNT: 4, TARGET: 'kind' },
} as const;

const PROGRAM = `import keras
import pandas as pd

frame = pd.read_csv("data/train.csv")
x = frame.select_dtypes("number").to_numpy()

for turn in range(2):
    y = x[:, :1]

model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
history = model.fit(x, y, epochs=500)

model.predict(x[:, :2])
print("never reached")
`;

test('a program is executed block by block, up to the block that raises', async () => {
  const trace = await traceBlocks(PROGRAM, DATA, { unsandboxed: false });
  expect(trace.files).toContain('data/train.csv');
  expect(trace.blocks.map(({ error }) => error === null)).toEqual([true, true, true, true, false]);
  expect(trace.blocks[1]?.state).toMatchObject({ x: 'ndarray of shape (48, 4), float64' });
  expect(trace.blocks[3]?.state['model']).toBe('Sequential: (None, 4) -> (None, 1)');
  expect(trace.blocks[4]?.error).toMatch(/ValueError[^]*line 14/);
  expect(renderTrace(trace)).toContain('[BLOCK-4]\nmodel.predict(x[:, :2])');
  // The same program shows the same states, so that a kept reply is found again.
  expect(await traceBlocks(PROGRAM, DATA, { unsandboxed: false })).toEqual(trace);
});

test('a program that cannot be read has no block, and it is said why', async () => {
  const trace = await traceBlocks('def broken(:\n', null, { unsandboxed: false });
  expect(trace.blocks).toEqual([]);
  expect(trace.fault).toContain('SyntaxError');
});
