import { applyEdits, type Edit } from './edit.ts';
import type { Scope } from './names.ts';
import { findBinding } from './names.ts';
import { replaceBy } from './replace.ts';
import { applyFolds, readCode, type Code } from './specialise-code.ts';
import type { Parameter } from './specialise-functions.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import { allNodes, type TreeNode } from './tree.ts';

/** A function that is called once. */
export interface CalledOnce {
  readonly name: string;
  readonly code: Code;
  readonly scope: Scope;
  readonly parameters: readonly Parameter[];
  /** Its statements without the docstring. */
  readonly statements: readonly TreeNode[];
}

/** Expressions that read and do nothing else. */
const READING = new Set(
  'identifier attribute subscript slice string integer float true false none binary_operator'.split(
    ' ',
  ),
);

/** Expressions that evaluate all of their parts, each once. */
const DIRECT = new Set(
  'call argument_list keyword_argument attribute subscript binary_operator'.split(' '),
);

/** Expressions that may do something. */
const ACTING = new Set(['call', 'await', 'yield', 'named_expression']);

/** The caller's text with the function's body in the place of a call; null if that could change what it does. */
export function spliceCall(called: CalledOnce, caller: Code, call: TreeNode): string | null {
  const opened = openSplat(called, caller, call);
  if (opened !== null) return opened;
  const given = readArguments(called, call);
  if (given === null) return null;
  return spliceExpression(called, caller, call, given) ?? spliceBody(called, caller, call, given);
}

/** A call whose only spread argument gives its first parameters: they are taken apart before the body. */
function openSplat(called: CalledOnce, caller: Code, call: TreeNode): string | null {
  const list = call.child('arguments')?.named() ?? [];
  const [spread, ...rest] = list;
  const inner = spread?.type === 'list_splat' ? spread.named()[0] : undefined;
  const place = placeOf(call);
  if (inner === undefined || spread === undefined || place === null) return null;
  if (rest.some(({ type }) => type.endsWith('_splat') || type === 'keyword_argument')) return null;
  const names = called.parameters
    .slice(0, called.parameters.length - rest.length)
    .map(({ name }) => name);
  const taken = ownNames(caller, place.node);
  if (names.length < 2 || names.some((name) => taken.has(name))) return null;
  const { source } = call;
  const start = source.lastIndexOf('\n', place.node.start - 1) + 1;
  const indent = source.slice(start, place.node.start);
  const text =
    `${source.slice(0, start)}${indent}${names.join(', ')} = ${inner.text}\n` +
    `${source.slice(start, spread.start)}${names.join(', ')}${source.slice(spread.end)}`;
  const code = readCode(text);
  const again = [...code.names.references.values()].find(
    ({ node, scope }) => scope === null && node.text === called.name,
  )?.node.parent;
  return again?.type === 'call' ? spliceCall(called, code, again) : null;
}

/** The expression for each parameter; null if the call spreads or leaves one to its default. */
function readArguments({ parameters }: CalledOnce, call: TreeNode): TreeNode[] | null {
  const list = call.child('arguments');
  if (list?.type !== 'argument_list') return null;
  const given = list.named();
  const positional = given.filter(({ type }) => type !== 'keyword_argument');
  if (positional.some(({ type }) => type.endsWith('_splat'))) return null;
  const named = new Map(
    given
      .filter(({ type }) => type === 'keyword_argument')
      .map((one) => [one.child('name')?.text ?? '', one.child('value')] as const),
  );
  const found = parameters.flatMap(
    ({ name, position }) => positional[position] ?? named.get(name) ?? [],
  );
  return found.length === parameters.length && given.length === found.length ? found : null;
}

/** A function of one `return` stands in any expression, if its arguments only read. */
function spliceExpression(
  called: CalledOnce,
  caller: Code,
  call: TreeNode,
  given: readonly TreeNode[],
): string | null {
  const [only, ...others] = called.statements;
  const value = only?.type === 'return_statement' ? only.named()[0] : undefined;
  if (value === undefined || others.length > 0 || value.type === 'expression_list') return null;
  if (allNodes(called.code.tree.root).some(({ type }) => type === 'comment')) return null;
  if (!isVisible(called, caller, call)) return null;
  const bound = bind(called, given, () => false);
  if (bound === null || bound.lines.length > 0) return null;
  const code = readCode(applyEdits(called.code.text, bound.edits));
  const expression = allNodes(code.tree.root).find(({ type }) => type === 'return_statement');
  const inner = expression?.named()[0];
  const edit = inner === undefined ? null : replaceBy(call, inner);
  if (edit === null) return null;
  // Further lines of the expression keep their place below its first one.
  const shift = indentOf(call) - (expression === undefined ? 0 : indentOf(expression));
  const text = edit.text.replace(
    /\n( *)/g,
    (_, own: string) => `\n${' '.repeat(own.length + shift)}`,
  );
  return applyFolds(caller.text, { inline: [{ ...edit, text, node: call }], lines: [] });
}

/** Spaces before the line on which a node starts. */
function indentOf({ source, start }: TreeNode): number {
  const line = source.lastIndexOf('\n', start - 1) + 1;
  return (/^ */.exec(source.slice(line))?.[0] ?? '').length;
}

/** Whether the names that the function reads mean the same where it is called. */
function isVisible(called: CalledOnce, caller: Code, call: TreeNode): boolean {
  let from: Scope | undefined;
  for (let node: TreeNode | null = call; node !== null && from === undefined; node = node.parent)
    from = caller.names.scopes.get(node);
  const scope = from ?? caller.names.module;
  return [...called.code.names.references.values()].every(
    (reference) => reference.scope !== null || findBinding(reference.node.text, scope) === null,
  );
}

/** Statements of a function stand in the place of a statement that is the call, assigns or returns it. */
function spliceBody(
  called: CalledOnce,
  caller: Code,
  call: TreeNode,
  given: readonly TreeNode[],
): string | null {
  const place = placeOf(call);
  if (place === null || !isVisible(called, caller, call)) return null;
  const others = ownNames(caller, place.node);
  const parameters = new Set(called.parameters.map(({ name }) => name));
  const locals = [...called.scope.bindings.keys()].filter((name) => !parameters.has(name));
  if (locals.some((name) => others.has(name) && !isResult(place, name))) return null;
  const bound = bind(called, given, (name) => others.has(name));
  if (bound === null) return null;
  const text = applyFolds(called.code.text, { inline: bound.edits, lines: [] });
  const body = endBody(readCode(text), place);
  if (body === null) return null;
  const { source } = place.node;
  const start = source.lastIndexOf('\n', place.node.start - 1) + 1;
  const indent = source.slice(start, place.node.start);
  const behind = source.slice(place.node.end).split('\n', 1)[0] ?? '';
  if (indent.trim() !== '' || behind.trim() !== '') return null;
  const lines = [...bound.lines, ...body].map((line) => (line === '' ? '' : `${indent}${line}`));
  return `${source.slice(0, start)}${lines.join('\n')}${source.slice(place.node.end)}`;
}

/** Names that the function around a statement binds or reads, those of its comprehensions aside. */
function ownNames({ names }: Code, place: TreeNode): ReadonlySet<string> {
  let own: Scope | undefined;
  for (let node: TreeNode | null = place; node !== null && own === undefined; node = node.parent)
    own = names.scopes.get(node);
  const reads = [...names.references.values()].filter(
    ({ scope }) => scope === null || scope === own || scope.kind === 'module',
  );
  return new Set([...(own?.bindings.keys() ?? []), ...reads.map(({ node }) => node.text)]);
}

interface Place {
  readonly node: TreeNode;
  readonly kind: 'call' | 'assignment' | 'return';
  /** What the result is assigned to, with the operator. */
  readonly target: string;
}

function placeOf(call: TreeNode): Place | null {
  const { parent } = call;
  if (parent?.type === 'return_statement') return { node: parent, kind: 'return', target: '' };
  if (parent?.type === 'expression_statement') return { node: parent, kind: 'call', target: '' };
  const statement = parent?.parent;
  const left = parent?.child('left');
  const isAugmented = parent?.type === 'augmented_assignment';
  if ((parent?.type !== 'assignment' && !isAugmented) || statement?.type !== 'expression_statement')
    return null;
  if (call.field !== 'right' || parent.child('type') !== null) return null;
  if (isAugmented && left?.type !== 'identifier') return null;
  const target = parent.source.slice(parent.start, call.start).trimEnd();
  return { node: statement, kind: 'assignment', target };
}

/** Whether the caller assigns the result, or a part of it, to a name like this local one, and there first. */
function isResult(place: Place, name: string): boolean {
  const targets = /^([\w, ]+) =$/.exec(place.target)?.[1]?.split(', ') ?? [];
  if (place.kind !== 'assignment' || !targets.includes(name)) return false;
  let root = place.node;
  while (root.parent !== null) root = root.parent;
  const isFirst = allNodes(root).every(
    ({ type, text, start }) => type !== 'identifier' || text !== name || start >= place.node.start,
  );
  return isFirst && !isInLoop(place.node);
}

function isInLoop(node: TreeNode): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent)
    if (outer.type === 'for_statement' || outer.type === 'while_statement') return true;
  return false;
}

/** The lines of a body without indentation, the result used as the place wants it; null if it cannot. */
function endBody({ tree, text }: Code, place: Place): string[] | null {
  const body = tree.root.named()[0]?.child('body');
  if (body === null || body === undefined || tree.isBroken) return null;
  const [first] = body.named();
  const isDocumented =
    first?.type === 'expression_statement' && first.named()[0]?.type === 'string';
  const from = isDocumented ? first.end : body.start;
  const last = body.named().at(-1);
  const returns = allNodes(body).filter(({ type }) => type === 'return_statement');
  const ending = last?.type === 'return_statement' ? last : null;
  const value = ending?.named()[0];
  if (last === undefined || (isDocumented && last === first)) return null;
  if (place.kind === 'return') return ending === null ? null : dedent(text.slice(from, body.end));
  if (returns.some((one) => one !== ending)) return null;
  if (place.kind === 'call') {
    const isIdle = value === undefined || READING.has(value.type) || value.text === '{}';
    return isIdle ? dedent(text.slice(from, ending === null ? body.end : ending.start)) : null;
  }
  if (ending === null || value === undefined) return null;
  const result = assign(place.target, value, text.slice(value.start, ending.end));
  return dedent(text.slice(from, ending.start) + result);
}

/** The assignment of a result, without names that would be assigned to themselves. */
function assign(target: string, value: TreeNode, text: string): string {
  const names = target.split(' ').at(-1) === '=' ? target.slice(0, -2).split(', ') : [];
  const values = value.type === 'expression_list' ? value.named() : [value];
  const kept = values.flatMap((one, at) => (one.text === names[at] ? [] : [at]));
  if (names.length !== values.length || kept.length === values.length) return `${target} ${text}`;
  if (kept.length === 0) return '';
  const pick = (all: readonly string[]): string => kept.map((at) => all[at]).join(', ');
  return `${pick(names)} = ${pick(values.map((one) => one.text))}`;
}

function dedent(text: string): string[] {
  const lines = text
    .replace(/^[^\S\n]*\n/, '')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.replace(/^ {4}/, ''));
}

/** Whether an expression reads and does nothing else. */
function isReadOnly(expression: TreeNode): boolean {
  return allNodes(expression).every(
    ({ type, isNamed }) => !isNamed || READING.has(type) || type.startsWith('string_'),
  );
}

/** Whether a `return` evaluates a name always and once, and does nothing before. */
function isFirst(name: TreeNode | undefined): boolean {
  for (let outer = name?.parent ?? null; outer !== null; outer = outer.parent) {
    if (outer.type === 'return_statement')
      return !allNodes(outer).some(
        ({ type, end }) => ACTING.has(type) && end <= (name?.start ?? 0),
      );
    if (!DIRECT.has(outer.type)) return false;
  }
  return false;
}

interface Bound {
  readonly edits: readonly InlineEdit[];
  /** Assignments that stand before the body. */
  readonly lines: readonly string[];
}

/** Puts the arguments in the place of parameters, or assigns them before the body. */
function bind(
  { code, scope, parameters, statements }: CalledOnce,
  given: readonly TreeNode[],
  isTaken: (name: string) => boolean,
): Bound | null {
  const references = [...code.names.references.values()];
  const inner = new Set(
    [...code.names.scopes.values()]
      .filter((one) => one !== scope && one.kind !== 'module')
      .flatMap((one) => [...one.bindings.keys()]),
  );
  const edits: InlineEdit[] = [];
  const lines: string[] = [];
  for (const { name, position } of parameters) {
    const argument = given[position];
    if (argument === undefined) return null;
    const isRebound = (scope.bindings.get(name)?.length ?? 0) > 1;
    if (argument.text === name && !isRebound) continue;
    const reads = references.filter((one) => one.scope === scope && one.node.text === name);
    const parts = allNodes(argument);
    const isReading = isReadOnly(argument);
    const names = parts.filter(({ type }) => type === 'identifier').map(({ text }) => text);
    const isHidden = names.some((one) => inner.has(one));
    if (reads.length === 0 && !isRebound && parts.every(({ type }) => !ACTING.has(type))) continue;
    // Nothing else happens in a body of one expression whose other arguments only read.
    const isOnly = statements.length === 1 && reads.length === 1 && isFirst(reads[0]?.node);
    const isAlone = isOnly && given.every((one) => one === argument || isReadOnly(one));
    const isPut =
      (isReading || isAlone) &&
      !isRebound &&
      !isHidden &&
      (argument.type === 'identifier' || reads.length <= 1);
    if (isPut) {
      const own = reads.map(({ node }): (Edit & { node: TreeNode }) | null => {
        const edit = replaceBy(node, argument);
        return edit === null ? null : { ...edit, node };
      });
      if (own.some((one) => one === null)) return null;
      edits.push(...own.filter((one) => one !== null));
    } else if (isTaken(name) || argument.text.includes('\n') || argument.text === name) return null;
    else lines.push(`${name} = ${argument.text}`);
  }
  // Assigned arguments are read by the others' places only if none of those names is assigned anew.
  const assigned = lines.map((line) => line.split(' ', 1)[0]);
  const isMixed = given.some((one) =>
    allNodes(one).some(({ type, text }) => type === 'identifier' && assigned.includes(text)),
  );
  return isMixed ? null : { edits, lines };
}
