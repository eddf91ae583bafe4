import { describe, expect, test } from 'vitest';
import { extractCode, hasSeparator, splitPrograms } from './programs-file.ts';

const LINE = '-------------------------------------';

describe('released files of programs', () => {
  test.each([
    ['numbered separators', `a\n${LINE} 0\nb\nc\n${LINE} 1\n`, ['a', 'b\nc']],
    ['bare separators', `a\n${LINE}\nb\n${LINE}\n`, ['a', 'b']],
    ['a last program without separator', `a\n${LINE}\nb`, ['a', 'b']],
    ['an empty program keeps its place', `a\n${LINE}\n${LINE}\nb\n${LINE}`, ['a', '', 'b']],
    ['Windows line ends', `a\r\n${LINE}\r\nb`, ['a', 'b']],
    ['no separator', 'x = 1\n# ------\n', ['x = 1\n# ------\n']],
    ['an empty file', '', []],
  ])('%s', (_name, text, programs) => {
    expect(splitPrograms(text)).toEqual(programs);
  });

  test('a rule in a comment is no separator', () => {
    expect(hasSeparator(`# ${LINE}\nx = 1`)).toBe(false);
    expect(hasSeparator(`x\n${LINE} 12\ny`)).toBe(true);
  });
});

describe('code of a reply', () => {
  test.each([
    ['one block', 'Here:\n```python\nx = 1\n```\nDone.', 'x = 1'],
    ['two blocks', '```python\nx = 1\n```\nand\n```py\ny = 2\n```', 'x = 1\n\ny = 2'],
    ['a block that is cut off', '```python\nx = 1', 'x = 1'],
    ['shell is no program', '```bash\npip install x\n```\n```\ny = 2\n```', 'y = 2'],
    ['nothing fenced', 'x = 1\n', 'x = 1\n'],
    ['only shell', '```bash\nls\n```', null],
    ['nothing', ' \n', null],
  ])('%s', (_name, reply, code) => {
    expect(extractCode(reply)).toBe(code);
  });

  test('a hostile reply takes linear time', () => {
    const started = performance.now();
    extractCode('```python\n'.repeat(200_000));
    extractCode(`${' '.repeat(500_000)}\`\`\``);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
