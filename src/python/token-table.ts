import { typeName, typeNumber } from './parser.ts';
import { hasChildren, type FlatTree } from './syntax-tree.ts';

/** The leaves of a tree that data flows between; a string is one leaf, a comment is none. */
export interface TokenTable {
  /** Tokens before a node, [nodes + 1]: a node's own are `first[node]` up to `first[after[node]]`. */
  readonly first: Uint32Array;
  /** Number of a token's text; equal texts have equal numbers. */
  readonly name: Uint32Array;
  /** 1 for names, numbers, strings; 0 for keywords and punctuation. */
  readonly variable: Uint8Array;
  /** The token that stands for it: tokens of no width at one place are one. */
  readonly same: Uint32Array;
}

export interface TokenOptions {
  /** Cuts token texts by byte columns out of lines of characters, as codebleu 0.7 does. */
  readonly byteColumns: boolean;
}

const STRING = typeNumber('string', true);
const COMMENT = typeNumber('comment', true);
const IDENTIFIER = typeNumber('identifier', true);

/** Whether a node is one token, whatever stands in it. */
export function isToken(tree: FlatTree, node: number): boolean {
  const type = tree.type[node];
  return type !== COMMENT && (type === STRING || !hasChildren(tree, node));
}

export function isIdentifier(tree: FlatTree, node: number): boolean {
  return tree.type[node] === IDENTIFIER;
}

/** The tokens of a tree, in order of the text. */
export function readTokens(tree: FlatTree, options: TokenOptions): TokenTable {
  const textOf = options.byteColumns ? byteColumnText(tree.source) : plainText(tree.source);
  const first = new Uint32Array(tree.size + 1);
  const name: number[] = [];
  const variable: number[] = [];
  const same: number[] = [];
  const names = new Map<string, number>();
  const empty = new Map<number, number>();
  let inside = 0;
  for (let node = 0; node < tree.size; node += 1) {
    first[node] = name.length;
    if (node < inside || !isToken(tree, node)) continue;
    inside = tree.after[node] ?? 0;
    const start = tree.start[node] ?? 0;
    const end = tree.end[node] ?? 0;
    const text = textOf(start, end);
    let number = names.get(text);
    if (number === undefined) {
      number = names.size;
      names.set(text, number);
    }
    if (start === end) empty.set(start, name.length);
    same.push(start === end ? -1 - start : name.length);
    // A token that is its own type's name says nothing: keywords, punctuation.
    variable.push(text === typeName(tree.type[node] ?? 0) ? 0 : 1);
    name.push(number);
  }
  first[tree.size] = name.length;
  return {
    first,
    name: Uint32Array.from(name),
    variable: Uint8Array.from(variable),
    same: Uint32Array.from(same, (token) => (token < 0 ? (empty.get(-1 - token) ?? 0) : token)),
  };
}

function plainText(source: string): (start: number, end: number) => string {
  return (start, end) => {
    const text = source.slice(start, end);
    return text.includes('\n') ? text.replaceAll('\n', '') : text;
  };
}

interface Line {
  readonly start: number;
  /** Null where bytes, characters and UTF-16 units are the same. */
  readonly wide: { readonly characters: readonly string[]; readonly bytes: Uint32Array } | null;
}

function byteColumnText(source: string): (start: number, end: number) => string {
  const lines: Line[] = [];
  let at = 0;
  for (const text of source.split('\n')) {
    lines.push({ start: at, wide: isAscii(text) ? null : measure(text) });
    at += text.length + 1;
  }
  if (lines.every(({ wide }) => wide === null)) return plainText(source);
  const cut = (row: number, from: number, to: number): string => {
    const { start, wide } = lines[row] ?? { start: 0, wide: null };
    if (wide === null) return source.slice(from, to);
    return wide.characters
      .slice(wide.bytes[from - start] ?? 0, wide.bytes[to - start] ?? 0)
      .join('');
  };
  const lineEnd = (row: number): number => (lines[row + 1]?.start ?? source.length + 1) - 1;
  return (start, end) => {
    const firstRow = rowOf(lines, start);
    const lastRow = rowOf(lines, end);
    if (firstRow === lastRow) return cut(firstRow, start, end);
    const { start: lineStart, wide } = lines[firstRow] ?? { start: 0, wide: null };
    const head =
      wide === null
        ? source.slice(start, lineEnd(firstRow))
        : wide.characters.slice(wide.bytes[start - lineStart] ?? 0).join('');
    const middle = lines
      .slice(firstRow + 1, lastRow)
      .map((line, index) => source.slice(line.start, lineEnd(firstRow + 1 + index)));
    return head + middle.join('') + cut(lastRow, lines[lastRow]?.start ?? 0, end);
  };
}

function rowOf(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** Byte column of every UTF-16 unit of a line, and its characters. */
function measure(text: string): { characters: string[]; bytes: Uint32Array } {
  const characters = Array.from(text);
  const bytes = new Uint32Array(text.length + 1);
  let unit = 0;
  let byte = 0;
  for (const character of characters) {
    const code = character.codePointAt(0) ?? 0;
    for (let part = 0; part < character.length; part += 1) bytes[unit + part] = byte;
    unit += character.length;
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  bytes[unit] = byte;
  return { characters, bytes };
}
