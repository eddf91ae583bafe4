import type { TreeNode } from '../python/index.ts';
import {
  unknown,
  type AbstractValue,
  type CallArguments,
  type ExternalValue,
  type GraphNode,
  type LayerValue,
  type NetworkValue,
  type Scope,
  type TensorValue,
} from './values.ts';

/** Everything is bounded, so that no program takes long or runs the stack out. */
export const LIMITS = {
  /** Evaluated nodes of a program. */
  steps: 300_000,
  /** Evaluated nodes of one loop at the top of a function or module that makes no layer. */
  loopSteps: 6_000,
  iterations: 256,
  /** Calls of the program's own functions inside each other. */
  calls: 24,
  /** Calls of one function inside itself. */
  recursion: 8,
  /** Nested expressions and statements. */
  depth: 220,
  /** Items of a list or dictionary. */
  items: 2_000,
  records: 20_000,
  layers: 4_000,
} as const;

/** Something that the program did to a model, or a call of a library. */
export interface CallRecord {
  /** Dotted path of what was called; of a method its name alone, with `receiver`. */
  readonly path: string;
  readonly receiver: AbstractValue | null;
  readonly given: CallArguments;
  readonly result: AbstractValue | null;
  readonly line: number;
  readonly order: number;
  /** 1 where the call surely runs with these values; less inside branches and functions that are only handed over. */
  readonly certainty: number;
  /** Whether it only serves a figure or a message. */
  readonly isShown: boolean;
}

export interface Machine {
  readonly lineOf: (node: TreeNode) => number;
  readonly global: Scope;
  /** Modules of which everything is imported. */
  readonly stars: Set<string>;
  readonly records: CallRecord[];
  /** Models in the order in which they are made. */
  readonly networks: NetworkValue[];
  /** Functions that were run, or handed to something that runs them. */
  readonly ran: Set<TreeNode>;
  /** How often each function is running. */
  readonly active: Map<TreeNode, number>;
  steps: number;
  depth: number;
  callDepth: number;
  order: number;
  /** Layers, models and objects made, by which they are told apart. */
  layerCount: number;
  /** Layers made, operations left out: a loop that makes some is unrolled further. */
  made: number;
  /** Applications of layers to tensors, operations left out. */
  applied: number;
  /** Layers that stand for objects of libraries and of the program's own classes. */
  readonly ownLayers: Map<AbstractValue, LayerValue>;
  certainty: number;
  shown: number;
  /** Loops that run as often as only the run decides. */
  repeats: number;
  readonly evaluate: (node: TreeNode, scope: Scope) => AbstractValue;
  readonly execute: (statements: readonly TreeNode[], scope: Scope) => Flow;
  readonly call: (callee: AbstractValue, given: CallArguments, site: Site) => AbstractValue;
  readonly callMethod: (
    receiver: AbstractValue,
    name: string,
    given: CallArguments,
    site: Site,
  ) => AbstractValue;
}

/** How a block ends; a value is what it returns. */
export type Flow = 'next' | 'break' | 'continue' | AbstractValue;

/** Where a call is written. */
export interface Site {
  readonly line: number;
  readonly text: string;
}

export function nextOrder(machine: Machine): number {
  machine.order += 1;
  return machine.order;
}

/** Whether another node may be evaluated. */
export function takeStep(machine: Machine): boolean {
  machine.steps += 1;
  return machine.steps <= LIMITS.steps;
}

/** What a loop began with. */
export interface LoopStart {
  readonly steps: number;
  readonly made: number;
}

export function loopStart({ steps, made }: Machine): LoopStart {
  return { steps, made };
}

/** Whether a loop may run once more: it has steps left, or makes layers and is unrolled to its limit of iterations. */
export function mayGoOn(machine: Machine, from: LoopStart): boolean {
  if (machine.steps > LIMITS.steps) return false;
  const made = machine.made - from.made;
  return machine.steps - from.steps < LIMITS.loopSteps || (made > 0 && made < LIMITS.layers);
}

export function record(
  machine: Machine,
  call: Omit<CallRecord, 'order' | 'certainty' | 'isShown'>,
): void {
  if (machine.records.length >= LIMITS.records) return;
  machine.records.push({
    ...call,
    order: nextOrder(machine),
    certainty: machine.certainty,
    isShown: machine.shown > 0,
  });
}

/** Runs something with less certainty: a branch that may not be taken, a function that something else calls. */
export function withDoubt<T>(machine: Machine, factor: number, run: () => T): T {
  const before = machine.certainty;
  machine.certainty = before * factor;
  try {
    return run();
  } finally {
    machine.certainty = before;
  }
}

export function makeLayer(
  machine: Machine,
  layer: Pick<LayerValue, 'name' | 'given' | 'line'> &
    Partial<Pick<LayerValue, 'isOwn' | 'isOperation'>>,
): LayerValue {
  machine.layerCount += 1;
  if (layer.isOperation !== true) machine.made += 1;
  return { kind: 'layer', id: machine.layerCount, isOwn: false, isOperation: false, ...layer };
}

/** The layer that an object of an unknown class is. */
export function ownLayer(
  machine: Machine,
  value: AbstractValue,
  layer: Pick<LayerValue, 'name' | 'given' | 'line'>,
): LayerValue {
  const found = machine.ownLayers.get(value) ?? makeLayer(machine, { ...layer, isOwn: true });
  machine.ownLayers.set(value, found);
  return found;
}

/** The output of a layer, or of an operation that is none, applied to tensors. */
export function applyNode(
  machine: Machine,
  layer: LayerValue | null,
  inputs: readonly GraphNode[],
  line: number,
): TensorValue {
  if (layer !== null && !layer.isOperation) machine.applied += 1;
  return { kind: 'tensor', node: { order: nextOrder(machine), layer, inputs, line } };
}

/** The tensors in a value, those of lists and dictionaries included. */
export function nodesIn(value: AbstractValue, depth = 0): readonly GraphNode[] {
  if (value.kind === 'tensor') return [value.node];
  if (depth > 4) return [];
  if (value.kind === 'sequence') return value.items.flatMap((item) => nodesIn(item, depth + 1));
  if (value.kind === 'mapping')
    return [...value.entries.values()].flatMap((item) => nodesIn(item, depth + 1));
  if (value.kind === 'unknown') return value.from.flatMap((part) => nodesIn(part, depth + 1));
  return [];
}

export function nodesOfCall({ positional, named }: CallArguments): readonly GraphNode[] {
  return [...positional, ...named.values()].flatMap((value) => nodesIn(value));
}

/** The value of a name: bound in the program, imported, a builtin, or a guess of one that a star import brings. */
export function lookUp(machine: Machine, name: string, scope: Scope): AbstractValue | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return machine.global.names.get(name);
}

export function bind(scope: Scope, name: string, value: AbstractValue): void {
  let at = scope;
  if (scope.outer.has(name)) {
    let next: Scope | null = scope.parent;
    while (next !== null) {
      at = next;
      if (next.names.has(name)) break;
      next = next.parent;
    }
  }
  at.names.set(name, value);
}

export function newScope(parent: Scope | null): Scope {
  return { names: new Map(), parent, outer: new Set() };
}

export function guess(name: string, line: number): ExternalValue {
  return { kind: 'external', path: name, isGuess: true, line };
}

/** Text of an expression, short enough to stand in a plan. */
export function expressionText(node: TreeNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 80 ? '' : text;
}

export function unknownOf(
  machine: Machine,
  node: TreeNode,
  from: readonly AbstractValue[] = [],
): AbstractValue {
  return unknown(expressionText(node), machine.lineOf(node), from);
}
