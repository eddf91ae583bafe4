import { isSame, type Known, type ProgramContext } from './frame.ts';
import { AnsweredResults } from './remember-answers.ts';
import { removeItems } from './replace.ts';
import { foldOnce, type Code } from './specialise-code.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import type { CalledFunction, PlacedCall, Rewrites } from './specialise-functions.ts';
import { allNodes, type TreeNode } from './tree.ts';
import { isPure } from './truth.ts';
import { isImmutable, type Value } from './values.ts';

/** A `return` statement. */
interface Return {
  readonly value: TreeNode;
  readonly known: Known;
  /** Which items of a tuple have no side effects. */
  readonly pure: readonly boolean[];
}

/** Types of results that are worth analysing. */
const SIMPLE = new Set(
  'identifier none true false string integer float tuple expression_list'.split(' '),
);

/** The returns of a function that always ends with `return value`; empty for other functions. */
function readReturns(called: CalledFunction, program: ProgramContext): readonly Return[] {
  return RETURNS.of(called.code.tree, program, (asked) => findReturns(called, asked));
}

const RETURNS = new AnsweredResults<readonly Return[]>();

function findReturns({ code, node, scope }: CalledFunction, program: ProgramContext): Return[] {
  const last = node.child('body')?.named().at(-1);
  const result = last?.type === 'return_statement' ? last.named()[0] : undefined;
  if (result === undefined || !SIMPLE.has(result.type)) return [];
  const found: Return[] = [];
  foldOnce(code, program, (value, frame) => {
    if (value.parent?.type !== 'return_statement' || frame.scope !== scope) return;
    const pure = value.named().map((part) => isPure(part, frame));
    found.push({ value, known: frame.known(value), pure });
  });
  const nodes = allNodes(node);
  const own = nodes.filter(
    (inner) => inner.type === 'return_statement' && functionOf(inner) === node,
  );
  const isGenerator = nodes.some(({ type }) => type === 'yield' || type === 'async');
  return !isGenerator && own.length === found.length ? found : [];
}

function functionOf(node: TreeNode): TreeNode | null {
  let outer = node.parent;
  while (outer !== null && outer.type !== 'function_definition') outer = outer.parent;
  return outer;
}

/** Constants that a function returns on every path; undefined if there are none. */
export function readResult(called: CalledFunction, program: ProgramContext): Known | undefined {
  const [first, ...others] = readReturns(called, program).map(({ known }) => known);
  if (first === undefined) return undefined;
  const whole = others.every((other) => isSame(first.whole, other.whole)) ? first.whole : undefined;
  const isTuple = others.every(({ parts }) => parts?.length === first.parts?.length);
  const parts = first.parts?.map((part, at) =>
    others.every((other) => isSame(part, other.parts?.[at])) && isFixed(part) ? part : undefined,
  );
  const known = {
    whole: isFixed(whole) ? whole : undefined,
    parts: isTuple ? parts : undefined,
  };
  const isAny = known.whole !== undefined || known.parts?.some((part) => part !== undefined);
  return isAny === true ? known : undefined;
}

function isFixed(value: Value | undefined): boolean {
  return value !== undefined && isImmutable(value);
}

/**
 * Edits that remove an item of the tuple that a function returns if no caller uses it: `series, times = read(path)`
 * becomes `series = read(path)` if `times` is never read.
 */
export function dropResultPart(called: CalledFunction, program: ProgramContext): Rewrites | null {
  const returns = readReturns(called, program);
  const size = returns[0]?.value.named().length ?? 0;
  const isPairs = returns.every(
    ({ value }) =>
      value.type === 'expression_list' &&
      value.named().length === size &&
      value.named().every(({ type }) => type !== 'list_splat'),
  );
  if (returns.length === 0 || size < 2 || !isPairs) return null;
  for (let part = 0; part < size; part += 1) {
    const isIdle = returns.every(({ pure }) => pure[part] === true);
    const uses = isIdle ? called.calls.map((placed) => withoutPart(placed, part, size)) : [null];
    const edits = uses.filter((use) => use !== null);
    if (edits.length < uses.length) continue;
    const rewrites: Rewrites = new Map();
    const add = (code: Code, more: readonly InlineEdit[]): void => {
      rewrites.set(code, [...(rewrites.get(code) ?? []), ...more]);
    };
    for (const { value } of returns) add(called.code, withoutItem(value, part));
    for (const [at, placed] of called.calls.entries()) add(placed.code, edits[at] ?? []);
    return rewrites;
  }
  return null;
}

/** Edits of a call for a result without one item; null if the item is used. */
function withoutPart({ code, call }: PlacedCall, part: number, size: number): InlineEdit[] | null {
  const { node } = call;
  const { parent } = node;
  if (parent?.type === 'subscript' && node.field === 'value') {
    const index = parent.child('subscript');
    const place = index?.type === 'integer' ? Number(index.text) : part;
    if (index === null || place === part || parent.parent?.type === 'delete_statement') return null;
    if (size === 2)
      return [{ node: parent, start: parent.start, end: parent.end, text: node.text }];
    const text = String(place > part ? place - 1 : place);
    return [{ node: index, start: index.start, end: index.end, text }];
  }
  const pattern = parent?.type === 'assignment' ? parent.child('left') : null;
  const names = pattern?.type === 'pattern_list' ? pattern.named() : [];
  const name = names[part];
  if (pattern === null || name === undefined || names.length !== size) return null;
  const isUnread = !names.some(({ type }) => type !== 'identifier') && !isReadIn(code, name);
  return isUnread ? withoutItem(pattern, part) : null;
}

/** Whether a local variable is read. */
function isReadIn({ names }: Code, binding: TreeNode): boolean {
  const scope = [...names.scopes.values()].find(
    ({ kind, bindings }) =>
      kind === 'function' && bindings.get(binding.text)?.includes(binding) === true,
  );
  if (scope === undefined || scope.rebound.has(binding.text)) return true;
  return [...names.references.values()].some(
    (reference) => reference.scope === scope && reference.node.text === binding.text,
  );
}

/** Edits that remove one item of an unparenthesised tuple. */
function withoutItem(list: TreeNode, part: number): InlineEdit[] {
  const items = list.named();
  const [item, other] = [items[part], items[1 - part]];
  if (items.length === 2 && other !== undefined)
    return [{ node: list, start: list.start, end: list.end, text: other.text }];
  return item === undefined ? [] : removeItems([item]).map((edit) => ({ ...edit, node: list }));
}
