import type { TreeNode } from '../python/index.ts';
import { isTrue, itemsOf } from './data.ts';
import { LIMITS, loopStart, mayGoOn, newScope, unknownOf, type Machine } from './machine.ts';
import { bindTarget } from './targets.ts';
import {
  keyOf,
  mapping,
  sequence,
  type AbstractValue,
  type CallArguments,
  type Scope,
} from './values.ts';

/** The items of a list, tuple or set. */
export function readItems(
  machine: Machine,
  node: TreeNode,
  scope: Scope,
  type: 'list' | 'tuple' | 'set',
): AbstractValue {
  const items: AbstractValue[] = [];
  let isOpen = false;
  for (const child of node.named()) {
    if (items.length >= LIMITS.items) {
      isOpen = true;
      break;
    }
    const isSplat = child.type === 'list_splat';
    const inner = isSplat ? child.named()[0] : child;
    if (inner === undefined) continue;
    const value = machine.evaluate(inner, scope);
    if (!isSplat) items.push(value);
    else {
      const more = itemsOf(value);
      items.push(...(more?.items ?? []));
      isOpen ||= more?.isOpen ?? true;
    }
  }
  return sequence(items, machine.lineOf(node), type, isOpen);
}

/** The entries of a dictionary whose keys are known. */
export function readDictionary(machine: Machine, node: TreeNode, scope: Scope): AbstractValue {
  const entries = new Map<string, AbstractValue>();
  let isOpen = false;
  for (const pair of node.named()) {
    if (entries.size >= LIMITS.items) break;
    if (pair.type === 'dictionary_splat') {
      const inner = pair.named()[0];
      const value = inner === undefined ? undefined : machine.evaluate(inner, scope);
      if (value?.kind === 'mapping')
        for (const [key, item] of value.entries) entries.set(key, item);
      isOpen ||= value?.kind !== 'mapping' || value.isOpen;
      continue;
    }
    const [key, item] = [pair.child('key'), pair.child('value')];
    if (key === null || item === null) continue;
    const name = machine.evaluate(key, scope);
    const value = machine.evaluate(item, scope);
    if (name.kind === 'known') entries.set(keyOf(name.value), value);
    else isOpen = true;
  }
  return mapping(entries, machine.lineOf(node), isOpen);
}

/** The arguments of a call, lists and dictionaries behind `*` and `**` taken apart. */
export function readArguments(
  machine: Machine,
  list: TreeNode | null,
  scope: Scope,
): CallArguments {
  const positional: AbstractValue[] = [];
  const named = new Map<string, AbstractValue>();
  const nodes = list === null ? [] : list.type === 'argument_list' ? list.named() : [list];
  for (const node of nodes) {
    if (positional.length + named.size >= LIMITS.items) break;
    const inner = node.type.endsWith('_splat') ? node.named()[0] : undefined;
    if (node.type === 'keyword_argument') {
      const [name, value] = [node.child('name'), node.child('value')];
      if (name !== null && value !== null) named.set(name.text, machine.evaluate(value, scope));
    } else if (inner === undefined) positional.push(machine.evaluate(node, scope));
    else {
      const value = machine.evaluate(inner, scope);
      if (value.kind === 'mapping') for (const [key, item] of value.entries) named.set(key, item);
      else positional.push(...(itemsOf(value)?.items ?? []));
    }
  }
  return { positional, named };
}

/** A comprehension, its loops run as far as what they run over is known. */
export function evaluateComprehension(
  machine: Machine,
  node: TreeNode,
  scope: Scope,
): AbstractValue {
  const [body, ...clauses] = node.named();
  const line = machine.lineOf(node);
  if (body === undefined) return unknownOf(machine, node);
  const inner = newScope(scope);
  const items: AbstractValue[] = [];
  const entries = new Map<string, AbstractValue>();
  let isOpen = false;
  const start = loopStart(machine);
  const take = (): void => {
    if (body.type !== 'pair') {
      items.push(machine.evaluate(body, inner));
      return;
    }
    const [key, value] = body.named().map((part) => machine.evaluate(part, inner));
    if (key?.kind === 'known' && value !== undefined) entries.set(keyOf(key.value), value);
    else isOpen = true;
  };
  const run = (at: number): void => {
    const clause = clauses[at];
    if (clause === undefined) {
      take();
      return;
    }
    if (clause.type === 'if_clause') {
      const condition = clause.named()[0];
      const truth =
        condition === undefined ? undefined : isTrue(machine.evaluate(condition, inner));
      isOpen ||= truth === undefined;
      if (truth !== false) run(at + 1);
      return;
    }
    const [left, right] = [clause.child('left'), clause.child('right')];
    if (left === null || right === null) return;
    const from = machine.evaluate(right, inner);
    const found = itemsOf(from);
    isOpen ||= found?.isOpen ?? true;
    const values = found?.items ?? [];
    const taken =
      values.length === 0 && (found?.isOpen ?? true) ? [unknownOf(machine, left, [from])] : values;
    for (const value of taken.slice(0, LIMITS.iterations)) {
      if (items.length >= LIMITS.items || !mayGoOn(machine, start)) {
        isOpen = true;
        return;
      }
      bindTarget(machine, left, value, inner);
      run(at + 1);
    }
  };
  run(0);
  if (node.type === 'dictionary_comprehension') return mapping(entries, line, isOpen);
  return sequence(items, line, node.type === 'set_comprehension' ? 'set' : 'list', isOpen);
}
