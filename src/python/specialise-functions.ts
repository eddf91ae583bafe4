import { evaluate } from './evaluate.ts';
import { Frame, type ProgramContext } from './frame.ts';
import type { FunctionContext } from './specialise-context.ts';
import type { Reference, Scope } from './names.ts';
import { removeItems } from './replace.ts';
import type { Argument, Call } from './specialise-calls.ts';
import { removeClause } from './specialise-comments.ts';
import { foldOnce, isEmpty, type Code } from './specialise-code.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import { substitute } from './specialise-locals.ts';
import { allNodes, type TreeNode } from './tree.ts';
import { isPure } from './truth.ts';
import { areSame, isScalar, renderValue, type Value } from './values.ts';

/** A function that is only used by direct calls. */
export interface CalledFunction {
  readonly name: string;
  readonly code: Code;
  readonly node: TreeNode;
  readonly scope: Scope;
  readonly parameters: readonly Parameter[];
  readonly calls: readonly PlacedCall[];
}

export interface PlacedCall {
  readonly code: Code;
  readonly call: Call;
}

export interface Parameter {
  readonly name: string;
  readonly node: TreeNode;
  readonly position: number;
  readonly fallback: TreeNode | null;
}

/** Edits by the piece of code that they apply to. */
export type Rewrites = Map<Code, InlineEdit[]>;

const PARAMETERS = new Set([
  'identifier',
  'default_parameter',
  'typed_parameter',
  'typed_default_parameter',
]);

/** Parameters of a function; null if it has `*`, `/`, `*args` or `**kwargs`. */
export function readParameters(node: TreeNode): Parameter[] | null {
  const nodes = node.child('parameters')?.named() ?? [];
  const parameters = nodes.map((parameter, position) => {
    const name = parameter.type === 'identifier' ? parameter : parameter.named()[0];
    return {
      name: name?.text ?? '',
      node: parameter,
      position,
      fallback: parameter.child('value'),
      isPlain: PARAMETERS.has(parameter.type) && name?.type === 'identifier',
    };
  });
  return parameters.every(({ isPlain }) => isPlain) ? parameters : null;
}

/** The argument that a call passes for a parameter; 'unknown' if it may come from `*` or `**`. */
export function argumentOf(call: Call, parameter: Parameter): Argument | 'default' | 'unknown' {
  const given = call.positional[parameter.position] ?? call.named.get(parameter.name);
  if (given !== undefined) return given;
  const { items, names } = call.spreads;
  return (items && parameter.position >= call.positional.length) || names ? 'unknown' : 'default';
}

/** Whether a call matches the signature; one that does not raises TypeError, also after specialisation. */
export function isTaken(call: Call, parameters: readonly Parameter[]): boolean {
  const { positional, named, spreads } = call;
  const known = new Set(parameters.map(({ name }) => name));
  return (
    positional.length <= parameters.length &&
    [...named.keys()].every((name) => known.has(name)) &&
    parameters.every(({ name, position, fallback }) => {
      const isGiven = position < positional.length;
      if (isGiven) return !named.has(name);
      return named.has(name) || fallback !== null || spreads.items || spreads.names;
    })
  );
}

/**
 * Edits that bind parameters with the same constant at every call and remove unused parameters, in the signature, the
 * body and the calls.
 */
export function bindParameters(called: CalledFunction, program: FunctionContext): Rewrites {
  const rewrites: Rewrites = new Map();
  const dropped: Parameter[] = [];
  const add = (code: Code, edits: readonly InlineEdit[]): void => {
    rewrites.set(code, [...(rewrites.get(code) ?? []), ...edits]);
  };
  for (const parameter of called.parameters) {
    if (!isGivenPurely(called, parameter, program)) continue;
    const reads = readsOf(called, parameter);
    const edits = reads.length === 0 ? [] : bindParameter(called, parameter, reads, program);
    if (edits === null) continue;
    dropped.push(parameter);
    add(called.code, edits);
    add(called.code, removeClause(called.node, parameter.name));
  }
  if (dropped.length === 0) return rewrites;
  add(called.code, removeNodes(dropped.map(({ node }) => node)));
  for (const { code, call } of called.calls) {
    const given = dropped.map((parameter) => argumentOf(call, parameter));
    add(code, removeNodes(given.flatMap((one) => (typeof one === 'string' ? [] : [one.node]))));
  }
  return rewrites;
}

function removeNodes(nodes: readonly TreeNode[]): InlineEdit[] {
  const [node] = nodes;
  return node === undefined ? [] : removeItems(nodes).map((edit) => ({ ...edit, node }));
}

function readsOf({ code, scope }: CalledFunction, { name }: Parameter): Reference[] {
  return [...code.names.references.values()].filter(
    (reference) => reference.scope === scope && reference.node.text === name,
  );
}

/** Whether the arguments for a parameter and its default have no side effects. */
function isGivenPurely(
  { calls, code, scope }: CalledFunction,
  parameter: Parameter,
  program: ProgramContext,
): boolean {
  const { name, fallback } = parameter;
  if (scope.bindings.get(name)?.length !== 1) return false;
  if (fallback !== null && !isPure(fallback, outsideOf(code, program))) return false;
  return calls.every(({ call }) => {
    const given = argumentOf(call, parameter);
    return given === 'default' || (given !== 'unknown' && given.isPure);
  });
}

/** The frame in which a function's defaults are evaluated. */
function outsideOf({ names }: Code, program: ProgramContext): Frame {
  return new Frame({ names, program, outer: null }, names.module, new Map());
}

/** Edits that replace a parameter by its constant; null if it has none. */
function bindParameter(
  called: CalledFunction,
  parameter: Parameter,
  reads: readonly Reference[],
  program: FunctionContext,
): InlineEdit[] | null {
  if (called.scope.rebound.has(parameter.name)) return null;
  const constant = constantOf(called, parameter, program);
  if (constant === null) return null;
  const { text, value, isSymbol } = constant;
  // A parameter name documents a number or a string, so it is kept unless it decides a condition.
  const isSingle = reads.length === 1 && value !== '';
  const isPlain = isSymbol || value === null || typeof value === 'boolean' || isSingle;
  if (!isPlain && !decides(called, parameter, value, program)) return null;
  return substitute(reads, text);
}

/** Whether assuming a value for a parameter makes code fold. */
function decides(
  { code, scope }: CalledFunction,
  { name }: Parameter,
  value: Value | undefined,
  program: ProgramContext,
): boolean {
  if (value === undefined) return false;
  const assumed = new Map([[scope, new Map([[name, value]])]]);
  return !isEmpty(foldOnce(code, program, () => {}, assumed));
}

interface Constant {
  readonly text: string;
  readonly isSymbol: boolean;
  readonly value: Value | undefined;
}

/** The constant that every call passes for a parameter; null if there is none. */
function constantOf(
  called: CalledFunction,
  parameter: Parameter,
  program: FunctionContext,
): Constant | null {
  const constants: Constant[] = [];
  for (const { code, call } of called.calls) {
    const given = argumentOf(call, parameter);
    const constant =
      given === 'unknown'
        ? null
        : given === 'default'
          ? describeDefault(called, parameter, program)
          : isPassedOn(called, code, given.node, parameter)
            ? 'same'
            : describe(code, valueNode(given.node), given.value, program);
    if (constant === null) return null;
    if (constant !== 'same') constants.push(constant);
  }
  const [first, ...others] = constants;
  if (first === undefined) return null;
  if (first.isSymbol && others.every(({ text }) => text === first.text)) return first;
  const isSame = others.every(
    ({ value }) => value !== undefined && first.value !== undefined && areSame(value, first.value),
  );
  const literal = constants.find(({ isSymbol }) => !isSymbol) ?? first;
  return isSame ? literal : null;
}

export function valueNode(argument: TreeNode): TreeNode {
  return argument.type === 'keyword_argument' ? (argument.child('value') ?? argument) : argument;
}

/** Whether a recursive call passes the parameter itself. */
function isPassedOn(
  called: CalledFunction,
  code: Code,
  argument: TreeNode,
  { name }: Parameter,
): boolean {
  const node = valueNode(argument);
  return node.text === name && code.names.references.get(node)?.scope === called.scope;
}

function describeDefault(
  { code }: CalledFunction,
  { fallback }: Parameter,
  program: FunctionContext,
): Constant | null {
  if (fallback === null) return null;
  return describe(code, fallback, evaluate(fallback, outsideOf(code, program)), program);
}

/** Describes an expression as a fixed name or a literal; null if it is neither. */
export function describe(
  { names }: Code,
  node: TreeNode,
  value: Value | undefined,
  program: FunctionContext,
): Constant | null {
  const isOutside = node.type === 'identifier' && names.references.get(node)?.scope === null;
  if (isOutside && program.isFixed(node.text)) return { text: node.text, isSymbol: true, value };
  const literal = value === undefined || !isScalar(value) ? undefined : renderValue(value);
  if (literal === undefined) return null;
  // A literal keeps its spelling, unless it contains names of the caller's scope.
  const isLiteral = ['string', 'integer', 'float', 'unary_operator'].includes(node.type);
  const hasNames = allNodes(node).some(({ type }) => type === 'identifier');
  return { text: isLiteral && !hasNames ? node.text : literal, isSymbol: false, value };
}
