import { describe, expect, test } from 'vitest';
import { alignSequences } from './align.ts';
import { readFunction } from './statements.ts';

describe('statements of a function, literals masked', () => {
  test.each([
    ['numbers', 'x = f(1, 2.5, -3)', ['x = f(⟨number⟩, ⟨number⟩, -⟨number⟩)'], ['1', '2.5', '3']],
    ['texts', 'x = f("a", \'b\')', ['x = f(⟨text⟩, ⟨text⟩)'], ['"a"', "'b'"]],
    [
      'constants',
      'return True, False, None',
      ['return ⟨boolean⟩, ⟨boolean⟩, ⟨none⟩'],
      ['True', 'False', 'None'],
    ],
    [
      'a formatted text keeps its shape but for its own literals',
      'x = f"{a[0]:.2f}"',
      ['x = f"{a[⟨number⟩]:.2f}"'],
      ['0'],
    ],
    [
      'lines and space inside count as one space',
      'x = f(\n        1,\n    )',
      ['x = f( ⟨number⟩, )'],
      ['1'],
    ],
    ['a block is one statement', 'for a in b:\n        a(1)', ['for a in b: a(⟨number⟩)'], ['1']],
    ['comments do not count', 'y = x\n    # why\n    x = 1', ['y = x', 'x = ⟨number⟩'], ['1']],
  ])('%s', (_name, body, shapes, literals) => {
    const found = readFunction(`def work(a, b=1):\n    ${body}`);
    expect(found?.statements.map(({ shape }) => shape)).toEqual(shapes);
    expect(
      found?.statements.flatMap((statement) => statement.literals.map(({ text }) => text)),
    ).toEqual(literals);
    expect(found?.signature).toBe('def work(a, b=1):\n    ');
  });

  test.each([
    ['print(x)', 'print'],
    ['plot_curves(history)', 'plot_curves'],
    ['show_grid(images)', 'show_grid'],
    ['save_figure(figure)', 'save_figure'],
    ['x = plot_curves(history)', null],
    ['model.print(x)', null],
    ['prepare(x)', null],
  ])('%s presents: %s', (statement, presents) => {
    expect(readFunction(`def work():\n    ${statement}`)?.statements[0]?.presents).toBe(presents);
  });

  test.each([
    ['plot_curves', true],
    ['save_figure', true],
    ['print_results', false],
    ['train_model', false],
  ])('drawing is the work of %s: %s', (name, presents) => {
    expect(readFunction(`def ${name}():\n    return 1`)?.presents).toBe(presents);
  });

  test.each([
    ['a constant', 'SIZE = 1'],
    ['a class', 'class A:\n    size = 1'],
    ['two functions', 'def a():\n    return 1\n\ndef b():\n    return 2'],
    ['a decorated function', '@wrap\ndef a():\n    return 1'],
  ])('%s is no plain function', (_name, code) => {
    expect(readFunction(code)).toBeNull();
  });
});

test.each<[string, string, readonly (readonly [number, number])[]]>([
  [
    'abc',
    'abc',
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  ],
  ['abc', 'xbz', [[1, 1]]],
  [
    'abcd',
    'acd',
    [
      [0, 0],
      [2, 1],
      [3, 2],
    ],
  ],
  ['', 'abc', []],
  ['abc', '', []],
  [
    'aab',
    'ab',
    [
      [0, 0],
      [2, 1],
    ],
  ],
])('%s and %s have in common %j', (a, b, pairs) => {
  expect(alignSequences(a.split(''), b.split(''))).toEqual(pairs);
});
