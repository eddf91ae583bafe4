import type { LayerArgument, LayerCall, LiteralValue, TypedLayer } from '../artifacts/index.ts';
import { MODULE_PREFIX, VALUE_CLASSES } from './syntax-table.ts';

const MAX_DEPTH = 24;
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
const NUMBER = /[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y;
/** Two words side by side are prose unless Python has a keyword between them. */
const KEYWORDS = /\b(?:if|else|for|in|not|and|or|is|lambda)\b/g;
const SIDE_BY_SIDE = /[\w)\]'"]\s+[\w('"[]/;

interface Cursor {
  readonly text: string;
  at: number;
}

/** A text that is no call where a call was expected; caught in this file only. */
class NotACall extends Error {}

/** `branch = ` before a call names its output. */
const LABEL = /^([A-Za-z_]\w*)\s*=\s*(?=[A-Za-z_][\w.]*\()/;
/** `(left, right)` or `([left, right])` behind a call names the outputs that it takes. */
const INPUTS = /^\s*\(\s*\[?\s*(\w*(?:\s*,\s*\w+)*)\s*,?\s*\]?\s*\)/;

/**
 * Reads a layer as the plan writes it: a call such as `Conv2D(32, (3, 3))`, a bare class name, or prose. A call may name its
 * output and the outputs that it takes, as in `sum = Add()(left, right)`.
 *
 * Never fails: whatever is no well-formed call is `{ kind: 'prose' }` with its text. Arguments that are no
 * literal and no layer are kept as expression text; they are untrusted and must not reach code as they are.
 * Paper: III-B, model architecture.
 */
export function parseLayer(text: string): TypedLayer {
  const trimmed = text.trim();
  const [assignment = '', label] = LABEL.exec(trimmed) ?? [];
  const lead = leadingCall(trimmed.slice(assignment.length));
  if (lead !== null) {
    const [list = '', names = ''] = INPUTS.exec(lead.rest) ?? [];
    const inputs = names.split(/\s*,\s*/).filter((name) => name !== '');
    if (/^[\s;,.]*$/.test(lead.rest.slice(list.length)))
      return {
        ...lead.layer,
        ...(label === undefined ? {} : { label }),
        ...(inputs.length === 0 ? {} : { inputs }),
      };
  }
  const bare = trimmed.replace(MODULE_PREFIX, '');
  if (/^[A-Za-z_]\w*$/.test(bare)) return { kind: 'call', name: bare, positional: [], named: {} };
  return { kind: 'prose', text: trimmed };
}

/** The call that a text starts with and what stands after it, e.g. `Dense(10) for labels`; null where there is none. */
export function leadingCall(text: string): { layer: LayerCall; rest: string } | null {
  const cursor: Cursor = { text, at: 0 };
  try {
    const layer = readCall(cursor, 0);
    return { layer, rest: text.slice(cursor.at) };
  } catch (error) {
    if (error instanceof NotACall) return null;
    throw error;
  }
}

/** A typed layer as the plan writes it; `parseLayer` of the text gives the layer back. */
export function renderLayer(layer: TypedLayer): string {
  if (layer.kind === 'prose') return layer.text;
  const items = [
    ...layer.positional.map(renderArgument),
    ...Object.entries(layer.named).map(([name, value]) => `${name}=${renderArgument(value)}`),
  ];
  const assignment = layer.label === undefined ? '' : `${layer.label} = `;
  const taken = layer.inputs === undefined ? '' : `(${layer.inputs.join(', ')})`;
  return `${assignment}${layer.name}(${items.join(', ')})${taken}`;
}

function renderArgument(argument: LayerArgument): string {
  if (argument.kind === 'expression') return argument.text;
  return argument.kind === 'layer' ? renderLayer(argument.layer) : renderValue(argument.value);
}

function renderValue(value: LiteralValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    return `'${value
      .replace(/[\\']/g, String.raw`\$&`)
      .replace(/\n/g, String.raw`\n`)
      .replace(/\t/g, String.raw`\t`)}'`;
  }
  return value.length === 1
    ? `(${renderValue(value[0] ?? null)},)`
    : `(${value.map(renderValue).join(', ')})`;
}

function readCall(cursor: Cursor, depth: number): LayerCall {
  if (depth > MAX_DEPTH) throw new NotACall();
  skipSpace(cursor);
  const name = match(cursor, NAME)?.replace(MODULE_PREFIX, '');
  if (name === undefined || name.includes('.') || cursor.text[cursor.at] !== '(')
    throw new NotACall();
  cursor.at += 1;
  const positional: LayerArgument[] = [];
  const named: [string, LayerArgument][] = [];
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] === ')') break;
    const key = match(cursor, /[A-Za-z_]\w*\s*=(?!=)/y)?.replace(/\s*=$/, '');
    const value = readArgument(cursor, depth + 1);
    if (key === undefined) positional.push(value);
    else named.push([key, value]);
    skipSpace(cursor);
    if (cursor.text[cursor.at] === ',') cursor.at += 1;
    else if (cursor.text[cursor.at] !== ')') throw new NotACall();
  }
  cursor.at += 1;
  return { kind: 'call', name, positional, named: Object.fromEntries(named) };
}

function readArgument(cursor: Cursor, depth: number): LayerArgument {
  skipSpace(cursor);
  const start = cursor.at;
  for (const read of [readLiteral, readLayer]) {
    const argument = read(cursor, depth);
    skipSpace(cursor);
    if (argument !== null && /^[,)]/.test(cursor.text.slice(cursor.at, cursor.at + 1)))
      return argument;
    cursor.at = start;
  }
  return { kind: 'expression', text: readExpression(cursor) };
}

function readLiteral(cursor: Cursor, depth: number): LayerArgument | null {
  const value = readValue(cursor, depth);
  return value === undefined ? null : { kind: 'literal', value };
}

function readLayer(cursor: Cursor, depth: number): LayerArgument | null {
  const name = match(cursor, NAME);
  if (name === undefined || cursor.text[cursor.at] !== '(') return null;
  const bare = name.replace(MODULE_PREFIX, '');
  if (!/^[A-Z]\w*$/.test(bare) || VALUE_CLASSES.test(bare)) return null;
  cursor.at -= name.length;
  return { kind: 'layer', layer: readCall(cursor, depth) };
}

function readValue(cursor: Cursor, depth: number): LiteralValue | undefined {
  skipSpace(cursor);
  const first = cursor.text[cursor.at];
  if (first === "'" || first === '"') return readString(cursor, first);
  if (first === '(' || first === '[') return readList(cursor, first === '(' ? ')' : ']', depth);
  const number = match(cursor, NUMBER);
  if (number !== undefined) {
    const value = Number(number.replaceAll('_', ''));
    return Number.isFinite(value) ? value : undefined;
  }
  const word = match(cursor, /(?:True|False|None)\b/y);
  return word === undefined ? undefined : { True: true, False: false, None: null }[word];
}

function readList(cursor: Cursor, close: string, depth: number): LiteralValue | undefined {
  if (depth > MAX_DEPTH) throw new NotACall();
  cursor.at += 1;
  const items: LiteralValue[] = [];
  let commas = 0;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.at] === close) break;
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    items.push(value);
    skipSpace(cursor);
    if (cursor.text[cursor.at] === ',') {
      cursor.at += 1;
      commas += 1;
    } else if (cursor.text[cursor.at] !== close) return undefined;
  }
  cursor.at += 1;
  return close === ')' && items.length === 1 && commas === 0 ? items[0] : items;
}

function readString(cursor: Cursor, quote: string): string | undefined {
  let text = '';
  for (let at = cursor.at + 1; at < cursor.text.length; at += 1) {
    const character = cursor.text[at] ?? '';
    if (character === quote) {
      cursor.at = at + 1;
      return text;
    }
    if (character === '\\') {
      at += 1;
      const escaped = cursor.text[at] ?? '';
      text += { n: '\n', t: '\t' }[escaped] ?? escaped;
    } else text += character;
  }
  return undefined;
}

/** Text up to the comma or bracket that ends the argument. */
function readExpression(cursor: Cursor): string {
  const start = cursor.at;
  const open: string[] = [];
  for (; cursor.at < cursor.text.length; cursor.at += 1) {
    const character = cursor.text[cursor.at] ?? '';
    if (character === "'" || character === '"') {
      if (readString(cursor, character) === undefined) throw new NotACall();
      cursor.at -= 1;
    } else if ('([{'.includes(character))
      open.push(character === '(' ? ')' : character === '[' ? ']' : '}');
    else if (open.length === 0 && (character === ',' || character === ')')) break;
    else if (')]}'.includes(character) && open.pop() !== character) throw new NotACall();
  }
  const text = cursor.text.slice(start, cursor.at).trim();
  if (text === '' || SIDE_BY_SIDE.test(text.replace(KEYWORDS, '+'))) throw new NotACall();
  return text;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function skipSpace(cursor: Cursor): void {
  match(cursor, /\s+/y);
}
