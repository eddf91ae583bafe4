import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { escapeMarkdown, fenceBlock, shellWord, showControls } from './plain-output.ts';

test.each(['a b', '$(touch x)', "it's", '`id`', '-rf', '"; ls', 'a\\b', '*', ''])(
  'a shell reads %j as one word',
  (text) => {
    const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(text === '-rf' ? '-rf' : text);
  },
);

test('text closes no fence', () => {
  expect(fenceBlock('a\n```\nb').startsWith('````\n')).toBe(true);
  expect(fenceBlock('a')).toBe('```\na\n```');
});

test('text opens no picture, link, HTML or cell, also behind its own backslash', () => {
  expect(escapeMarkdown('![a](b) <img> | \\[c](d)')).toBe(
    String.raw`!\[a\](b) \<img\> \| \\\[c\](d)`,
  );
});

test('control characters are shown, line ends and tabs stay', () => {
  expect(showControls('a\u001B[2J\r\nb\tc\u009B1m\r')).toBe(
    String.raw`a\x1b[2J` + '\nb\tc' + String.raw`\x9b1m\x0d`,
  );
});
