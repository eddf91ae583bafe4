import { fail, ok, type Result } from '../core/index.ts';

const PYTHON = new Set(['', 'py', 'python', 'python3', 'ipython', 'keras', 'tensorflow']);

/** Lines of a notebook or a shell that are no Python. */
const MAGIC = /^\s*[%!]/;

/**
 * The Python text in a model's reply: the blocks that say so, in order, or all of it where there is no fence. A fence that
 * is never closed ends with the reply. What is not Python in it is left to the reader of syntax.
 * Issues: CODE_ABSENT.
 */
export function readCode(reply: string): Result<string> {
  const blocks = readBlocks(reply);
  const python = blocks.filter(({ language, lines }) => PYTHON.has(language) && lines.length > 0);
  const lines =
    blocks.length === 0 ? reply.split('\n') : python.flatMap((block) => dedent(block.lines));
  const code = lines
    .filter((line) => !MAGIC.test(line))
    .join('\n')
    .trim();
  if (/^\s*(?:import|from|def|class|@|\w+\s*=)/m.test(code)) return ok(`${code}\n`);
  const found = blocks.map(({ language }) => language || 'plain').join(', ');
  return fail({
    code: 'CODE_ABSENT',
    path: '',
    message: `the reply of ${reply.length} characters holds no Python${found === '' ? '' : ` (blocks: ${found})`}`,
  });
}

interface Block {
  readonly language: string;
  readonly lines: readonly string[];
}

function readBlocks(reply: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly mark: string; readonly language: string; readonly lines: string[] } | null =
    null;
  for (const line of reply.split('\n')) {
    const { mark, rest } = readFence(line);
    if (open === null) {
      if (mark !== '')
        open = {
          mark,
          language: (/^[\w+-]*/.exec(rest)?.[0] ?? '').toLowerCase(),
          lines: [],
        };
    } else if (mark.startsWith(open.mark) && rest === '') {
      blocks.push(open);
      open = null;
    } else open.lines.push(line.trimEnd());
  }
  return open === null ? blocks : [...blocks, open];
}

const MOST_INDENT = 8;
const SHORTEST_FENCE = 3;

/** The mark that a line opens or closes a block with, and what stands behind it; no mark on other lines. */
function readFence(line: string): { readonly mark: string; readonly rest: string } {
  const start = line.length - line.trimStart().length;
  const letter = line.charAt(start);
  let end = start;
  if (letter === '`' || letter === '~') while (line.charAt(end) === letter) end += 1;
  const isFence = start <= MOST_INDENT && end - start >= SHORTEST_FENCE;
  return { mark: isFence ? line.slice(start, end) : '', rest: line.slice(end).trim() };
}

/** A block in a list is indented as a whole. */
function dedent(lines: readonly string[]): string[] {
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  return lines.map((line) => line.slice(depth));
}
