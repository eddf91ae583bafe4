import { evaluate, type Context } from './evaluate.ts';
import type { TreeNode } from './tree.ts';
import { isScalar, isTruthy } from './values.ts';

/** The truth value of an expression, which may be known though its value is not; else undefined. */
export function truth(node: TreeNode, context: Context): boolean | undefined {
  const value = evaluate(node, context);
  if (value !== undefined) return isTruthy(value);
  switch (node.type) {
    case 'parenthesized_expression': {
      const inner = node.named()[0];
      return inner === undefined ? undefined : truth(inner, context);
    }
    case 'not_operator': {
      const argument = node.child('argument');
      const known = argument === null ? undefined : truth(argument, context);
      return known === undefined ? undefined : !known;
    }
    case 'boolean_operator': {
      const decisive = node.child('operator')?.type === 'or';
      const sides = [node.child('left'), node.child('right')].map((side) =>
        side === null ? undefined : truth(side, context),
      );
      if (sides.includes(decisive)) return decisive;
      return sides.includes(undefined) ? undefined : !decisive;
    }
    case 'tuple':
    case 'list':
    case 'set':
    case 'dictionary':
      return node.named().some(({ type }) => !type.endsWith('_splat')) ? true : undefined;
    case 'lambda':
      return true;
    case 'comparison_operator':
      return compareToNothing(node, context);
    default:
      return undefined;
  }
}

const TRANSPARENT = new Set([
  'tuple',
  'list',
  'dictionary',
  'pair',
  'parenthesized_expression',
  'expression_list',
  'not_operator',
  'boolean_operator',
]);
const PURE_COMPARISONS = new Set(['==', '!=', 'is', 'is not']);

/**
 * Whether an expression has no side effects, so that it can be removed. Reads of names and attributes, truth tests and
 * tests for equality are assumed to have none; calls, subscripts and arithmetic on unknown values may have some.
 */
export function isPure(node: TreeNode, context: Context): boolean {
  if (node.type === 'identifier' || node.type === 'lambda') return true;
  if (evaluate(node, context) !== undefined) return true;
  if (node.type === 'attribute') return isPure(node.child('object') ?? node, context);
  if (!TRANSPARENT.has(node.type) && !isPureComparison(node, context)) return false;
  return node.named().every((child) => !child.type.endsWith('_splat') && isPure(child, context));
}

function isPureComparison(node: TreeNode, context: Context): boolean {
  if (node.type !== 'comparison_operator') return false;
  const operators = node.children.filter(({ field }) => field === 'operators');
  return (
    operators.every(({ type }) => PURE_COMPARISONS.has(type)) ||
    compareToNothing(node, context) !== undefined
  );
}

/** Expressions that are never None. */
const OBJECTS = new Set(['tuple', 'list', 'set', 'dictionary', 'string', 'concatenated_string']);

/** Comparisons that are decided by one operand: `x in ()` and `[x] is None`. Undefined for others. */
function compareToNothing(node: TreeNode, context: Context): boolean | undefined {
  const [left, right, ...others] = node.named();
  const operator = node.child('operators')?.type ?? '';
  if (left === undefined || right === undefined || others.length > 0) return undefined;
  const value = evaluate(right, context);
  if (value === undefined) return undefined;
  if (value === null && OBJECTS.has(left.type)) {
    if (operator === 'is') return false;
    return operator === 'is not' ? true : undefined;
  }
  // `in` may raise for an empty set, dict or string.
  const isEmpty = !isScalar(value) && (value.kind === 'tuple' || value.kind === 'list');
  if (!isEmpty || value.items.length > 0) return undefined;
  if (operator === 'in') return false;
  return operator === 'not in' ? true : undefined;
}
