import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readKerasSources } from './keras-docs.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'keras-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE = `import math


@keras_export(["keras.layers.Scale", "keras.layers.Factor"])
class Scale(Layer):
    """Multiplies its input.

    Args:
        factor: Float, what it multiplies by.

    Example:

    >>> Scale(2)(1)
    2
    """


class Hidden(Layer):
    """Not public."""


@keras_export("keras.losses.gap")
def gap(
    y_true,
    y_pred,
):
    """The gap between two values."""
`;

test('public names have their docstrings up to the first example; tests are not read', () => {
  mkdirSync(path.join(folder, 'layers'));
  writeFileSync(path.join(folder, 'layers', 'scale.py'), SOURCE);
  writeFileSync(
    path.join(folder, 'layers', 'scale_test.py'),
    SOURCE.replaceAll('keras.', 'other.'),
  );
  expect(readKerasSources(folder)).toEqual([
    {
      name: 'keras.layers.Scale',
      text: 'Multiplies its input.\n\nArgs:\nfactor: Float, what it multiplies by.',
    },
    { name: 'keras.losses.gap', text: 'The gap between two values.' },
  ]);
});
