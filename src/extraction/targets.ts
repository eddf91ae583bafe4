import type { TreeNode } from '../python/index.ts';
import { itemsOf } from './data.ts';
import { bind, unknownOf, type Machine } from './machine.ts';
import { keyOf, type AbstractValue, type Scope } from './values.ts';

/** Binds what stands left of an assignment or behind `for`: names, attributes, items, and lists of them. */
export function bindTarget(
  machine: Machine,
  target: TreeNode,
  value: AbstractValue,
  scope: Scope,
): void {
  switch (target.type) {
    case 'identifier':
      bind(scope, target.text, value);
      return;
    case 'attribute': {
      const object = target.child('object');
      const name = target.child('attribute')?.text ?? '';
      if (object !== null) setAttribute(machine.evaluate(object, scope), name, value);
      return;
    }
    case 'subscript':
      bindItem(machine, target, value, scope);
      return;
    case 'parenthesized_expression':
    case 'list_splat_pattern':
    case 'as_pattern_target':
      for (const inner of target.named()) bindTarget(machine, inner, value, scope);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list': {
      const targets = target.named();
      const found = value.kind === 'tensor' ? undefined : itemsOf(value);
      const hasAll = found !== undefined && !found.isOpen && found.items.length >= targets.length;
      for (const [at, inner] of targets.entries()) {
        const item = hasAll ? found.items[at] : undefined;
        // Every output of a layer is its output.
        const part = value.kind === 'tensor' ? value : (item ?? partOf(machine, inner, value, at));
        bindTarget(machine, inner, part, scope);
      }
      return;
    }
    default:
  }
}

function partOf(
  machine: Machine,
  target: TreeNode,
  value: AbstractValue,
  at: number,
): AbstractValue {
  const item = value.kind === 'sequence' ? value.items[at] : undefined;
  return item ?? unknownOf(machine, target, [value]);
}

export function setAttribute(object: AbstractValue, name: string, value: AbstractValue): void {
  if (object.kind === 'instance' || object.kind === 'made' || object.kind === 'class')
    object.attributes.set(name, value);
  else if (object.kind === 'mapping') object.entries.set(name, value);
}

function bindItem(machine: Machine, target: TreeNode, value: AbstractValue, scope: Scope): void {
  const [base, index] = [
    target.child('value'),
    target.children.find(({ field }) => field === 'subscript'),
  ];
  if (base === null || index === undefined) return;
  const object = machine.evaluate(base, scope);
  const key = index.type === 'slice' ? undefined : machine.evaluate(index, scope);
  if (object.kind === 'mapping' && key?.kind !== 'known') object.isOpen = true;
  if (key?.kind !== 'known') return;
  if (object.kind === 'mapping') object.entries.set(keyOf(key.value), value);
  else if (object.kind === 'made' && typeof key.value === 'string')
    object.attributes.set(key.value, value);
  else if (object.kind === 'sequence' && typeof key.value === 'bigint') {
    const place = Number(key.value) + (key.value < 0n ? object.items.length : 0);
    if (place >= 0 && place < object.items.length) object.items[place] = value;
  }
}
