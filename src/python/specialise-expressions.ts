import { ownTable } from '../core/index.ts';
import type { Edit } from './edit.ts';
import { asText, evaluate, type Context } from './evaluate.ts';
import { renderString } from './literal.ts';
import { isComprehension } from './names.ts';
import { removeItems, replaceBy, replaceByText } from './replace.ts';
import type { TreeNode } from './tree.ts';
import { isPure, truth } from './truth.ts';
import { areSame, isScalar, iterate, renderValue, type Value } from './values.ts';

/** A context that can also describe deferred code, such as lambdas and generators. */
export interface FoldContext extends Context {
  later(): FoldContext;
  /** Whether a name refers to the Python builtin at the position of a node. */
  isBuiltin(name: string, place: TreeNode): boolean;
  bind(values: ReadonlyMap<string, Value>, comprehension: TreeNode): FoldContext;
}

/** An edit inside one statement, with the node that it changes. */
export interface InlineEdit extends Edit {
  readonly node: TreeNode;
}

/**
 * Collects edits that fold the constant parts of an expression. The outermost foldable node is replaced; its children
 * are left to the next pass. `isTest`: only the truth value of the expression matters.
 */
export function foldExpression(
  node: TreeNode,
  context: FoldContext,
  isTest: boolean,
  found: InlineEdit[],
): void {
  const edit = foldNode(node, context, isTest);
  if (edit !== null) {
    found.push({ ...edit, node });
    return;
  }
  const empty = emptySplats(node, context);
  if (empty.length > 0) found.push(...removeItems(empty).map((edit) => ({ ...edit, node })));
  const isLater = node.type === 'lambda' || node.type === 'generator_expression';
  for (const child of node.named()) {
    if (empty.includes(child)) continue;
    // The first iterable is evaluated where the comprehension stands.
    const isFirst = child.type === 'for_in_clause' && child === node.named()[1];
    const inner = isLater && !isFirst ? context.later() : context;
    foldExpression(child, inner, isTested(child, node, isTest), found);
  }
}

function isTested(child: TreeNode, node: TreeNode, isTest: boolean): boolean {
  if (node.type === 'not_operator' || node.type === 'if_clause') return true;
  if (node.type === 'conditional_expression') return child === node.named()[1];
  return isTest && (node.type === 'boolean_operator' || node.type === 'parenthesized_expression');
}

function foldNode(node: TreeNode, context: FoldContext, isTest: boolean): Edit | null {
  switch (node.type) {
    case 'comparison_operator':
      return isPure(node, context) ? settle(node, truth(node, context)) : null;
    case 'not_operator': {
      const argument = node.child('argument');
      if (argument === null || !isPure(argument, context)) return null;
      return settle(node, truth(node, context));
    }
    case 'boolean_operator':
      return foldBoolean(node, context, isTest);
    case 'conditional_expression':
      return foldConditional(node, context);
    case 'call':
      return foldCall(node, context);
    case 'attribute':
      return foldToLiteral(node, context);
    case 'subscript':
      return foldSubscript(node, context);
    case 'string':
      return foldString(node, context);
    case 'interpolation':
      return foldInterpolation(node, context);
    case 'if_clause':
      return foldFilter(node, context);
    case 'list_splat':
      return foldSplat(node);
    default:
      return isComprehension(node) ? foldComprehension(node, context) : null;
  }
}

function settle(node: TreeNode, value: boolean | undefined): Edit | null {
  return value === undefined ? null : replaceByText(node, value ? 'True' : 'False');
}

function foldBoolean(node: TreeNode, context: FoldContext, isTest: boolean): Edit | null {
  const [left, right] = [node.child('left'), node.child('right')];
  if (left === null || right === null) return null;
  const decisive = node.child('operator')?.type === 'or';
  const first = truth(left, context);
  // The right operand is never evaluated.
  if (first === decisive) return replaceBy(node, left);
  if (first !== undefined && isPure(left, context)) return replaceBy(node, right);
  const second = isTest && isPure(right, context) ? truth(right, context) : undefined;
  if (second === undefined) return null;
  if (second !== decisive) return replaceBy(node, left);
  return isPure(left, context) ? settle(node, decisive) : null;
}

function foldConditional(node: TreeNode, context: FoldContext): Edit | null {
  const [body, condition, otherwise] = node.named();
  if (body === undefined || condition === undefined || otherwise === undefined) return null;
  const known = isPure(condition, context) ? truth(condition, context) : undefined;
  return known === undefined ? null : replaceBy(node, known ? body : otherwise);
}

/** Methods and functions that are replaced by their result if it is constant. */
const TEXT_METHODS = new Set(
  'strip lower upper removeprefix removesuffix replace startswith endswith'.split(' '),
);
const TESTS = new Set(['isinstance', 'bool', 'any', 'all']);

function foldCall(node: TreeNode, context: FoldContext): Edit | null {
  const callee = node.child('function');
  if (callee?.type === 'identifier') {
    const meaning = context.meaning(callee) ?? '';
    if (TESTS.has(meaning)) return foldToLiteral(node, context);
    const given = node.child('arguments')?.named()[0];
    if (meaning === 'str' && given !== undefined && typeof evaluate(given, context) === 'string')
      return evaluate(node, context) === undefined ? null : replaceBy(node, given);
    return null;
  }
  if (callee?.type !== 'attribute') return null;
  const [object, method] = [callee.child('object'), callee.child('attribute')?.text ?? ''];
  if (object === null || !(TEXT_METHODS.has(method) || method === 'get')) return null;
  const [value, base] = [evaluate(node, context), evaluate(object, context)];
  const isUnchanged = value !== undefined && base !== undefined && areSame(value, base);
  return isUnchanged ? replaceBy(node, object) : foldToLiteral(node, context);
}

/** Replaces a constant scalar by its literal. */
function foldToLiteral(node: TreeNode, context: FoldContext): Edit | null {
  const value = evaluate(node, context);
  if (value === undefined || !isScalar(value)) return null;
  const text = renderValue(value);
  return text === undefined ? null : replaceByText(node, text);
}

/** Folds an index into a constant dict, or into a display. */
function foldSubscript(node: TreeNode, context: FoldContext): Edit | null {
  const [table, index] = [node.child('value'), node.child('subscript')];
  if (table === null || index === null || index.type === 'slice') return null;
  const known = evaluate(table, context);
  const isDict = known !== undefined && !isScalar(known) && known.kind === 'dict';
  const isDisplay = ['dictionary', 'tuple', 'list'].includes(table.type);
  if (!isDict && !isDisplay) return null;
  const literal = foldToLiteral(node, context);
  if (literal !== null || !isDisplay) return literal;
  const chosen = chooseItem(table, evaluate(index, context), context);
  return chosen === undefined ? null : replaceBy(node, chosen);
}

/** The indexed item of a display whose other items are pure. */
function chooseItem(
  table: TreeNode,
  index: Value | undefined,
  context: FoldContext,
): TreeNode | undefined {
  const items = table.named();
  if (index === undefined || items.some(({ type }) => type.endsWith('_splat'))) return undefined;
  const isDict = table.type === 'dictionary';
  const keys = items.map((item, at) =>
    isDict ? evaluate(item.named()[0] ?? item, context) : BigInt(at),
  );
  const place = keys.findLastIndex((key) => key !== undefined && areSame(key, index));
  const others = items.filter((_, at) => at !== place);
  const isSure = !keys.includes(undefined) && others.every((item) => isPure(item, context));
  if (place < 0 || !isSure) return undefined;
  return isDict ? items[place]?.named()[1] : items[place];
}

const LITERALS = new Set(['string', 'integer', 'true', 'false', 'none']);

/** Text that an interpolation produces, if it holds a literal or an empty string. */
function writtenBy(interpolation: TreeNode, context: Context): string | undefined {
  const expression = interpolation.child('expression');
  if (expression === null || interpolation.children.length !== 3) return undefined;
  const text = asText(evaluate(expression, context));
  const quotes = /^[fF]("""|"|'''|')/.exec(interpolation.parent?.text ?? '')?.[1];
  const isPlain = text === '' || LITERALS.has(expression.type);
  if (text === undefined || quotes === undefined || !isPlain) return undefined;
  const written = renderString(text).slice(1, -1);
  return quotes[0] === "'" ? written.replaceAll('\\"', '"').replaceAll("'", "\\'") : written;
}

/** Merges a literal in an interpolation into the text of the f-string. */
function foldInterpolation(node: TreeNode, context: Context): Edit | null {
  const written = writtenBy(node, context);
  if (written === undefined) return null;
  const text = written.replaceAll('{', '{{').replaceAll('}', '}}');
  return { start: node.start, end: node.end, text };
}

/** Turns an f-string with only literal interpolations into a plain string. */
function foldString(node: TreeNode, context: Context): Edit | null {
  const parts = node.children.map((part) =>
    part.type === 'interpolation'
      ? writtenBy(part, context)
      : part.text.replaceAll('{{', '{').replaceAll('}}', '}'),
  );
  const isPlain = node.children.every(({ type }) => type !== 'interpolation');
  if (isPlain || parts.includes(undefined)) return null;
  return { start: node.start, end: node.end, text: parts.join('').slice(1) };
}

const DISPLAYS = new Set(['list', 'argument_list', 'dictionary', 'set', 'tuple']);

/** Items of a display or call that unpack an empty constant: `*()` and `**{}`. */
function emptySplats(node: TreeNode, context: FoldContext): TreeNode[] {
  if (!DISPLAYS.has(node.type)) return [];
  const items = node.named();
  const empty = items.filter((item) => {
    const value = item.type.endsWith('_splat') ? item.named()[0] : undefined;
    const known = value === undefined ? undefined : evaluate(value, context);
    return known !== undefined && iterate(known)?.length === 0;
  });
  const left = items.length - empty.length;
  // A tuple of one needs its comma, and {} is no set.
  const least = node.type === 'tuple' ? 2 : node.type === 'set' ? 1 : 0;
  return left < least ? [] : empty;
}

/** Unpacks a display inside another: `[*[a, *b], c]` becomes `[a, *b, c]`. */
function foldSplat(node: TreeNode): Edit | null {
  const [inner] = node.named();
  const items = inner?.named() ?? [];
  const isDisplay = inner?.type === 'list' || inner?.type === 'tuple';
  if (!isDisplay || items.length === 0 || !DISPLAYS.has(node.parent?.type ?? '')) return null;
  if (items.some(({ type }) => type === 'comment')) return null;
  return { start: node.start, end: node.end, text: items.map(({ text }) => text).join(', ') };
}

/** Removes a comprehension's filter that is always true. */
function foldFilter(node: TreeNode, context: FoldContext): Edit | null {
  const condition = node.named()[0];
  const isOpen = condition !== undefined && isPure(condition, context) && truth(condition, context);
  const before = node.parent?.children.findLast(({ end }) => end <= node.start);
  return isOpen === true && before !== undefined
    ? { start: before.end, end: node.end, text: '' }
    : null;
}

const EMPTY: Readonly<Record<string, string>> = ownTable({
  list_comprehension: '[]',
  dictionary_comprehension: '{}',
});

/** Folds a comprehension over an empty constant, and one that copies a constant. */
function foldComprehension(node: TreeNode, context: FoldContext): Edit | null {
  const [, first, ...others] = node.named();
  const source = first?.type === 'for_in_clause' ? first.child('right') : null;
  if (source === null || first?.children[0]?.type !== 'for') return null;
  const items = evaluate(source, context);
  const known = items === undefined ? undefined : iterate(items);
  if (known === undefined) return null;
  const empty = EMPTY[node.type];
  if (known.length === 0) return empty === undefined ? null : replaceByText(node, empty);
  const value = others.length === 0 ? evaluate(node, context) : undefined;
  const isCopy = value !== undefined && areSame(value, { kind: 'list', items: known });
  return isCopy && source.type === 'identifier' && context.isBuiltin('list', node)
    ? replaceByText(node, `list(${source.text})`)
    : null;
}
