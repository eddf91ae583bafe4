import type { Program, Segment } from '../artifacts/index.ts';
import { remember } from '../core/index.ts';
import { spliceCall, type CalledOnce } from './inline-call.ts';
import { unboundNames } from './names.ts';
import { CONTRACT_NAMES, pruneProgram } from './prune.ts';
import { isOpen, readCode, type Code } from './specialise-code.ts';
import { readParameters } from './specialise-functions.ts';
import { allNodes, type Tree, type TreeNode } from './tree.ts';

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
 * Puts functions that are called once in the place of the call where the caller stays short enough, until none is left
 * that can be moved without changing what the program does: a call is a statement, what an assignment or a `return` takes,
 * or the function is one expression. Functions of the contract and `kept` ones stay. An alternative that calls the function gets its body too.
 */
export function inlineOnce(program: Program, kept: Iterable<string> = []): Program {
  const search: Search = { fixed: new Set([...CONTRACT_NAMES, ...kept]), stuck: new WeakMap() };
  let current = program;
  for (let next = inlineOne(current, search); next !== null; next = inlineOne(current, search))
    current = next;
  return current;
}

interface Search {
  readonly fixed: ReadonlySet<string>;
  /** Callers that each function cannot move into. */
  readonly stuck: WeakMap<Segment, WeakSet<Segment>>;
}

function inlineOne(program: Program, { fixed, stuck }: Search): Program | null {
  const users = new Map<string, Set<Segment>>();
  for (const segment of program.segments)
    for (const name of [...segment.uses, ...alternativeUses(segment)])
      users.set(name, (users.get(name) ?? new Set()).add(segment));
  for (const segment of program.segments) {
    const [name] = segment.defines;
    const own = users.get(name ?? '');
    const [user] = own ?? [];
    const isFree = segment.defines.length === 1 && own?.size === 1 && user !== segment;
    if (name === undefined || user === undefined || !isFree || fixed.has(name)) continue;
    if (stuck.get(segment)?.has(user) === true) continue;
    const merged = mergeInto(segment, user, name);
    if (merged === null) {
      stuck.set(segment, (stuck.get(segment) ?? new WeakSet()).add(user));
      continue;
    }
    const segments = program.segments.map((one) => (one === user ? merged : one));
    return pruneProgram({ ...program, segments }).program;
  }
  return null;
}

function alternativeUses({ alternative }: Segment): readonly string[] {
  return alternative === undefined ? [] : unboundNames(readCode(alternative.code).names);
}

/**
 * The caller with the function's body, and its alternative likewise where that calls the function. An alternative of the
 * function becomes one of a caller that has none.
 */
function mergeInto(segment: Segment, user: Segment, name: string): Segment | null {
  if (segment.alternative !== undefined) return mergeAlternative(segment, user);
  const merged = user.uses.includes(name) ? merge(segment, user) : null;
  const { alternative } = user;
  if (merged === null || alternative === undefined || !alternativeUses(user).includes(name))
    return merged;
  const other = merge(segment, { ...user, code: alternative.code });
  return other === null ? null : { ...merged, alternative: { ...alternative, code: other.code } };
}

function mergeAlternative({ alternative, ...segment }: Segment, user: Segment): Segment | null {
  if (alternative === undefined || user.alternative !== undefined) return null;
  const own = merge(segment, user);
  const other = own === null ? null : merge({ ...segment, code: alternative.code }, user);
  return own === null || other === null
    ? null
    : { ...own, alternative: { ...alternative, code: other.code } };
}

function merge(segment: Segment, user: Segment): Segment | null {
  if (!segment.code.startsWith('def ') || !user.code.startsWith('def ')) return null;
  const merged = mergeCodes(readCode(segment.code).tree)(readCode(user.code).tree);
  return merged === null ? null : { ...user, ...merged };
}

/** By the trees of a function and its caller, of which every project of a pool's programs tries the same. */
const mergeCodes = remember((called: Tree) =>
  remember((caller: Tree) => mergeCode(readCode(called.root.source), readCode(caller.root.source))),
);

/** The caller's text with the function's body, and the names that it uses then. */
function mergeCode(own: Code, caller: Code): Pick<Segment, 'code' | 'uses'> | null {
  const called = readCalled(own);
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
  return isFine ? { code: text, uses: unboundNames(merged.names) } : null;
}

function readCalled(code: Code): CalledOnce | null {
  const [node, ...others] = code.tree.root.named();
  const scope = node === undefined ? undefined : code.names.scopes.get(node);
  const body = node?.child('body');
  if (node?.type !== 'function_definition' || others.length > 0 || scope === undefined) return null;
  const parameters = readParameters(node);
  if (parameters === null || body === null || body === undefined || !isOpen(code)) return null;
  // A lambda of its own parameters and of names of the module means the same anywhere.
  const isFree = (one: TreeNode): boolean =>
    one.type === 'lambda' &&
    one.parent?.type !== 'return_statement' &&
    [...code.names.references.values()].every(
      (reference) => reference.scope !== scope || !reference.node.isWithin(one),
    );
  const isTied = allNodes(body).some(
    (one) =>
      (TIED.has(one.type) && !isFree(one)) ||
      (one.type === 'string' && !isDocstring(one) && one.text.includes('\n')),
  );
  if (isTied) return null;
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
