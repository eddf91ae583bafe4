import { tokenizePython } from './tokenize.ts';

/**
 * Source without comments, docstrings and blank lines, by the rule of CodeXGLUE that every CodeBLEU follows:
 * a string goes when it opens a line or a block. Null where the source cannot be tokenized.
 */
export function stripComments(source: string): string | null {
  const tokens = tokenizePython(source);
  if (tokens === null) return null;
  const parts: string[] = [];
  let previous = 'indent';
  let lastLine = -1;
  let lastColumn = 0;
  for (const { kind, text, startLine, startColumn, endLine, endColumn } of tokens) {
    if (startLine > lastLine) lastColumn = 0;
    if (startColumn > lastColumn) parts.push(' '.repeat(startColumn - lastColumn));
    const opens = previous === 'indent' || previous === 'newline' || startColumn === 0;
    if (kind !== 'comment' && !(kind === 'string' && opens)) parts.push(text);
    previous = kind;
    lastColumn = endColumn;
    lastLine = endLine;
  }
  return parts
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}
