import { ownTable } from '../core/index.ts';
import type { Edit } from './edit.ts';
import type { TreeNode } from './tree.ts';

/** Operator precedence; expressions of lower precedence than their position allows need parentheses. */
const STRENGTH: Readonly<Record<string, number>> = ownTable({
  named_expression: 0,
  lambda: 1,
  conditional_expression: 2,
  not_operator: 5,
  comparison_operator: 6,
  unary_operator: 13,
  await: 15,
});
const ANY = 1;
const CONDITIONAL = 2;
const OR = 3;
const AND = 4;
const COMPARISON = 6;
const UNARY = 13;
const PRIMARY = 16;
const BINARY: Readonly<Record<string, number>> = ownTable({
  or: OR,
  and: AND,
  '|': 7,
  '^': 8,
  '&': 9,
  '<<': 10,
  '>>': 10,
  '+': 11,
  '-': 11,
  '*': 12,
  '/': 12,
  '//': 12,
  '%': 12,
  '@': 12,
  '**': 14,
});
const LOOSE = new Set(['yield', 'expression_list']);

function strengthOf(node: TreeNode): number {
  if (LOOSE.has(node.type)) return 0;
  if (node.type === 'binary_operator' || node.type === 'boolean_operator')
    return BINARY[node.child('operator')?.type ?? ''] ?? 0;
  return STRENGTH[node.type] ?? PRIMARY;
}

/** The lowest precedence that is allowed at a node's position without parentheses. */
function strengthWanted(node: TreeNode): number {
  const { parent } = node;
  switch (parent?.type) {
    case 'binary_operator':
    case 'boolean_operator': {
      const own = strengthOf(parent);
      // ** is right-associative.
      if (own === BINARY['**']) return node.field === 'left' ? PRIMARY : UNARY;
      return node.field === 'left' ? own : own + 1;
    }
    case 'not_operator':
      return STRENGTH['not_operator'] ?? PRIMARY;
    case 'comparison_operator':
      return COMPARISON + 1;
    case 'unary_operator':
      return UNARY;
    case 'conditional_expression':
      return node === parent.named()[2] ? ANY : OR;
    case 'for_in_clause':
    case 'if_clause':
      return OR;
    case 'list_splat':
    case 'dictionary_splat':
      return BINARY['|'] ?? PRIMARY;
    case 'attribute':
    case 'await':
      return PRIMARY;
    case 'subscript':
      return node.field === 'value' ? PRIMARY : ANY;
    case 'call':
      return node.field === 'function' ? PRIMARY : ANY;
    case 'interpolation':
      return CONDITIONAL;
    default:
      return ANY;
  }
}

/** Replaces an expression by another; null if the syntax does not allow it there. */
export function replaceBy(place: TreeNode, expression: TreeNode): Edit | null {
  return placeText(place, expression.text, strengthOf(expression), /^[\d.]/.test(expression.text));
}

/** Replaces an expression by a name or a literal; null if the syntax does not allow it there. */
export function replaceByText(place: TreeNode, text: string): Edit | null {
  return placeText(place, text, text.startsWith('-') ? UNARY : PRIMARY, /^\d/.test(text));
}

/** Replaces an expression by a text of the form of another; null if the syntax does not allow it there. */
export function replaceByForm(place: TreeNode, text: string, form: TreeNode): Edit | null {
  return placeText(place, text, strengthOf(form), /^[\d.]/.test(text));
}

function placeText(
  place: TreeNode,
  text: string,
  strength: number,
  isNumber: boolean,
): Edit | null {
  let outer = place;
  const fits = (node: TreeNode): boolean =>
    strength >= strengthWanted(node) && !(isNumber && node.parent?.type === 'attribute');
  // Redundant parentheses are removed; `relayout` handles those that span several lines.
  while (isBareParenthesis(outer.parent) && !outer.parent.text.includes('\n') && fits(outer.parent))
    outer = outer.parent;
  const isEnclosed = outer.parent?.type === 'parenthesized_expression';
  const written = isEnclosed || fits(outer) ? text : `(${text})`;
  return isSafeInText(outer, written)
    ? { start: outer.start, end: outer.end, text: written }
    : null;
}

function isBareParenthesis(node: TreeNode | null): node is TreeNode {
  return node?.type === 'parenthesized_expression' && node.children.length === 3;
}

/** Before Python 3.12, an interpolation cannot contain backslashes, comments or the quotes of its f-string. */
function isSafeInText(place: TreeNode, text: string): boolean {
  for (let node = place.parent; node !== null; node = node.parent) {
    if (node.type === 'block') return true;
    if (node.type !== 'string') continue;
    const quote = node.children[0]?.text.slice(-1) ?? '"';
    if (/[\\#\n]/.test(text) || text.includes(quote) || text.startsWith('{')) return false;
  }
  return true;
}

/**
 * Removes items of a bracketed list with their commas and comments. If no item remains, everything between the brackets
 * is removed.
 */
export function removeItems(items: readonly TreeNode[]): Edit[] {
  const siblings = items[0]?.parent?.children ?? [];
  const every = siblings.filter(({ isNamed }) => isNamed);
  if (every.every((item) => items.includes(item))) {
    const [open, close] = [siblings[0], siblings.at(-1)];
    return open === undefined || close === undefined
      ? []
      : [{ start: open.end, end: close.start, text: '' }];
  }
  const edits: Edit[] = [];
  for (let at = 0; at < every.length; at += 1) {
    const first = every[at];
    if (first === undefined || !items.includes(first)) continue;
    const before = every[at - 1];
    while (items.includes(every[at + 1] ?? first) && every[at + 1] !== undefined) at += 1;
    edits.push(removeRun(siblings, first, every[at] ?? first, before, every[at + 1]));
  }
  return edits;
}

/** Removes consecutive items; there is an item before or after them. */
function removeRun(
  siblings: readonly TreeNode[],
  first: TreeNode,
  last: TreeNode,
  before: TreeNode | undefined,
  after: TreeNode | undefined,
): Edit {
  const { source } = first;
  const sharesLine = (comment: TreeNode, item: TreeNode): boolean =>
    comment.type === 'comment' &&
    item.end <= comment.start &&
    !source.slice(item.end, comment.start).includes('\n');
  if (after !== undefined) {
    // Comments above an item and at the end of its line belong to it.
    const next = siblings.find(
      (sibling) => sibling.start >= last.end && sibling.type !== ',' && !sharesLine(sibling, last),
    );
    const above = siblings.find(
      (sibling) =>
        sibling.type === 'comment' &&
        sibling.start >= (before?.end ?? 0) &&
        (before === undefined || !sharesLine(sibling, before)),
    );
    const start = above !== undefined && above.end <= first.start ? above.start : first.start;
    return { start, end: next?.start ?? after.start, text: '' };
  }
  if (before === undefined) return { start: first.start, end: last.end, text: '' };
  const behind = siblings.findLast(
    (sibling) => sharesLine(sibling, before) && sibling.end <= first.start,
  );
  if (behind === undefined) return { start: before.end, end: last.end, text: '' };
  const comma = siblings.find(({ type, start }) => type === ',' && start >= last.end);
  return { start: behind.end, end: comma?.end ?? last.end, text: '' };
}
