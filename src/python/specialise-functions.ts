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
import { areSame, isScalar, renderValue, type Value } from './values.ts';

/** A function of the program that is only ever called, by its name. */
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

/** Edits inside statements, by the piece of code that they are made in. */
export type Rewrites = Map<Code, InlineEdit[]>;

const PARAMETERS = new Set([
  'identifier',
  'default_parameter',
  'typed_parameter',
  'typed_default_parameter',
]);

/** The parameters of a function; null where some are not plain names. */
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

/** What a call gives a parameter: an argument, its default, or what is not known. */
export function argumentOf(call: Call, parameter: Parameter): Argument | 'default' | 'unknown' {
  const given = call.positional[parameter.position] ?? call.named.get(parameter.name);
  if (given !== undefined) return given;
  const { items, names } = call.spreads;
  return (items && parameter.position >= call.positional.length) || names ? 'unknown' : 'default';
}

/** Whether Python would take the call; one that it would not take must go on to raise. */
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
 * Binds the parameters that have the same constant at every call, and drops those that are not read: out of the
 * signature, and their arguments out of the calls.
 */
export function bindParameters(called: CalledFunction, program: FunctionContext): Rewrites {
  const rewrites: Rewrites = new Map();
  const dropped: Parameter[] = [];
  const add = (code: Code, edits: readonly InlineEdit[]): void => {
    rewrites.set(code, [...(rewrites.get(code) ?? []), ...edits]);
  };
  for (const parameter of called.parameters) {
    const reads = readsOf(called, parameter);
    const edits =
      reads.length === 0
        ? isGivenPurely(called, parameter)
          ? []
          : null
        : bindParameter(called, parameter, reads, program);
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

/** Whether no argument for a parameter does anything but give a value. */
function isGivenPurely({ calls, scope }: CalledFunction, parameter: Parameter): boolean {
  if (scope.bindings.get(parameter.name)?.length !== 1) return false;
  return calls.every(({ call }) => {
    const given = argumentOf(call, parameter);
    return given === 'default' || (given !== 'unknown' && given.isPure);
  });
}

/** The edits that put a constant where the parameter is read; null where it has none. */
function bindParameter(
  called: CalledFunction,
  parameter: Parameter,
  reads: readonly Reference[],
  program: FunctionContext,
): InlineEdit[] | null {
  const { scope } = called;
  if (scope.bindings.get(parameter.name)?.length !== 1 || scope.rebound.has(parameter.name))
    return null;
  const constant = constantOf(called, parameter, program);
  if (constant === null) return null;
  const { text, value, isSymbol } = constant;
  // A number or a text says more with a name, unless something depends on it.
  const isSingle = reads.length === 1 && value !== '';
  const isPlain = isSymbol || value === null || typeof value === 'boolean' || isSingle;
  if (!isPlain && !decides(called, parameter, value, program)) return null;
  return substitute(reads, text);
}

/** Whether something folds where a parameter has a value. */
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

/** The constant that a parameter has at every call; null where there is none. */
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

function valueNode(argument: TreeNode): TreeNode {
  return argument.type === 'keyword_argument' ? (argument.child('value') ?? argument) : argument;
}

/** Whether a function hands its own parameter to itself. */
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
  const frame = new Frame(
    { names: code.names, program, outer: null },
    code.names.module,
    new Map(),
  );
  return describe(code, fallback, evaluate(fallback, frame), program);
}

/** A name that is fixed, or a value that has a literal. */
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
  // A literal keeps its spelling; what holds names would mean something else elsewhere.
  const isLiteral = ['string', 'integer', 'float', 'unary_operator'].includes(node.type);
  const hasNames = allNodes(node).some(({ type }) => type === 'identifier');
  return { text: isLiteral && !hasNames ? node.text : literal, isSymbol: false, value };
}
