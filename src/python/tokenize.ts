import { ownTable } from '../core/index.ts';

/** A lexical token as CPython 3.11's `tokenize` gives it; columns in UTF-16 units. */
export interface Token {
  readonly kind:
    | 'name'
    | 'number'
    | 'string'
    | 'operator'
    | 'comment'
    | 'newline'
    | 'blank'
    | 'indent'
    | 'dedent'
    | 'error'
    | 'end';
  readonly text: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const PREFIX = '(?:[bBfF][rR]|[rR][bBfF]|[bBrRuUfF])?';
const NUMBER = [
  String.raw`\d(?:_?\d)*[jJ]`,
  String.raw`(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?`,
  String.raw`\d(?:_?\d)*[eE][-+]?\d(?:_?\d)*[jJ]?`,
  '0[xX](?:_?[0-9a-fA-F])+',
  '0[bB](?:_?[01])+',
  '0[oO](?:_?[0-7])+',
  '0(?:_?0)*|[1-9](?:_?[0-9])*',
].join('|');
const OPERATOR = String.raw`\*\*=?|//=?|>>=?|<<=?|\.\.\.|->|:=|[-+*/%&|^=<>!@]=|[-+*/%&|^=<>~@(){}\[\],:.;]`;
const QUOTED = (quote: string): string =>
  String.raw`${PREFIX}${quote}[^\n${quote}\\]*(?:\\[^\n][^\n${quote}\\]*)*(?:${quote}|\\\r?\n)`;
const TOKEN = new RegExp(
  String.raw`[ \f\t]*(\\\r?\n|$(?![\n])|#[^\r\n]*|${PREFIX}(?:'''|""")|${NUMBER}|\r?\n|${OPERATOR}|${QUOTED("'")}|${QUOTED('"')}|[\p{L}\p{N}_]+)`,
  'uy',
);
const STRING_ENDS: Readonly<Record<string, RegExp>> = ownTable({
  "'": /[^'\\]*(?:\\[^\n][^'\\]*)*'/y,
  '"': /[^"\\]*(?:\\[^\n][^"\\]*)*"/y,
  "'''": /[^'\\]*(?:(?:\\[^]|'(?!''))[^'\\]*)*'''/y,
  '"""': /[^"\\]*(?:(?:\\[^]|"(?!""))[^"\\]*)*"""/y,
});
const TAB = 8;

/**
 * Python source as tokens, or null where CPython's tokenizer gives up: a bracket or string that is never closed,
 * or a dedent to no outer level. Linear in the text.
 */
export function tokenizePython(source: string): Token[] | null {
  const lines = source.split(/(?<=\n)/);
  if (lines.at(-1) === '') lines.pop();
  const reader = new Reader();
  for (const line of lines) if (!reader.read(line)) return null;
  return reader.finish(lines.at(-1) ?? '');
}

interface OpenString {
  readonly end: RegExp;
  text: string;
  readonly line: number;
  readonly column: number;
  /** One quote: every line must end in a backslash. */
  readonly continued: boolean;
}

class Reader {
  readonly #tokens: Token[] = [];
  readonly #indents = [0];
  #line = 0;
  #brackets = 0;
  #continued = false;
  #string: OpenString | null = null;

  /** Takes one line with its end; false where the source cannot be tokenized. */
  read(line: string): boolean {
    this.#line += 1;
    let at = 0;
    if (this.#string !== null) {
      const after = this.#closeString(this.#string, line);
      if (after === null) return true;
      at = after;
    } else if (this.#brackets === 0 && !this.#continued) {
      const after = this.#indentation(line);
      if (after === 'stop') return false;
      if (after === 'done') return true;
      at = after;
    } else {
      this.#continued = false;
    }
    this.#rest(line, at);
    return true;
  }

  finish(last: string): Token[] | null {
    if (this.#string !== null || this.#brackets > 0 || this.#continued) return null;
    if (last !== '' && !/[\r\n]$/.test(last) && !last.trim().startsWith('#')) {
      this.#emit('newline', '', last.length, last.length);
    }
    this.#line += 1;
    for (let level = 1; level < this.#indents.length; level += 1) this.#emit('dedent', '', 0, 0);
    this.#emit('end', '', 0, 0);
    return this.#tokens;
  }

  #emit(kind: Token['kind'], text: string, start: number, end: number): void {
    this.#tokens.push({
      kind,
      text,
      startLine: this.#line,
      startColumn: start,
      endLine: this.#line,
      endColumn: end,
    });
  }

  /** Column after the string's end, or null where the line is used up. */
  #closeString(open: OpenString, line: string): number | null {
    open.end.lastIndex = 0;
    if (open.end.test(line)) {
      const end = open.end.lastIndex;
      this.#pushString('string', open, line.slice(0, end), end);
      return end;
    }
    if (open.continued && !/\\\r?\n$/.test(line)) {
      this.#pushString('error', open, line, line.length);
      return null;
    }
    open.text += line;
    return null;
  }

  #pushString(kind: 'string' | 'error', open: OpenString, rest: string, end: number): void {
    this.#tokens.push({
      kind,
      text: open.text + rest,
      startLine: open.line,
      startColumn: open.column,
      endLine: this.#line,
      endColumn: end,
    });
    this.#string = null;
  }

  #indentation(line: string): number | 'done' | 'stop' {
    let at = 0;
    let column = 0;
    for (; at < line.length; at += 1) {
      const character = line[at];
      if (character === ' ') column += 1;
      else if (character === '\t') column = (Math.floor(column / TAB) + 1) * TAB;
      else if (character === '\f') column = 0;
      else break;
    }
    if (at === line.length) return 'done';
    if ('#\r\n'.includes(line[at] ?? '')) {
      if (line[at] === '#') {
        const comment = line.slice(at).replace(/(?<![\r\n])[\r\n]+$/, '');
        this.#emit('comment', comment, at, at + comment.length);
        at += comment.length;
      }
      this.#emit('blank', line.slice(at), at, line.length);
      return 'done';
    }
    if (column > (this.#indents.at(-1) ?? 0)) {
      this.#indents.push(column);
      this.#emit('indent', line.slice(0, at), 0, at);
    }
    while (column < (this.#indents.at(-1) ?? 0)) {
      if (!this.#indents.includes(column)) return 'stop';
      this.#indents.pop();
      this.#emit('dedent', '', at, at);
    }
    return at;
  }

  #rest(line: string, from: number): void {
    let at = from;
    while (at < line.length) {
      TOKEN.lastIndex = at;
      const text = TOKEN.exec(line)?.[1];
      if (text === undefined) {
        this.#emit('error', line[at] ?? '', at, at + 1);
        at += 1;
        continue;
      }
      const end = TOKEN.lastIndex;
      at = end;
      if (text === '') continue;
      const start = end - text.length;
      const first = text[0] ?? '';
      if (/[0-9]/.test(first) || (first === '.' && text !== '.' && text !== '...')) {
        this.#emit('number', text, start, end);
      } else if (first === '\r' || first === '\n') {
        this.#emit(this.#brackets > 0 ? 'blank' : 'newline', text, start, end);
      } else if (first === '#') {
        this.#emit('comment', text, start, end);
      } else if (/['"\n]$/.test(text)) {
        const after = this.#stringToken(line, text, start, end);
        if (after === null) return;
        at = after;
      } else if (/^[\p{L}_]/u.test(first)) {
        this.#emit('name', text, start, end);
      } else {
        if ('([{'.includes(first)) this.#brackets += 1;
        else if (')]}'.includes(first)) this.#brackets -= 1;
        this.#emit('operator', text, start, end);
      }
    }
  }

  /** A string's column after its end; null where it goes on in the next line. */
  #stringToken(line: string, text: string, start: number, end: number): number | null {
    const quotes = /(?:'''|"""|['"])/.exec(text)?.[0];
    if (quotes === undefined) {
      this.#continued = true;
      return end;
    }
    const open = text.endsWith('\n');
    if (!open && !(quotes.length === 3 && text.endsWith(quotes) && text.length <= 5)) {
      this.#emit('string', text, start, end);
      return end;
    }
    const closing = STRING_ENDS[quotes];
    if (closing === undefined) return end;
    if (!open) {
      closing.lastIndex = end;
      if (closing.test(line)) {
        this.#emit('string', line.slice(start, closing.lastIndex), start, closing.lastIndex);
        return closing.lastIndex;
      }
    }
    this.#string = {
      end: closing,
      text: line.slice(start),
      line: this.#line,
      column: start,
      continued: open,
    };
    return null;
  }
}
