import { ownTable } from '../core/index.ts';

/**
 * IPython's additions to Python, taken out of a cell. Every line stays a line, so that line numbers hold: a magic, a shell
 * command and a question become comments; what a magic runs in Python (`%time f()`, `%%time`) stays code.
 */
export function neutraliseCell(cell: string): string {
  if (!MAY_HAVE.test(cell)) return cell;
  const lines = cell.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const cellMagic = CELL_MAGIC.exec(lines[first] ?? '')?.[1];
  if (cellMagic !== undefined) {
    if (!RUNS_PYTHON.has(cellMagic)) return lines.map(asComment).join('\n');
    lines[first] = asComment(lines[first] ?? '');
  }
  const state = new LineState();
  return lines
    .map((line) => {
      const changed = state.isInside ? line : neutraliseLine(line, state);
      state.read(changed);
      return changed;
    })
    .join('\n');
}

const MAY_HAVE = /^[ \t]*(?:[%!?]|get_ipython\()|\?[ \t;]*$|=[ \t]*[%!]/m;
const CELL_MAGIC = /^%%\s*(\w+)/;
/** Magics of a cell or a line whose rest is Python that runs here. */
export const RUNS_PYTHON: ReadonlySet<string> = new Set([
  'time',
  'timeit',
  'prun',
  'capture',
  'lprun',
  'memit',
  'mprun',
  'matplotlib',
]);
const LINE_MAGIC = /^([ \t]*)%(?:time|timeit|prun|memit)(?:[ \t]+-\w+(?:[ \t]+\d+)?)*[ \t]+(?=\S)/;
const ESCAPED = /^[ \t]*(?:[%!?]|get_ipython\(\)\.(?:system|magic|run_line_magic|getoutput)\()/;
const QUESTION = /^[ \t]*[\w.]+\?{1,2}[ \t;]*$/;
const ASSIGNED = /^[\w., \t[\]'"]+=[ \t]*(?=[%!])/;

function neutraliseLine(line: string, state: LineState): string {
  if (state.isShell) {
    state.isShell = line.trimEnd().endsWith('\\');
    return asComment(line);
  }
  const timed = LINE_MAGIC.exec(line);
  if (timed !== null) return `${timed[1]}${line.slice(timed[0].length)}`;
  if (ESCAPED.test(line) || QUESTION.test(line)) {
    state.isShell = line.trimEnd().endsWith('\\');
    return asStatement(line);
  }
  const assigned = ASSIGNED.exec(line)?.[0];
  if (assigned === undefined) return line;
  state.isShell = line.trimEnd().endsWith('\\');
  return `${assigned}None  # ${line.slice(assigned.length)}`;
}

function asComment(line: string): string {
  return line.trim() === '' ? line : `# ${line}`;
}

/** An indented line may be its block's only one, which a comment could not be. */
function asStatement(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return indent === '' ? asComment(line) : `${indent}pass  # ${line.trim()}`;
}

/** Whether the next line begins inside of a string, a bracket or a joined line. */
class LineState {
  isShell = false;
  #open = 0;
  /** The quotes of a string that goes on. */
  #quotes: string | null = null;
  #isJoined = false;

  get isInside(): boolean {
    return this.#open > 0 || this.#quotes !== null || this.#isJoined;
  }

  read(line: string): void {
    this.#isJoined = false;
    let at = 0;
    while (at < line.length) {
      if (this.#quotes !== null) {
        at = this.#skipString(line, at, this.#quotes);
        continue;
      }
      const letter = line.charAt(at);
      if (letter === '#') return;
      if (letter === '"' || letter === "'") {
        const triple = letter.repeat(3);
        this.#quotes = line.startsWith(triple, at) ? triple : letter;
        at += this.#quotes.length;
        continue;
      }
      this.#open = Math.max(0, this.#open + (DEPTH[letter] ?? 0));
      this.#isJoined = letter === '\\' && at === line.length - 1;
      at += 1;
    }
    if (this.#quotes?.length === 1 && !line.endsWith('\\')) this.#quotes = null;
  }

  #skipString(line: string, from: number, quotes: string): number {
    let at = from;
    while (at < line.length) {
      if (line.startsWith(quotes, at)) {
        this.#quotes = null;
        return at + quotes.length;
      }
      at += line.charAt(at) === '\\' ? 2 : 1;
    }
    return at;
  }
}

const DEPTH: Readonly<Record<string, number>> = ownTable({
  '(': 1,
  '[': 1,
  '{': 1,
  ')': -1,
  ']': -1,
  '}': -1,
});
