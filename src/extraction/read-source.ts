import { readTree, type TreeNode } from '../python/index.ts';

/** Statements that parse together, and where they stand. */
interface Piece {
  readonly text: string;
  /** Line of the source that the text begins at, from 0. */
  readonly line: number;
}

export interface ReadSource {
  /** Top-level statements in order. */
  readonly statements: readonly TreeNode[];
  /** Whether the source parses as a whole once lines for a notebook's shell are taken out. */
  readonly isWhole: boolean;
  /** Line of the source, from 1. */
  readonly lineOf: (node: TreeNode) => number;
}

const SHELL = /^(\s*)(?:!|\?|%{1,2}[A-Za-z])/;
/** What may end a line whose expression goes on: `%` in the next line is an operator there. */
const GOES_ON = /[\\([{,"'%]\s*$/;
const CELL = /^#\s*(?:In\s*\[[\s\d]*\]:|%%)/;
/** What begins a statement at the left margin, whatever stands open before it. */
const BEGINS = /^(?:import|from|def|class|for|if|while|with|try|@|[A-Za-z_]\w*\s*=[^=])/;
const CONTINUES = /^(?:\s|[)\]}#]|elif\b|else\b|except\b|finally\b|$)/;
/** Deeper nesting is no program. */
const MOST_DEPTH = 600;
const MOST_CHARACTERS = 2_000_000;

/**
 * Reads a program that may be a notebook's cells: lines for IPython and its shell become comments, and where the whole does
 * not parse, what parses by cells and by statements is taken.
 */
export function readSource(source: string): ReadSource {
  const text = neutralise(source.slice(0, MOST_CHARACTERS));
  const whole = readTree(text);
  // Keyed by the texts that the nodes hold: equal texts of two objects are slow to compare.
  const starts = new Map<string, { readonly first: number; readonly starts: readonly number[] }>();
  const lineOf = (node: TreeNode): number => {
    const lines = starts.get(node.source);
    return lines === undefined ? 1 : lines.first + before(lines.starts, node.start);
  };
  const isWhole = !whole.isBroken && whole.depth <= MOST_DEPTH;
  const pieces = isWhole ? [{ text, line: 0 }] : splitSource(text);
  const statements = pieces.flatMap((piece) => {
    const { root, depth } = readTree(piece.text);
    starts.set(root.source, { first: piece.line, starts: lineStarts(root.source) });
    return depth > MOST_DEPTH ? [] : root.named();
  });
  return { statements, isWhole, lineOf };
}

function neutralise(source: string): string {
  let previous = '';
  return source
    .split(/\r\n|\n|\r/)
    .map((line) => {
      const isShell = SHELL.test(line) && !GOES_ON.test(previous);
      previous = line;
      return isShell ? line.replace(SHELL, '$1pass # ') : line;
    })
    .join('\n');
}

/** Cells that parse, and the statements of those that do not. */
function splitSource(text: string): readonly Piece[] {
  const cells = group(text.split('\n'), 0, (line) => CELL.test(line));
  return cells.flatMap((cell) => (readTree(cell.text).isBroken ? splitStatements(cell) : [cell]));
}

function splitStatements(cell: Piece): readonly Piece[] {
  const state = { open: 0, quotes: '' };
  return group(cell.text.split('\n'), cell.line, (line) => {
    const isFresh = state.quotes === '' && (state.open <= 0 || BEGINS.test(line));
    const begins = isFresh && !CONTINUES.test(line);
    if (begins) state.open = 0;
    scan(line, state);
    return begins;
  });
}

/** Follows brackets and triple quotes through one line. */
function scan(line: string, state: { open: number; quotes: string }): void {
  const marks = /"""|'''|#|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[([{]|[)\]}]/g;
  for (let mark = marks.exec(line); mark !== null; mark = marks.exec(line)) {
    const [found] = mark;
    if (state.quotes !== '') {
      if (found === state.quotes) state.quotes = '';
    } else if (found === '#') return;
    else if (found === '"""' || found === "'''") state.quotes = found;
    else if ('([{'.includes(found)) state.open += 1;
    else if (')]}'.includes(found)) state.open -= 1;
  }
}

function group(
  lines: readonly string[],
  first: number,
  begins: (line: string) => boolean,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const [at, line] of lines.entries()) {
    if (!begins(line) || at === from) continue;
    pieces.push({ text: lines.slice(from, at).join('\n'), line: first + from });
    from = at;
  }
  pieces.push({ text: lines.slice(from).join('\n'), line: first + from });
  return pieces;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many of the ascending starts are not behind an offset. */
function before(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
