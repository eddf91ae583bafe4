import { compareBy, readString, type TreeNode } from '../python/index.ts';
import { attributeOf } from './attributes.ts';
import { evaluateComprehension, readArguments, readDictionary, readItems } from './collections.ts';
import { arithmetic, isTrue, subscriptOf, toConstant } from './data.ts';
import {
  bind,
  expressionText,
  guess,
  LIMITS,
  lookUp,
  record,
  takeStep,
  unknownOf,
  withDoubt,
  type Machine,
} from './machine.ts';
import {
  known,
  sequence,
  unknown,
  type AbstractValue,
  type CallArguments,
  type FunctionValue,
  type Scope,
  type SequenceValue,
} from './values.ts';

/** What an expression stands for; unknown where only the run decides. Never throws. */
export function evaluateExpression(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  if (machine.depth >= LIMITS.depth || !takeStep(machine)) return unknownOf(machine, node);
  machine.depth += 1;
  try {
    return evaluateKind(machine, node, scope);
  } finally {
    machine.depth -= 1;
  }
}

function evaluateKind(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const line = machine.lineOf(node);
  const evaluate = (inner: TreeNode | null | undefined): AbstractValue =>
    inner === null || inner === undefined
      ? unknownOf(machine, node)
      : evaluateExpression(machine, inner, scope);
  switch (node.type) {
    case 'identifier':
      return lookUp(machine, node.text, scope) ?? guess(node.text, line);
    case 'none':
      return known(null, line);
    case 'true':
      return known(true, line);
    case 'false':
      return known(false, line);
    case 'integer':
    case 'float':
      return readNumber(node, line) ?? unknownOf(machine, node);
    case 'string':
    case 'concatenated_string':
      return readText(machine, node, scope);
    case 'parenthesized_expression':
    case 'await':
    case 'expression_statement':
      return evaluate(node.named()[0]);
    case 'tuple':
    case 'expression_list':
    case 'pattern_list':
      return readItems(machine, node, scope, 'tuple');
    case 'list':
      return readItems(machine, node, scope, 'list');
    case 'set':
      return readItems(machine, node, scope, 'set');
    case 'dictionary':
      return readDictionary(machine, node, scope);
    case 'unary_operator': {
      const value = evaluate(node.child('argument'));
      const isMinus = node.child('operator')?.type === '-';
      if (value.kind !== 'known' || !isMinus) return value;
      if (typeof value.value === 'bigint' || typeof value.value === 'number')
        return known(-value.value, value.line);
      return unknownOf(machine, node, [value]);
    }
    case 'binary_operator':
      return evaluateBinary(machine, node, scope);
    case 'not_operator': {
      const truth = isTrue(evaluate(node.child('argument')));
      return truth === undefined ? unknownOf(machine, node) : known(!truth, line);
    }
    case 'boolean_operator': {
      const left = evaluate(node.child('left'));
      const truth = isTrue(left);
      if (truth !== undefined && truth === (node.child('operator')?.type === 'or')) return left;
      const right = evaluate(node.child('right'));
      return truth === undefined ? unknownOf(machine, node, [left, right]) : right;
    }
    case 'comparison_operator':
      return evaluateComparison(machine, node, scope);
    case 'conditional_expression': {
      const [body, condition, otherwise] = node.named();
      const truth = condition === undefined ? undefined : isTrue(evaluate(condition));
      if (truth !== undefined) return evaluate(truth ? body : otherwise);
      return withDoubt(machine, 0.8, () => evaluate(body));
    }
    case 'named_expression': {
      const value = evaluate(node.child('value'));
      const name = node.child('name');
      if (name !== null) bind(scope, name.text, value);
      return value;
    }
    case 'attribute': {
      const object = evaluate(node.child('object'));
      const name = node.child('attribute')?.text ?? '';
      return attributeOf(machine, object, name, line) ?? unknownOf(machine, node, [object]);
    }
    case 'subscript':
      return evaluateSubscript(machine, node, scope);
    case 'call':
      return evaluateCall(machine, node, scope);
    case 'lambda':
      return lambdaOf(node, scope, line);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return evaluateComprehension(machine, node, scope);
    case 'yield':
      for (const inner of node.named()) evaluate(inner);
      return unknownOf(machine, node);
    default:
      return unknownOf(machine, node);
  }
}

function readNumber(node: TreeNode, line: number): AbstractValue | undefined {
  const text = node.text.replaceAll('_', '');
  if (/[jJ]$/.test(text)) return undefined;
  if (node.type === 'float') return known(Number(text), line);
  const digits = text.replace(/[lL]$/, '');
  // Octal in Python 2; 08 is no number in any Python.
  if (/^0[0-7]+$/.test(digits)) return known(BigInt(`0o${digits}`), line);
  return digits.length > 40 ||
    !/^(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0+|[1-9]\d*)$/.test(digits)
    ? undefined
    : known(BigInt(digits), line);
}

function readText(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const parts = node.type === 'string' ? [node] : node.named();
  const texts = parts.map((part) =>
    part.children.some(({ type }) => type === 'interpolation')
      ? interpolate(machine, part, scope)
      : readString(part.text.replace(/^[fF]/, '')),
  );
  return texts.every((text) => text !== undefined)
    ? known(texts.join(''), machine.lineOf(node))
    : unknownOf(machine, node);
}

function interpolate(machine: Machine, node: TreeNode, scope: Scope): string | undefined {
  const parts = node.children
    .filter(({ type }) => type === 'string_content' || type === 'interpolation')
    .map((part) => {
      if (part.type === 'string_content') return part.text;
      const inner = part.named()[0];
      const value = inner === undefined ? undefined : evaluateExpression(machine, inner, scope);
      return value?.kind === 'known' && part.named().length === 1 ? String(value.value) : undefined;
    });
  return parts.includes(undefined) ? undefined : parts.join('');
}

function evaluateBinary(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const [leftNode, rightNode] = [node.child('left'), node.child('right')];
  if (leftNode === null || rightNode === null) return unknownOf(machine, node);
  const left = evaluateExpression(machine, leftNode, scope);
  const right = evaluateExpression(machine, rightNode, scope);
  return combine(machine, node.child('operator')?.type ?? '', [left, right], node);
}

/** `left operator right`, also of an augmented assignment; of tensors it is an operation of the network. */
export function combine(
  machine: Machine,
  operator: string,
  [left, right]: readonly [AbstractValue, AbstractValue],
  node: TreeNode,
): AbstractValue {
  const line = machine.lineOf(node);
  const given: CallArguments = { positional: [left, right], named: new Map() };
  if (left.kind === 'tensor' || right.kind === 'tensor')
    return machine.call(guess(`operator ${operator}`, line), given, { line, text: '' });
  const value = arithmetic(operator, left, right, line);
  if (value !== undefined) return value;
  record(machine, { path: `operator ${operator}`, receiver: null, given, result: null, line });
  return unknownOf(machine, node, [left, right]);
}

function evaluateComparison(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const operands = node.named().map((operand) => evaluateExpression(machine, operand, scope));
  const [operator, ...others] = node.children.filter(({ field }) => field === 'operators');
  const [left, right] = operands;
  if (operator === undefined || others.length > 0 || left === undefined || right === undefined)
    return unknownOf(machine, node, operands);
  const [one, other] = [toConstant(left), toConstant(right)];
  // A tensor, a layer or a function is never None.
  if (operator.type.startsWith('is') && other === null && one === undefined) {
    if (left.kind === 'unknown') return unknownOf(machine, node, operands);
    return known(operator.type === 'is not', machine.lineOf(node));
  }
  const holds =
    one === undefined || other === undefined ? undefined : compareBy(operator.type, one, other);
  if (holds !== undefined) return known(holds, machine.lineOf(node));
  // `__name__ == '__main__'` holds in a program that is run.
  const isMain = left.kind === 'external' && left.path === '__name__' && operator.type === '==';
  return isMain
    ? known(other === '__main__', machine.lineOf(node))
    : unknownOf(machine, node, operands);
}

function evaluateSubscript(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const base = node.child('value');
  const indices = node.children.filter(({ field }) => field === 'subscript');
  if (base === null) return unknownOf(machine, node);
  const value = evaluateExpression(machine, base, scope);
  const bounds = indices.map((index) =>
    index.type === 'slice'
      ? readSlice(machine, index, scope)
      : evaluateExpression(machine, index, scope),
  );
  const [index] = bounds;
  const found = bounds.length === 1 && index !== undefined ? subscriptOf(value, index) : undefined;
  if (found !== undefined) return found;
  const line = machine.lineOf(node);
  if (value.kind !== 'tensor')
    record(machine, {
      path: 'subscript',
      receiver: value,
      given: { positional: bounds, named: new Map() },
      result: null,
      line,
    });
  return value.kind === 'tensor' ? value : unknown(expressionText(node), line, [value, ...bounds]);
}

/** A slice as its three bounds; where one is not stated it is None. */
function readSlice(machine: Machine, node: TreeNode, scope: Scope): SequenceValue {
  const line = machine.lineOf(node);
  const bounds: AbstractValue[] = [known(null, line), known(null, line), known(null, line)];
  let part = 0;
  for (const child of node.children) {
    if (child.type === ':') part += 1;
    else if (child.isNamed) bounds[part] = evaluateExpression(machine, child, scope);
  }
  return sequence(bounds, line, 'set');
}

/** Calls whose arguments are only shown. */
const SHOWING = /^(?:plt|matplotlib|sns|seaborn|print|display|axs?|fig|plotly|px|go)\b/;

function evaluateCall(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const calleeNode = node.child('function');
  const list = node.child('arguments');
  if (calleeNode === null) return unknownOf(machine, node);
  const line = machine.lineOf(node);
  const site = { line, text: expressionText(node) };
  const receiver =
    calleeNode.type === 'attribute' && calleeNode.child('object') !== null
      ? evaluateExpression(machine, calleeNode.child('object') ?? calleeNode, scope)
      : null;
  const isShowing = SHOWING.test(calleeNode.text);
  machine.shown += isShowing ? 1 : 0;
  const given = readArguments(machine, list, scope);
  machine.shown -= isShowing ? 1 : 0;
  if (receiver === null) {
    if (calleeNode.text === 'super') return superOf(given, scope) ?? unknownOf(machine, node);
    return machine.call(evaluateExpression(machine, calleeNode, scope), given, site);
  }
  const name = calleeNode.child('attribute')?.text ?? '';
  const member = attributeOf(machine, receiver, name, line);
  return member === undefined
    ? machine.callMethod(receiver, name, given, site)
    : machine.call(member, given, site);
}

/** `super()` inside a method, by the names that hold its object and class. */
function superOf({ positional }: CallArguments, scope: Scope): AbstractValue | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const [self, owner] = [at.names.get(SELF), at.names.get(OWNER)];
    if (self !== undefined && owner?.kind === 'class') return { kind: 'super', self, owner };
  }
  const [owner, self] = positional;
  return owner?.kind === 'class' && self !== undefined ? { kind: 'super', self, owner } : undefined;
}

/** Names no program can bind. */
export const SELF = '<self>';
export const OWNER = '<class>';

function lambdaOf(node: TreeNode, scope: Scope, line: number): FunctionValue {
  return {
    kind: 'function',
    name: 'lambda',
    node,
    scope,
    self: null,
    owner: null,
    isProperty: false,
    isStatic: false,
    line,
  };
}
