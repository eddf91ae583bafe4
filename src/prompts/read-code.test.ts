import { expect, test } from 'vitest';
import { readCode } from './index.ts';

test.for<{ readonly name: string; readonly reply: string; readonly code: string | null }>([
  {
    name: 'one block',
    reply: 'Here:\n```python\nimport keras\n```\nDone.',
    code: 'import keras\n',
  },
  { name: 'a block without a language', reply: '```\nimport keras\n```', code: 'import keras\n' },
  {
    name: 'several blocks',
    reply: '```py\nimport keras\n```\nthen\n```python\nx = 1\n```',
    code: 'import keras\nx = 1\n',
  },
  {
    name: 'a shell block beside it',
    reply: '```bash\npip install keras\n```\n```python\nx = 1\n```',
    code: 'x = 1\n',
  },
  {
    name: 'a fence that is never closed',
    reply: '```python\nimport keras\nx = (',
    code: 'import keras\nx = (\n',
  },
  { name: 'no fence', reply: 'import keras\nx = 1', code: 'import keras\nx = 1\n' },
  {
    name: 'a longer fence around a shorter one',
    reply: '````python\nx = """\n```\n"""\n````',
    code: 'x = """\n```\n"""\n',
  },
  { name: 'tildes', reply: '~~~python\nx = 1\n~~~', code: 'x = 1\n' },
  {
    name: 'a block in a list',
    reply: '1. So:\n   ```python\n   def f():\n       return 1\n   ```',
    code: 'def f():\n    return 1\n',
  },
  {
    name: 'magics',
    reply: '```python\n%matplotlib inline\n!pip install keras\nimport keras\n```',
    code: 'import keras\n',
  },
  {
    name: 'Windows line ends',
    reply: '```python\r\nimport keras\r\n```\r\n',
    code: 'import keras\n',
  },
  { name: 'another language alone', reply: '```javascript\nlet x = 1;\n```', code: null },
  { name: 'a refusal', reply: 'I am sorry, I cannot help with that.', code: null },
  { name: 'an empty block', reply: '```python\n```', code: null },
  { name: 'nothing', reply: '', code: null },
])('$name', ({ reply, code }) => {
  const read = readCode(reply);
  expect(read.ok ? read.value : null).toBe(code);
  expect(read.ok ? null : read.issues[0]?.code).toBe(code === null ? 'CODE_ABSENT' : null);
});

test('ten million characters are read in time', () => {
  const started = performance.now();
  readCode('`'.repeat(5_000_000) + '\n' + ' '.repeat(5_000_000));
  expect(performance.now() - started).toBeLessThan(2000);
});
