import {
  applyOperator,
  callFunction,
  callMethod,
  compareBy,
  partOfPath,
  sliceOf,
  subscriptOf,
} from './operations.ts';
import { readEscapes, readString } from './literal.ts';
import { isComprehension } from './names.ts';
import type { TreeNode } from './tree.ts';
import { isInstance, isScalar, isTruthy, iterate, renderValue, type Value } from './values.ts';

/** Meaning of names at the position of an expression. */
export interface Context {
  /** The constant value of a name; undefined if it has none. */
  value(name: TreeNode): Value | undefined;
  /** Qualified name of a builtin or an import (`len`, `pathlib.Path`); undefined for other names. */
  meaning(name: TreeNode): string | undefined;
  /** The same context with the loop variables of a comprehension bound. */
  bind(values: ReadonlyMap<string, Value>, comprehension: TreeNode): Context;
}

/** Limit of steps in the evaluation of one comprehension. */
const MOST_STEPS = 1000;

/**
 * The value of a constant expression, exactly as Python computes it. Undefined if it depends on the run, raises, or
 * uses syntax that is not modelled. An expression that has a value has no side effects.
 */
export function evaluate(node: TreeNode, context: Context): Value | undefined {
  switch (node.type) {
    case 'identifier':
      return context.value(node);
    case 'none':
      return null;
    case 'true':
      return true;
    case 'false':
      return false;
    case 'integer':
      return /[jJlL]$/.test(node.text) ? undefined : BigInt(node.text.replaceAll('_', ''));
    case 'float':
      return /[jJ]$/.test(node.text) ? undefined : Number(node.text.replaceAll('_', ''));
    case 'string':
      return evaluateString(node, context);
    case 'concatenated_string':
      return joinText(node.named().map((part) => evaluate(part, context)));
    case 'parenthesized_expression':
      return evaluateOnly(node, context);
    case 'tuple':
    case 'expression_list':
      return sequence('tuple', items(node, context));
    case 'list':
      return sequence('list', items(node, context));
    case 'set':
      return sequence('set', items(node, context));
    case 'dictionary':
      return evaluateDict(node, context);
    case 'unary_operator':
      return evaluateUnary(node, context);
    case 'binary_operator':
      return withValues([node.child('left'), node.child('right')], context, ([left, right]) =>
        applyOperator(node.child('operator')?.type ?? '', left, right),
      );
    case 'not_operator':
      return withValues([node.child('argument')], context, ([value]) =>
        value === undefined ? undefined : !isTruthy(value),
      );
    case 'boolean_operator':
      return evaluateBoolean(node, context);
    case 'comparison_operator':
      return evaluateComparison(node, context);
    case 'conditional_expression': {
      const [body, condition, otherwise] = node.named();
      return withValues([condition], context, ([known]) => {
        const chosen = known === undefined ? undefined : isTruthy(known) ? body : otherwise;
        return chosen === undefined ? undefined : evaluate(chosen, context);
      });
    }
    case 'subscript':
      return evaluateSubscript(node, context);
    case 'attribute':
      return evaluateAttribute(node, context);
    case 'call':
      return evaluateCall(node, context);
    default:
      return isComprehension(node) ? evaluateComprehension(node, context) : undefined;
  }
}

function isFormatted(string: TreeNode): boolean {
  return /^[a-zA-Z]*[fF]/.test(string.text);
}

function evaluateOnly(node: TreeNode, context: Context): Value | undefined {
  const inner = node.named();
  return inner.length === 1 && inner[0] !== undefined ? evaluate(inner[0], context) : undefined;
}

function withValues(
  nodes: readonly (TreeNode | null | undefined)[],
  context: Context,
  use: (values: readonly Value[]) => Value | undefined,
): Value | undefined {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = node === null || node === undefined ? undefined : evaluate(node, context);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return use(values);
}

function joinText(parts: readonly (Value | undefined)[]): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

function evaluateString(node: TreeNode, context: Context): string | undefined {
  if (!isFormatted(node)) return readString(node.text);
  if (/^[a-zA-Z]*[rR]/.test(node.text)) return undefined;
  return joinText(
    node.children
      .filter(({ type }) => type === 'string_content' || type === 'interpolation')
      .map((part) => {
        if (part.type === 'string_content')
          return readEscapes(part.text.replaceAll('{{', '{').replaceAll('}}', '}'));
        const expression = part.child('expression');
        if (expression === null || part.children.length !== 3) return undefined;
        return asText(evaluate(expression, context));
      }),
  );
}

/** `str(value)`; undefined if the text is not certain. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value === undefined || !isScalar(value) ? undefined : renderValue(value);
}

function items(node: TreeNode, context: Context): Value[] | undefined {
  const values: Value[] = [];
  for (const child of node.named()) {
    const isSplat = child.type === 'list_splat';
    const value = isSplat ? evaluateOnly(child, context) : evaluate(child, context);
    const more = value === undefined ? undefined : isSplat ? iterate(value) : [value];
    if (more === undefined) return undefined;
    values.push(...more);
  }
  return values;
}

function sequence(
  kind: 'tuple' | 'list' | 'set',
  items: readonly Value[] | undefined,
): Value | undefined {
  if (items === undefined) return undefined;
  return kind === 'set' ? callFunction('set', [{ kind: 'tuple', items }]) : { kind, items };
}

function evaluateDict(node: TreeNode, context: Context): Value | undefined {
  const entries: [Value, Value][] = [];
  for (const pair of node.named()) {
    if (pair.type !== 'pair') return undefined;
    const [key, value] = pair.named().map((part) => evaluate(part, context));
    if (key === undefined || value === undefined || !isScalar(key)) return undefined;
    entries.push([key, value]);
  }
  const keys = callFunction('set', [{ kind: 'tuple', items: entries.map(([key]) => key) }]);
  const isDistinct =
    typeof keys === 'object' &&
    keys !== null &&
    'items' in keys &&
    keys.items.length === entries.length;
  return isDistinct ? { kind: 'dict', entries } : undefined;
}

function evaluateUnary(node: TreeNode, context: Context): Value | undefined {
  const operator = node.child('operator')?.type;
  return withValues([node.child('argument')], context, ([value]) => {
    if (typeof value !== 'bigint' && typeof value !== 'number') return undefined;
    if (operator === '-') return -value;
    return operator === '+' ? value : undefined;
  });
}

function evaluateBoolean(node: TreeNode, context: Context): Value | undefined {
  const [left, right] = [node.child('left'), node.child('right')];
  if (left === null || right === null) return undefined;
  const first = evaluate(left, context);
  if (first === undefined) return undefined;
  const isDecided = isTruthy(first) === (node.child('operator')?.type === 'or');
  return isDecided ? first : evaluate(right, context);
}

function evaluateComparison(node: TreeNode, context: Context): boolean | undefined {
  const operands = node.named();
  const operators = node.children.filter(({ field }) => field === 'operators');
  for (const [at, { type }] of operators.entries()) {
    const pair = [operands[at], operands[at + 1]];
    const holds = withValues(pair, context, ([left, right]) =>
      left === undefined || right === undefined ? undefined : compareBy(type, left, right),
    );
    // A chained comparison stops at the first one that is false.
    if (holds !== true) return holds === false ? false : undefined;
  }
  return true;
}

function evaluateSubscript(node: TreeNode, context: Context): Value | undefined {
  const [base, ...indices] = [
    node.child('value'),
    ...node.children.filter(({ field }) => field === 'subscript'),
  ];
  const index = indices[0];
  if (base === null || base === undefined || indices.length !== 1 || index === undefined)
    return undefined;
  const value = evaluate(base, context);
  if (value === undefined) return undefined;
  if (index.type !== 'slice') {
    const key = evaluate(index, context);
    return key === undefined ? undefined : subscriptOf(value, key);
  }
  const bounds: (Value | undefined)[] = [null, null, null];
  let part = 0;
  for (const child of index.children) {
    if (child.type === ':') part += 1;
    else bounds[part] = evaluate(child, context);
  }
  return bounds.includes(undefined) ? undefined : sliceOf(value, bounds as Value[]);
}

/** An attribute of a constant path, `Path(TABLE_FILE).suffix`. */
function evaluateAttribute(node: TreeNode, context: Context): Value | undefined {
  const [made, part] = [node.child('object'), node.child('attribute')?.text ?? ''];
  const callee = made?.child('function');
  if (made?.type !== 'call' || callee?.type !== 'identifier') return undefined;
  if (context.meaning(callee) !== 'pathlib.Path') return undefined;
  const given = made.child('arguments')?.named() ?? [];
  return withValues(given, context, ([text, ...others]) =>
    typeof text === 'string' && others.length === 0 ? partOfPath(text, part) : undefined,
  );
}

function evaluateCall(node: TreeNode, context: Context): Value | undefined {
  const [callee, list] = [node.child('function'), node.child('arguments')];
  if (callee === null || list?.type !== 'argument_list') return undefined;
  const given = list.named();
  if (given.some(({ type }) => type === 'keyword_argument' || type.endsWith('_splat')))
    return undefined;
  const name = meaningOf(callee, context);
  if (name === 'isinstance') return evaluateIsInstance(given, context);
  if (name !== undefined) return withValues(given, context, (values) => callFunction(name, values));
  if (callee.type !== 'attribute') return undefined;
  return withValues([callee.child('object'), ...given], context, ([object, ...values]) =>
    object === undefined
      ? undefined
      : callMethod(object, callee.child('attribute')?.text ?? '', values),
  );
}

/** Qualified name of a callee, `len` or `math.prod`. */
function meaningOf(callee: TreeNode, context: Context): string | undefined {
  if (callee.type === 'identifier') return context.meaning(callee);
  const module = callee.type === 'attribute' ? callee.child('object') : null;
  const meaning = module?.type === 'identifier' ? context.meaning(module) : undefined;
  return meaning === undefined ? undefined : `${meaning}.${callee.child('attribute')?.text}`;
}

function evaluateIsInstance(
  [object, types]: readonly TreeNode[],
  context: Context,
): boolean | undefined {
  const value = object === undefined ? undefined : evaluate(object, context);
  if (value === undefined || types === undefined) return undefined;
  const named = types.type === 'tuple' ? types.named() : [types];
  const tests = named.map((type) => {
    const name = type.type === 'identifier' ? context.meaning(type) : undefined;
    return name === undefined ? undefined : isInstance(value, name);
  });
  return tests.includes(undefined) ? undefined : tests.includes(true);
}

/** List comprehensions over constants. */
function evaluateComprehension(node: TreeNode, context: Context): Value | undefined {
  if (node.type !== 'list_comprehension') return undefined;
  const [body, ...clauses] = node.named();
  if (body === undefined) return undefined;
  const results: Value[] = [];
  let steps = 0;
  const run = (at: number, inner: Context, bound: ReadonlyMap<string, Value>): boolean => {
    const clause = clauses[at];
    steps += 1;
    if (steps > MOST_STEPS) return false;
    if (clause === undefined) {
      const value = evaluate(body, inner);
      if (value === undefined) return false;
      results.push(value);
      return true;
    }
    if (clause.type === 'if_clause') {
      const condition = clause.named()[0];
      const value = condition === undefined ? undefined : evaluate(condition, inner);
      return value !== undefined && (!isTruthy(value) || run(at + 1, inner, bound));
    }
    const [left, right] = [clause.child('left'), clause.child('right')];
    const value = right === null ? undefined : evaluate(right, inner);
    const values = value === undefined ? undefined : iterate(value);
    if (left?.type !== 'identifier' || values === undefined || clause.children[0]?.type !== 'for')
      return false;
    return values.every((item) => {
      const next = new Map([...bound, [left.text, item]]);
      return run(at + 1, context.bind(next, node), next);
    });
  };
  return run(0, context, new Map()) ? { kind: 'list', items: results } : undefined;
}
