import { readString, scanTokens, TOKEN } from '../python/tokens.ts';
import { RUNS_PYTHON } from './neutralise.ts';

const CALL = /^([ \t]*)get_ipython\(\)\.run_(?:cell|line)_magic\(/;

/**
 * nbconvert writes a cell under `%%time` as one call that holds the cell's code as a string: the code in its place. The lines
 * that follow are moved by it. Magics that run no Python stay, and are comments later.
 */
export function unpackMagics(cell: string): string {
  if (!cell.includes('get_ipython().run_')) return cell;
  return cell
    .split('\n')
    .map((line) => {
      const indent = CALL.exec(line)?.[1];
      if (indent === undefined) return line;
      const [name = '', ...rest] = stringsOf(line);
      const body = rest.at(-1)?.trimEnd() ?? '';
      if (!RUNS_PYTHON.has(name) || body === '' || name === 'matplotlib') return line;
      return body
        .split('\n')
        .map((row) => `${indent}${row}`)
        .join('\n');
    })
    .join('\n');
}

function stringsOf(line: string): string[] {
  const { kind, start, end } = scanTokens(line);
  return kind.flatMap((one, at) => {
    if (one !== TOKEN.string) return [];
    return [readString(line.slice(start[at], end[at])) ?? ''];
  });
}
