import type { Frame } from './frame.ts';
import { inlineBlock, removeClause, type LineEdits } from './remove-lines.ts';
import { allNodes, type TreeNode } from './tree.ts';
import { isPure, truth } from './truth.ts';

export interface Clause {
  readonly node: TreeNode;
  readonly condition: TreeNode | null;
  readonly block: TreeNode;
}

export function clausesOf(node: TreeNode): Clause[] {
  const clauses = [node, ...node.children.filter(({ field }) => field === 'alternative')];
  return clauses.flatMap((clause) => {
    const block = clause.child('consequence') ?? clause.child('body');
    return block === null ? [] : [{ node: clause, condition: clause.child('condition'), block }];
  });
}

/** Renames the first remaining `elif` to `if`, and an `elif` whose condition is true to `else`. */
function renameClause({ node, condition }: Clause, isFirst: boolean, isChosen: boolean): LineEdits {
  const keyword = node.children[0];
  const colon = node.children.findLast(
    ({ type, end }) => type === ':' && end <= (node.child('consequence') ?? node).start,
  );
  if (keyword === undefined) return null;
  if (isChosen && condition !== null)
    return colon === undefined ? null : [{ start: node.start, end: colon.end, text: 'else:' }];
  return isFirst && keyword.type === 'elif'
    ? [{ start: keyword.start, end: keyword.end, text: 'if' }]
    : [];
}

/** Whether a block consists of `pass`. */
function isIdle(block: TreeNode): boolean {
  return block.named().every(({ type }) => type === 'pass_statement');
}

/** Whether a clause's condition has no side effects. */
function isPureTest({ condition }: Clause, frame: Frame): boolean {
  return condition === null || isPure(condition, frame);
}

/**
 * Whether unreachable statements can be removed. They cannot if they contain the only `yield`, which makes the function
 * a generator, or a `global` or `nonlocal` declaration, since these apply to the whole function.
 */
export function mayRemove(first: TreeNode, last: TreeNode): boolean {
  const isGone = (node: TreeNode): boolean => first.start <= node.start && node.end <= last.end;
  const owner = functionAround(first);
  const nodes = allNodes(owner);
  const yields = nodes.filter((node) => node.type === 'yield' && functionAround(node) === owner);
  const keepsKind = !yields.some(isGone) || !yields.every(isGone);
  return keepsKind && !nodes.some((node) => STATING.has(node.type) && isGone(node));
}

const FUNCTIONS = new Set(['function_definition', 'lambda']);

/** The innermost function around a node, or the module. */
function functionAround(node: TreeNode): TreeNode {
  let outer = node.parent ?? node;
  while (outer.parent !== null && !FUNCTIONS.has(outer.type)) outer = outer.parent;
  return outer;
}

const STATING = new Set(['await', 'global_statement', 'nonlocal_statement']);

/** Edits that remove the dead clauses of an `if` statement; null if there are none. */
export function settleIf(
  node: TreeNode,
  frame: Frame,
  remove: (statement: TreeNode) => LineEdits,
): LineEdits {
  const clauses = clausesOf(node);
  const kept: Clause[] = [];
  let chosen: Clause | undefined;
  for (const clause of clauses) {
    const holds = isPureTest(clause, frame) ? testOf(clause, frame) : undefined;
    if (holds === true) chosen = clause;
    if (holds === true) break;
    if (holds === undefined) kept.push(clause);
  }
  // A final clause that does nothing is dead as well.
  const last = chosen ?? kept.at(-1);
  if (last !== undefined && isIdle(last.block) && isPureTest(last, frame)) {
    if (last === chosen) chosen = undefined;
    else kept.pop();
  }
  const rest = chosen === undefined ? kept : [...kept, chosen];
  const isSame = rest.length === clauses.length && (chosen?.condition ?? null) === null;
  const gone = clauses.filter((clause) => !rest.includes(clause));
  if (isSame || !gone.every(({ block }) => mayRemove(block, block))) return null;
  if (kept.length === 0)
    return chosen === undefined ? remove(node) : inlineBlock(node, chosen.block);
  const edits = [
    ...gone.map((clause) => removeClause(clause.node, clauses[clauses.indexOf(clause) + 1]?.node)),
    ...rest.map((clause) => renameClause(clause, clause === rest[0], clause === chosen)),
  ];
  return edits.every((part) => part !== null) ? edits.flat() : null;
}

function testOf({ condition }: Clause, frame: Frame): boolean | undefined {
  return condition === null ? true : truth(condition, frame);
}
