import type { Program, Segment } from '../artifacts/index.ts';
import { spliceCall, type CalledOnce } from './inline-call.ts';
import { unboundNames } from './names.ts';
import { CONTRACT_NAMES, pruneProgram } from './prune.ts';
import { isOpen, readCode, type Code } from './specialise-code.ts';
import { readParameters } from './specialise-functions.ts';
import { allNodes, type TreeNode } from './tree.ts';

/** A function of more lines is a step of its own. */
const MOST_LINES = 8;
/** Lines that a function may have afterwards, its docstring aside. */
const MOST_CALLER_LINES = 30;

/** Statements of a body whose meaning depends on the function that they stand in. */
const TIED = new Set([
  'function_definition',
  'class_definition',
  'lambda',
  'global_statement',
  'nonlocal_statement',
  'yield',
  'await',
  'named_expression',
]);

/**
 * Puts short functions that are called once in the place of the call, until none is left that can be moved without
 * changing what the program does: a call is a statement, what an assignment or a `return` takes, or the function is one
 * expression. Functions of the contract and `kept` ones stay, and so do those that an alternative needs.
 */
export function inlineOnce(program: Program, kept: Iterable<string> = []): Program {
  const fixed = new Set([...CONTRACT_NAMES, ...kept]);
  for (const { alternative } of program.segments)
    if (alternative !== undefined)
      for (const name of unboundNames(readCode(alternative.code).names)) fixed.add(name);
  const stuck: Stuck = new WeakMap();
  let current = program;
  for (
    let next = inlineOne(current, fixed, stuck);
    next !== null;
    next = inlineOne(current, fixed, stuck)
  )
    current = next;
  return current;
}

/** Functions that cannot move into a caller, by function. */
type Stuck = WeakMap<Segment, WeakSet<Segment>>;

function inlineOne(program: Program, fixed: ReadonlySet<string>, stuck: Stuck): Program | null {
  const users = new Map<string, Segment[]>();
  for (const segment of program.segments)
    for (const name of segment.uses) users.set(name, [...(users.get(name) ?? []), segment]);
  for (const segment of program.segments) {
    const [name] = segment.defines;
    const own = users.get(name ?? '') ?? [];
    const [user] = own;
    const isFree = segment.defines.length === 1 && own.length === 1 && user !== segment;
    if (name === undefined || user === undefined || !isFree || fixed.has(name)) continue;
    if (segment.alternative !== undefined || user.alternative !== undefined) continue;
    if (stuck.get(segment)?.has(user) === true) continue;
    const merged = merge(segment, user);
    if (merged === null) {
      stuck.set(segment, (stuck.get(segment) ?? new WeakSet()).add(user));
      continue;
    }
    const segments = program.segments.map((one) => (one === user ? merged : one));
    return pruneProgram({ ...program, segments }).program;
  }
  return null;
}

function merge(segment: Segment, user: Segment): Segment | null {
  if (!segment.code.startsWith('def ') || !user.code.startsWith('def ')) return null;
  const called = readCalled(readCode(segment.code));
  const caller = readCode(user.code);
  if (called === null || !isOpen(caller)) return null;
  const reads = [...caller.names.references.values()].filter(
    ({ node, scope }) => scope === null && node.text === called.name,
  );
  const [read] = reads;
  const call = read?.node.parent;
  if (read === undefined || reads.length > 1 || call?.type !== 'call') return null;
  if (call.child('function') !== read.node) return null;
  const text = spliceCall(called, caller, call);
  if (text === null) return null;
  const merged = readCode(text);
  const isFine =
    !merged.tree.isBroken &&
    countLines(merged) <= MOST_CALLER_LINES &&
    countLines(merged) < countLines(caller) + countLines(called.code) &&
    text.split('\n').every((line) => line.length <= 100);
  return isFine ? { ...user, code: text, uses: unboundNames(merged.names) } : null;
}

function readCalled(code: Code): CalledOnce | null {
  const [node, ...others] = code.tree.root.named();
  const scope = node === undefined ? undefined : code.names.scopes.get(node);
  const body = node?.child('body');
  if (node?.type !== 'function_definition' || others.length > 0 || scope === undefined) return null;
  const parameters = readParameters(node);
  if (parameters === null || body === null || body === undefined || !isOpen(code)) return null;
  const isTied = allNodes(body).some(
    (one) =>
      TIED.has(one.type) || (one.type === 'string' && !isDocstring(one) && one.text.includes('\n')),
  );
  if (isTied || countLines(code) > MOST_LINES + 1) return null;
  const statements = body.named().filter((one) => !isDocstring(one.named()[0]));
  return { name: node.child('name')?.text ?? '', code, scope, parameters, statements };
}

function isDocstring(node: TreeNode | undefined): boolean {
  return (
    node?.type === 'string' &&
    node.parent?.type === 'expression_statement' &&
    node.parent.parent?.named()[0] === node.parent
  );
}

/** Lines of code of a function: neither blank nor of its docstring or a comment. */
function countLines({ tree, text }: Code): number {
  const docstring = tree.root.named()[0]?.child('body')?.named()[0]?.named()[0];
  const own = isDocstring(docstring) ? (docstring?.text ?? '') : '';
  return text
    .replace(own, '')
    .split('\n')
    .filter((line) => /^\s*[^\s#]/.test(line)).length;
}
