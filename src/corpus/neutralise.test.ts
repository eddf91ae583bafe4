import { expect, test } from 'vitest';
import { neutraliseCell } from './neutralise.ts';
import { unpackMagics } from './unpack-magics.ts';

const ROWS: Readonly<Record<string, readonly [string, string]>> = {
  'plain Python': ['x = 1 % 2\ny != x', 'x = 1 % 2\ny != x'],
  'line magic': ['%matplotlib inline\nx = 1', '# %matplotlib inline\nx = 1'],
  shell: ['!pip install keras\nx = 1', '# !pip install keras\nx = 1'],
  'shell over two lines': [
    '!pip install \\\n  keras\nx = 1',
    '# !pip install \\\n#   keras\nx = 1',
  ],
  'shell in a block': ['if a:\n    !ls', 'if a:\n    pass  # !ls'],
  'shell output': ['files = !ls', 'files = None  # !ls'],
  'magic output': ['a, b = %who_ls', 'a, b = None  # %who_ls'],
  question: ['?np.sum\nnp.sum??', '# ?np.sum\n# np.sum??'],
  'timed statement': ['%time model.fit(x)', 'model.fit(x)'],
  'timed with options': ['%timeit -n 10 -r 3 f(x)', 'f(x)'],
  'timed cell': ['%%time\nmodel.fit(x)', '# %%time\nmodel.fit(x)'],
  'shell cell': ['%%bash\nls\n\ncat a', '# %%bash\n# ls\n\n# cat a'],
  'operator at the start of a line in brackets': ['print("%s"\n  % x)', 'print("%s"\n  % x)'],
  'text that looks like a magic': ['a = """\n%time\n!ls\n"""', 'a = """\n%time\n!ls\n"""'],
  'after a joined line': ['a = 5 \\\n  % 3', 'a = 5 \\\n  % 3'],
  'comment with a quote': ["# don't\n!ls", "# don't\n# !ls"],
  'call of IPython': ["get_ipython().system('ls')\nx = 1", "# get_ipython().system('ls')\nx = 1"],
};

test.each(Object.entries(ROWS))('%s', (_, [cell, expected]) => {
  expect(neutraliseCell(cell)).toBe(expected);
});

test.each([
  [
    'a timed cell of nbconvert is its code',
    String.raw`get_ipython().run_cell_magic('time', '', "a = 'x'\nmodel.fit(a)\n")`,
    "a = 'x'\nmodel.fit(a)",
  ],
  [
    'a timed line is its code',
    "get_ipython().run_line_magic('time', 'model.fit(a)')",
    'model.fit(a)',
  ],
  [
    'a shell cell stays',
    String.raw`get_ipython().run_cell_magic('bash', '', 'ls\n')`,
    String.raw`get_ipython().run_cell_magic('bash', '', 'ls\n')`,
  ],
])('%s', (_, cell, expected) => {
  expect(unpackMagics(cell)).toBe(expected);
});
