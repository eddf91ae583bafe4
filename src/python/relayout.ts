import { applyEdits, type Edit } from './edit.ts';
import { WIDTH } from './layout.ts';
import { tokenizePython } from './tokenize.ts';

/** A token of a statement, except line ends. */
interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** White space before it. */
  readonly gap: string;
}

/** Indices of the opening and the closing word. */
interface Bracket {
  readonly open: number;
  readonly close: number;
}

/**
 * Applies edits to a statement and wraps it as the usual formatter does: it is joined onto one line if it fits now and
 * did not before, and split at its last bracket if it does not fit any more. A statement with comments or multi-line
 * strings keeps its lines. `column` is that of its first character.
 */
export function relayout(before: string, edits: readonly Edit[], column: number): string {
  const after = applyEdits(before, edits);
  const [old, words] = [readWords(before), readWords(after)];
  if (old === null || words === null) return after;
  const flat = flatten(words);
  if (!after.includes('\n')) return column + after.length <= WIDTH ? after : split(flat, column);
  const isOpenOnPurpose = column + flatten(old).length <= WIDTH;
  if (!isOpenOnPurpose && column + flat.length <= WIDTH) return withoutWrapping(after, flat);
  const joined = joinOneBracket(after, words, { before, old, edits, column });
  return isTooWide(joined, column) ? split(flat, column) : joined;
}

/** A multi-line statement joined onto one line, if it fits at column `to` and did not at `from`; else null. */
export function rejoin(text: string, from: number, to: number): string | null {
  const words = text.includes('\n') ? readWords(text) : null;
  if (words === null) return null;
  const flat = flatten(words);
  const fits = from + flat.length > WIDTH && to + flat.length <= WIDTH;
  return fits ? withoutWrapping(text, flat) : null;
}

/** The words of a statement; null if it contains comments, multi-line strings or line continuations. */
function readWords(text: string): Word[] | null {
  const lines = text.split('\n');
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const tokens = tokenizePython(text);
  if (tokens === null || /\\\r?\n/.test(text)) return null;
  const words: Word[] = [];
  for (const { kind, text: word, startLine, endLine, startColumn } of tokens) {
    if (kind === 'comment' || kind === 'error' || startLine !== endLine) return null;
    if (kind !== 'name' && kind !== 'number' && kind !== 'string' && kind !== 'operator') continue;
    const start = (starts[startLine - 1] ?? 0) + startColumn;
    const gap = text.slice(words.at(-1)?.end ?? start, start);
    words.push({ text: word, start, end: start + word.length, gap });
  }
  return words;
}

const isOpener = (word: Word | undefined): boolean => /^[([{]$/.test(word?.text ?? '');
const isCloser = (word: Word | undefined): boolean => /^[)\]}]$/.test(word?.text ?? '');

/** The words on one line, without magic trailing commas. */
function flatten(words: readonly Word[]): string {
  let text = '';
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    const endsList = word.text === ',' && isCloser(next) && next?.gap.includes('\n') === true;
    if (endsList && !isOneTuple(words, at)) continue;
    const previous = words[at - 1];
    const isInside = isOpener(previous) || isCloser(word);
    text +=
      (at === 0 ? '' : word.gap.includes('\n') ? (isInside ? '' : ' ') : word.gap) + word.text;
  }
  return text;
}

/** Whether a trailing comma makes a tuple of one item, or a subscript of one. */
function isOneTuple(words: readonly Word[], comma: number): boolean {
  let depth = 0;
  for (let at = comma - 1; at >= 0; at -= 1) {
    const word = words[at];
    if (isCloser(word)) depth += 1;
    else if (depth === 0 && word?.text === ',') return false;
    else if (isOpener(word)) {
      if (depth > 0) depth -= 1;
      else {
        const isCall = at > 0 && word?.gap === '' && /[\w)\]]$/.test(words[at - 1]?.text ?? '');
        return word?.text === '(' ? !isCall : word?.text === '[' && isCall;
      }
    }
  }
  return false;
}

/** Start of a statement whose parentheses only allow line breaks. */
const WRAPS = /^(?:return|if|elif|while|assert|for .* in|[^()=]*[^()=!<>:]=) \($/;

/** The joined text without parentheses that only allowed line breaks. */
function withoutWrapping(text: string, flat: string): string {
  const first = text.slice(0, text.indexOf('\n'));
  if (!WRAPS.test(first)) return flat;
  const words = readWords(flat) ?? [];
  const open = words.findIndex(({ end }) => end === first.length);
  const wrapping = readBrackets(words).find((bracket) => bracket.open === open);
  const close = words[wrapping?.close ?? -1];
  if (wrapping === undefined || close === undefined || !/^:?$/.test(flat.slice(close.end)))
    return flat;
  const inner = words.slice(open + 1, wrapping.close);
  if (inner.length === 0 || topLevel(inner).some((word) => /^(?:,|:=|yield|for)$/.test(word.text)))
    return flat;
  return (
    flat.slice(0, first.length - 1) + flat.slice(first.length, close.start) + flat.slice(close.end)
  );
}

function readBrackets(words: readonly Word[]): Bracket[] {
  const open: number[] = [];
  const brackets: Bracket[] = [];
  for (const [at, word] of words.entries()) {
    if (isOpener(word)) open.push(at);
    const opener = isCloser(word) ? open.pop() : undefined;
    if (opener !== undefined) brackets.push({ open: opener, close: at });
  }
  return brackets.sort((one, other) => one.open - other.open);
}

/** The words outside brackets. */
function topLevel(words: readonly Word[]): Word[] {
  let depth = 0;
  return words.filter((word) => {
    if (isCloser(word)) depth -= 1;
    const isTop = depth === 0;
    if (isOpener(word)) depth += 1;
    return isTop;
  });
}

interface Change {
  readonly before: string;
  readonly old: readonly Word[];
  readonly edits: readonly Edit[];
  readonly column: number;
}

/** Joins the outermost bracket that fits now and did not before. */
function joinOneBracket(after: string, words: readonly Word[], change: Change): string {
  const known = new Map(
    readBrackets(change.old).map((bracket) => [change.old[bracket.open]?.start, bracket]),
  );
  for (const bracket of readBrackets(words)) {
    const now = measure(after, words, bracket, change.column);
    const former = known.get(placeBefore(now.start, change.edits));
    if (now.lines < 2 || former === undefined) continue;
    const then = measure(change.before, change.old, former, change.column);
    if (now.width <= WIDTH && then.width > WIDTH)
      return after.slice(0, now.start) + now.flat + after.slice(now.end);
    if (now.lines > 3 && now.inner <= WIDTH && then.inner > WIDTH) {
      const indent = `\n${' '.repeat(now.indent)}`;
      const body = now.flat.slice(1, -1);
      const opener = after.charAt(now.start);
      return `${after.slice(0, now.start)}${opener}${indent}    ${body}${indent}${after.slice(now.end - 1)}`;
    }
  }
  return after;
}

/** Width of a bracket on one line, and of its content on a separate line. */
function measure(text: string, words: readonly Word[], { open, close }: Bracket, column: number) {
  const [start, end] = [words[open]?.start ?? 0, words[close]?.end ?? 0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const outside = lineStart === 0 ? column : 0;
  const indent = outside + (/^ */.exec(text.slice(lineStart))?.[0].length ?? 0);
  // The previous word distinguishes a call from a tuple.
  const previous = words[open - 1];
  const flatWords = words.slice(Math.max(0, open - 1), close + 1);
  const flat = flatten(flatWords)
    .slice(previous?.text.length ?? 0)
    .trimStart();
  return {
    start,
    end,
    indent,
    flat,
    lines: text.slice(start, end).split('\n').length,
    width: outside + (start - lineStart) + flat.length + (lineEnd - end),
    inner: indent + 4 + flat.length - 2,
  };
}

/** Maps a position after the edits to the one before; -1 if an edit inserted it. */
function placeBefore(place: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    if (place < start + shift) break;
    if (place < start + shift + text.length) return -1;
    shift += text.length - (end - start);
  }
  return place - shift;
}

function isTooWide(text: string, column: number): boolean {
  return text.split('\n').some((line, at) => line.length + (at === 0 ? column : 0) > WIDTH);
}

/** Splits a line at its last bracket; the items get a line each if they do not fit on one. */
function split(line: string, column: number): string {
  const words = column + line.length > WIDTH ? readWords(line) : null;
  if (words === null) return line;
  const outer = readBrackets(words).filter(({ open }) =>
    topLevel(words).includes(words[open] as Word),
  );
  const chosen = outer.findLast(({ open, close }) => {
    const [start, end] = [words[open]?.end ?? 0, words[close]?.start ?? 0];
    return start < end && column + start <= WIDTH && column + line.length - end <= WIDTH;
  });
  if (chosen === undefined) return line;
  const [start, end] = [words[chosen.open]?.end ?? 0, words[chosen.close]?.start ?? 0];
  const indent = column + 4;
  const body = line.slice(start, end);
  const items = splitItems(words.slice(chosen.open + 1, chosen.close), line);
  const text =
    indent + body.length <= WIDTH || items.length < 2
      ? body
      : items.map((item) => `${split(item, indent)},`).join(`\n${' '.repeat(indent)}`);
  return `${line.slice(0, start)}\n${' '.repeat(indent)}${text}\n${' '.repeat(column)}${line.slice(end)}`;
}

/** The items of a bracket; empty if its commas belong to a comprehension or a lambda. */
function splitItems(words: readonly Word[], line: string): string[] {
  if (topLevel(words).some(({ text }) => text === 'for' || text === 'lambda')) return [];
  const commas = topLevel(words).filter(({ text }) => text === ',');
  const starts = [words[0]?.start ?? 0, ...commas.map(({ end }) => end)];
  const ends = [...commas.map(({ start }) => start), words.at(-1)?.end ?? 0];
  return starts
    .map((start, at) => line.slice(start, ends[at]).trim())
    .filter((item) => item !== '');
}
