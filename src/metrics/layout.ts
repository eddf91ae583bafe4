import type { Token } from '../python/index.ts';

/** Widest line, as in the paper's artifact. */
const WIDTH = 210;
const INDENT = '    ';
/** Brackets deeper than this stay on one line: every level reads what is inside again. */
const DEEPEST = 40;
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);
const KEYWORDS = new Set(
  `and as assert async await del elif else except from for global if import in is lambda nonlocal not or raise return
  while with yield print exec case match`.split(/\s+/),
);
const TIGHT_KEYWORDS = new Set(['print', 'exec', 'match', 'case']);

/**
 * Tokens as lines in the manner of black: a statement a line where it fits in 210 columns, else an item a line with
 * a comma after the last; double quotes; lower-case number letters. Comments are left out.
 * Unlike black it never takes out brackets or splits at operators.
 */
export function layOut(tokens: readonly Token[]): string[] {
  const lines: string[] = [];
  let depth = 0;
  let statement: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind === 'indent') depth += 1;
    else if (kind === 'dedent') depth -= 1;
    else if (kind === 'newline' || kind === 'end') {
      if (statement.length > 0) layOutStatement(statement, depth, lines);
      statement = [];
    } else if (kind === 'string') statement.push(normalizeString(text));
    else if (kind === 'number') statement.push(normalizeNumber(text));
    else if (kind !== 'comment' && kind !== 'blank') statement.push(text);
  }
  return lines;
}

function layOutStatement(tokens: readonly string[], depth: number, lines: string[]): void {
  const open: [readonly string[], number][] = [[tokens, depth]];
  // A stack of its own: brackets may be nested without end.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, level] = next;
    const flat = INDENT.repeat(level) + joinTokens(part, level > depth);
    const wide = flat.length > WIDTH || hasMagicComma(part);
    const split = wide && level - depth < DEEPEST ? splitAtBracket(part) : null;
    if (split === null) {
      lines.push(flat);
      continue;
    }
    const items = splitAtCommas(split.body);
    const rest: [readonly string[], number][] = [
      [split.head, level],
      ...items.map((item): [readonly string[], number] => [item, level + 1]),
      [split.tail, level],
    ];
    for (const piece of rest.reverse()) open.push(piece);
  }
}

/** A comma before a closing bracket asks for an item a line; a tuple of one does not. */
function hasMagicComma(tokens: readonly string[]): boolean {
  return tokens.some(
    (token, at) => token === ',' && CLOSING.has(tokens[at + 1] ?? '') && !isTupleOfOne(tokens, at),
  );
}

function isTupleOfOne(tokens: readonly string[], comma: number): boolean {
  let depth = 0;
  for (let at = comma - 1; at >= 0; at -= 1) {
    const token = tokens[at] ?? '';
    if (CLOSING.has(token)) depth += 1;
    else if (OPENING.has(token)) {
      if (depth === 0) return token === '(' && !isWord(tokens[at - 1] ?? '');
      depth -= 1;
    } else if (token === ',' && depth === 0) return false;
  }
  return false;
}

interface Split {
  readonly head: readonly string[];
  readonly body: readonly string[];
  readonly tail: readonly string[];
}

/** At the last outer bracket that holds something; the one with the asked-for comma first. */
function splitAtBracket(tokens: readonly string[]): Split | null {
  let depth = 0;
  let end = -1;
  let last: Split | null = null;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at] ?? '';
    if (CLOSING.has(token)) {
      if (depth === 0) end = at;
      depth += 1;
    } else if (OPENING.has(token)) {
      depth -= 1;
      if (depth < 0) return last;
      if (depth === 0 && end - at > 1) {
        const body = tokens.slice(at + 1, end);
        const split = { head: tokens.slice(0, at + 1), body, tail: tokens.slice(end) };
        if (hasMagicComma([...body, ')'])) return split;
        last ??= split;
      }
    }
  }
  return last;
}

/** Items, each with its comma; a single one without any stays as it is. */
function splitAtCommas(tokens: readonly string[]): (readonly string[])[] {
  const items: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (OPENING.has(token)) depth += 1;
    else if (CLOSING.has(token)) depth -= 1;
    items.at(-1)?.push(token);
    if (token === ',' && depth === 0) items.push([]);
  }
  if (items.at(-1)?.length === 0) items.pop();
  const last = items.at(-1);
  if (items.length > 1 && last !== undefined && last.at(-1) !== ',' && !last.includes('for')) {
    last.push(',');
  }
  return items;
}

/** `inside` a bracket, names are given with a tight equals sign. */
function joinTokens(tokens: readonly string[], inside: boolean): string {
  let text = '';
  const brackets: string[] = inside ? ['('] : [];
  for (const [at, token] of tokens.entries()) {
    const previous = tokens[at - 1];
    if (previous !== undefined && isSpaced(previous, token, tokens[at - 2], brackets)) text += ' ';
    text += token;
    if (OPENING.has(token)) brackets.push(token);
    else if (CLOSING.has(token)) brackets.pop();
  }
  return text;
}

function isSpaced(
  previous: string,
  token: string,
  before: string | undefined,
  brackets: readonly string[],
): boolean {
  if (OPENING.has(previous) || CLOSING.has(token) || token === ',' || token === ';') return false;
  if (token === ':') return previous === ',';
  if (previous === ':') return brackets.at(-1) !== '[';
  if (token === '.' || previous === '.') {
    return previous === 'from' || token === 'import' || previous === 'import';
  }
  if (token === '=' || previous === '=') return brackets.length === 0;
  if (token === '(' || token === '[') {
    if (KEYWORDS.has(previous)) return !TIGHT_KEYWORDS.has(previous);
    if (isWord(previous) || CLOSING.has(previous) || /["']$/.test(previous)) return false;
  }
  if (previous === '@' && before === undefined) return false;
  if (isUnary(previous, before)) return false;
  return true;
}

/** A sign or star that belongs to what follows: nothing stands before it that it could join. */
function isUnary(token: string, before: string | undefined): boolean {
  if (token !== '-' && token !== '+' && token !== '~' && token !== '*' && token !== '**')
    return false;
  if (before === undefined) return true;
  if (KEYWORDS.has(before)) return true;
  return !isWord(before) && !CLOSING.has(before) && !/["']$/.test(before);
}

function isWord(token: string): boolean {
  return /^[\p{L}\p{N}_.]/u.test(token) && token !== '.' && token !== '...';
}

function normalizeNumber(text: string): string {
  const lower = text.toLowerCase();
  return lower.startsWith('0x') ? `0x${lower.slice(2).toUpperCase()}` : lower;
}

function normalizeString(text: string): string {
  const [, prefix = '', quotes = '', body = ''] =
    /^([a-zA-Z]*)('''|"""|'|")([^]*)\2$/.exec(text) ?? [];
  if (quotes === '') return text;
  const kept = prefix.replaceAll(/[uU]/g, '').replaceAll(/[BF]/g, (letter) => letter.toLowerCase());
  if (quotes.startsWith('"')) return kept + text.slice(prefix.length);
  if (body.includes('"')) return kept + text.slice(prefix.length);
  const double = quotes.replaceAll("'", '"');
  return `${kept}${double}${quotes.length === 1 && !/[rR]/.test(prefix) ? body.replaceAll("\\'", "'") : body}${double}`;
}
