import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import type { TreeNode } from './tree.ts';
import { isPure } from './truth.ts';
import type { Value } from './values.ts';

/** An argument of a call. */
export interface Argument {
  readonly node: TreeNode;
  /** Its value, if it is constant. */
  readonly value: Value | undefined;
  readonly isPure: boolean;
}

/** A direct call of a named function. */
export interface Call {
  readonly node: TreeNode;
  /** Positional arguments before the first `*`. */
  readonly positional: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
  /** Whether the call has a `*` argument, and a `**` argument. */
  readonly spreads: { readonly items: boolean; readonly names: boolean };
}

/** Calls by the identifier that is called. */
export type Calls = ReadonlyMap<TreeNode, Call>;

/** Collects the calls in an expression. */
export function collectCalls(node: TreeNode, frame: Frame, calls: Map<TreeNode, Call>): void {
  const callee = node.type === 'call' ? node.child('function') : null;
  if (callee?.type === 'identifier') calls.set(callee, readCall(node, frame));
  const isLater = node.type === 'lambda' || node.type === 'generator_expression';
  for (const child of node.named()) collectCalls(child, isLater ? frame.later() : frame, calls);
}

function readCall(node: TreeNode, frame: Frame): Call {
  const list = node.child('arguments');
  const given = list?.type === 'argument_list' ? list.named() : list === null ? [] : [list];
  const positional: Argument[] = [];
  const named = new Map<string, Argument>();
  const spreads = { items: false, names: false };
  for (const child of given) {
    if (child.type === 'list_splat') spreads.items = true;
    else if (child.type === 'dictionary_splat') spreads.names = true;
    else if (child.type === 'keyword_argument') {
      const value = child.child('value');
      if (value !== null)
        named.set(child.child('name')?.text ?? '', readArgument(child, value, frame));
    } else if (!spreads.items) positional.push(readArgument(child, child, frame));
  }
  return { node, positional, named, spreads };
}

function readArgument(node: TreeNode, value: TreeNode, frame: Frame): Argument {
  return { node, value: evaluate(value, frame), isPure: isPure(value, frame) };
}
