/** Kinds of a scanned token. A line end closes a statement; comments and layout are left out. */
export const TOKEN = { name: 1, number: 2, string: 3, operator: 4, lineEnd: 5 } as const;

/** Tokens as columns, one entry a token, in text order. Offsets are UTF-16 units of the source. */
export interface ScannedTokens {
  readonly source: string;
  readonly kind: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Column of the first token of a statement, a tab counting to the next multiple of eight; -1 inside a statement. */
  readonly column: readonly number[];
}

/**
 * Tokens of Python source that need not be valid. Unlike `tokenizePython` it never gives up: a string ends with its line or,
 * in triple quotes, with its part at the latest; an open bracket is closed by a line that starts with a keyword that cannot
 * stand in one. `parts` are the offsets where a part (a notebook's cell) begins; nothing stays open across them.
 * Linear in the text.
 */
export function scanTokens(source: string, parts: readonly number[] = [0]): ScannedTokens {
  const scan = new Scan(source);
  for (const [at, from] of parts.entries()) scan.part(from, parts[at + 1] ?? source.length);
  return scan;
}

const NOT_IN_BRACKETS =
  /(?:def|class|import|return|while|try|raise|assert|del|global|pass|break|continue|with)(?![\w=])/y;
const FROM = /from(?!\w)/y;
const STRING_PREFIX = /^[rbfuRBFU]{1,2}$/;
const TAB = 8;
const [CR, LF, SPACE, TABULATOR, FEED, HASH, BACKSLASH, DOT] = [13, 10, 32, 9, 12, 35, 92, 46];
const [QUOTE, APOSTROPHE] = [34, 39];
const OPENING = new Set([40, 91, 123]);
const CLOSING = new Set([41, 93, 125]);

class Scan implements ScannedTokens {
  readonly source: string;
  readonly kind: number[] = [];
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly column: number[] = [];
  #open = 0;
  /** Column of the next token where it starts a statement, or -1. */
  #column = -1;

  constructor(source: string) {
    this.source = source;
  }

  part(from: number, to: number): void {
    this.#open = 0;
    let at = this.#startLine(from, to);
    while (at < to) {
      const code = this.source.charCodeAt(at);
      if (code === LF || code === CR) {
        if (this.#open === 0) this.#endStatement(at);
        at = this.#startLine(at + 1, to);
      } else if (code === SPACE || code === TABULATOR || code === FEED) at += 1;
      else if (code === HASH) at = this.#lineBreak(at, to);
      else if (code === BACKSLASH) at = this.#afterBackslash(at, to);
      else if (code === QUOTE || code === APOSTROPHE) at = this.#string(at, at, to);
      else if (isDigit(code) || (code === DOT && isDigit(this.source.charCodeAt(at + 1)))) {
        at = this.#number(at, to);
      } else if (isNamePart(code)) at = this.#name(at, to);
      else at = this.#operator(at, code);
    }
    this.#endStatement(to);
  }

  /** Reads a line's indentation, and closes brackets that cannot be open on it. */
  #startLine(from: number, to: number): number {
    let at = from;
    let column = 0;
    for (; at < to; at += 1) {
      const code = this.source.charCodeAt(at);
      if (code === SPACE) column += 1;
      else if (code === TABULATOR) column += TAB - (column % TAB);
      else break;
    }
    if (this.#open > 0 && this.#cannotBeOpen(at, column)) {
      this.#open = 0;
      this.#endStatement(from);
    }
    if (this.#open === 0 && (this.kind.length === 0 || this.kind.at(-1) === TOKEN.lineEnd)) {
      this.#column = column;
    }
    return at;
  }

  #cannotBeOpen(at: number, column: number): boolean {
    NOT_IN_BRACKETS.lastIndex = at;
    if (NOT_IN_BRACKETS.test(this.source)) return true;
    FROM.lastIndex = at;
    return column === 0 && FROM.test(this.source);
  }

  #endStatement(at: number): void {
    if (this.kind.length > 0 && this.kind.at(-1) !== TOKEN.lineEnd)
      this.#add(TOKEN.lineEnd, at, at);
  }

  #add(kind: number, start: number, end: number): void {
    this.kind.push(kind);
    this.start.push(start);
    this.end.push(end);
    this.column.push(kind === TOKEN.lineEnd ? -1 : this.#column);
    this.#column = -1;
  }

  #lineBreak(from: number, to: number): number {
    let at = from;
    while (at < to && this.source.charCodeAt(at) !== LF && this.source.charCodeAt(at) !== CR)
      at += 1;
    return at;
  }

  /** A backslash before a line break joins two lines; elsewhere it means nothing. */
  #afterBackslash(at: number, to: number): number {
    let next = at + 1;
    if (next < to && this.source.charCodeAt(next) === CR) next += 1;
    if (next < to && this.source.charCodeAt(next) === LF) next += 1;
    return next;
  }

  #name(from: number, to: number): number {
    let at = from + 1;
    while (at < to && isNamePart(this.source.charCodeAt(at))) at += 1;
    const code = this.source.charCodeAt(at);
    const isPrefix = at < to && at - from <= 2 && (code === QUOTE || code === APOSTROPHE);
    if (isPrefix && STRING_PREFIX.test(this.source.slice(from, at))) {
      return this.#string(from, at, to);
    }
    this.#add(TOKEN.name, from, at);
    return at;
  }

  #number(from: number, to: number): number {
    let at = from + 1;
    for (; at < to; at += 1) {
      const code = this.source.charCodeAt(at);
      const isSign = (code === 43 || code === 45) && (this.source.charCodeAt(at - 1) | 32) === 101;
      if (!isNamePart(code) && code !== DOT && !isSign) break;
    }
    this.#add(TOKEN.number, from, at);
    return at;
  }

  #string(from: number, quoteAt: number, to: number): number {
    const quote = this.source.charCodeAt(quoteAt);
    const isTriple =
      this.source.charCodeAt(quoteAt + 1) === quote &&
      this.source.charCodeAt(quoteAt + 2) === quote;
    const end = isTriple ? this.#tripleEnd(quoteAt, to) : this.#stringEnd(quoteAt + 1, quote, to);
    this.#add(TOKEN.string, from, end);
    return end;
  }

  #tripleEnd(quoteAt: number, to: number): number {
    const mark = this.source.slice(quoteAt, quoteAt + 3);
    let from = quoteAt + 3;
    for (;;) {
      const found = this.source.indexOf(mark, from);
      if (found === -1 || found + 3 > to) return to;
      let before = found - 1;
      while (before >= from && this.source.charCodeAt(before) === BACKSLASH) before -= 1;
      if ((found - 1 - before) % 2 === 0) return found + 3;
      from = found + 1;
    }
  }

  #stringEnd(from: number, quote: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      const code = this.source.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code === LF || code === CR) return at;
      if (code === BACKSLASH) at = this.#afterEscape(at, to);
    }
    return to;
  }

  #afterEscape(at: number, to: number): number {
    const isPair = this.source.charCodeAt(at + 1) === CR && this.source.charCodeAt(at + 2) === LF;
    return isPair && at + 2 < to ? at + 2 : at + 1;
  }

  #operator(at: number, code: number): number {
    if (OPENING.has(code)) this.#open += 1;
    if (CLOSING.has(code)) this.#open = Math.max(0, this.#open - 1);
    this.#add(TOKEN.operator, at, at + 1);
    return at + 1;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, digits, the underscore and everything beyond ASCII. */
function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    isDigit(code) ||
    code > 127
  );
}
