import type { TreeNode } from '../python/index.ts';

/** Python's scalars: None is null, an int is a bigint, a float is a number. */
export type Scalar = null | boolean | bigint | number | string;

/** A constant; `line` is where it is written, however many names it went through. */
export interface KnownValue {
  readonly kind: 'known';
  readonly value: Scalar;
  readonly line: number;
}

export interface SequenceValue {
  readonly kind: 'sequence';
  readonly type: 'list' | 'tuple' | 'set';
  readonly items: AbstractValue[];
  /** Whether the run may add further items. */
  isOpen: boolean;
  readonly line: number;
}

/** A dictionary, its keys as `keyOf` gives them. */
export interface MappingValue {
  readonly kind: 'mapping';
  readonly entries: Map<string, AbstractValue>;
  /** Whether the run may add further entries. */
  isOpen: boolean;
  readonly line: number;
}

/** What only the run decides; `from` are the values it was made of. */
export interface UnknownValue {
  readonly kind: 'unknown';
  /** The expression; empty where it is long. */
  readonly text: string;
  readonly from: readonly AbstractValue[];
  readonly line: number;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  /** A function definition or a lambda. */
  readonly node: TreeNode;
  readonly scope: Scope;
  readonly self: AbstractValue | null;
  readonly owner: ClassValue | null;
  readonly isProperty: boolean;
  readonly isStatic: boolean;
  readonly line: number;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly AbstractValue[];
  readonly attributes: Map<string, AbstractValue>;
  readonly line: number;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly id: number;
  readonly of: ClassValue;
  readonly attributes: Map<string, AbstractValue>;
  /** What its constructor was given, by parameter where the class has one. */
  readonly given: CallArguments;
  /** What it is as a Keras model, once that is known. */
  network: NetworkValue | null;
  readonly line: number;
}

/** A module, class or function of a library, by its dotted path; a name that nothing binds is a guess. */
export interface ExternalValue {
  readonly kind: 'external';
  readonly path: string;
  readonly isGuess: boolean;
  readonly line: number;
}

/** What a library's function or an object's method gave. */
export interface MadeValue {
  readonly kind: 'made';
  /** Dotted path of the function; a method is its receiver's path and its name. */
  readonly path: string;
  readonly receiver: AbstractValue | null;
  readonly given: CallArguments;
  readonly attributes: Map<string, AbstractValue>;
  readonly line: number;
}

/** A layer or backbone that is made but need not be applied. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly id: number;
  /** As the plan room spells it; the program's own name where `isOwn`. */
  readonly name: string;
  readonly isOwn: boolean;
  /** Whether it stands for an operation on tensors, such as a sum. */
  readonly isOperation: boolean;
  readonly given: CallArguments;
  readonly line: number;
}

/** One application of a layer; nodes without a layer stand for operations that are none. */
export interface GraphNode {
  readonly order: number;
  readonly layer: LayerValue | null;
  readonly inputs: readonly GraphNode[];
  readonly line: number;
}

export interface TensorValue {
  readonly kind: 'tensor';
  readonly node: GraphNode;
}

export interface NetworkValue {
  readonly kind: 'network';
  readonly id: number;
  readonly type: 'sequential' | 'functional' | 'subclassed';
  /** Layers of a sequential model, parts of a subclassed one that has no call. */
  readonly items: AbstractValue[];
  readonly inputs: readonly GraphNode[];
  readonly outputs: readonly GraphNode[];
  readonly line: number;
}

export interface SuperValue {
  readonly kind: 'super';
  readonly self: AbstractValue;
  readonly owner: ClassValue;
}

export type AbstractValue =
  | KnownValue
  | SequenceValue
  | MappingValue
  | UnknownValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ExternalValue
  | MadeValue
  | LayerValue
  | TensorValue
  | NetworkValue
  | SuperValue;

export interface CallArguments {
  readonly positional: readonly AbstractValue[];
  readonly named: ReadonlyMap<string, AbstractValue>;
}

export const NO_ARGUMENTS: CallArguments = { positional: [], named: new Map() };

export interface Scope {
  readonly names: Map<string, AbstractValue>;
  readonly parent: Scope | null;
  /** Names that `global` or `nonlocal` declares. */
  readonly outer: Set<string>;
}

export function known(value: Scalar, line: number): KnownValue {
  return { kind: 'known', value, line };
}

export function unknown(
  text: string,
  line: number,
  from: readonly AbstractValue[] = [],
): UnknownValue {
  return { kind: 'unknown', text, from, line };
}

export function sequence(
  items: readonly AbstractValue[],
  line: number,
  type: SequenceValue['type'] = 'list',
  isOpen = false,
): SequenceValue {
  return { kind: 'sequence', type, items: [...items], isOpen, line };
}

export function mapping(
  entries: Map<string, AbstractValue>,
  line: number,
  isOpen = false,
): MappingValue {
  return { kind: 'mapping', entries, line, isOpen };
}

/** A dictionary's key as text; numbers never meet texts. */
export function keyOf(value: Scalar): string {
  return typeof value === 'string' ? value : `#${String(value)}`;
}

export function lineOf(value: AbstractValue): number {
  if (value.kind === 'tensor') return value.node.line;
  return value.kind === 'super' ? value.owner.line : value.line;
}

/** The argument of a name, else of a position. */
export function argumentOf(
  { positional, named }: CallArguments,
  names: readonly string[],
  place?: number,
): AbstractValue | undefined {
  for (const name of names) {
    const value = named.get(name);
    if (value !== undefined) return value;
  }
  return place === undefined ? undefined : positional[place];
}

export function asText(value: AbstractValue | undefined): string | undefined {
  return value?.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
}

/** The number of an int or a float. */
export function asNumber(value: AbstractValue | undefined): number | undefined {
  if (value?.kind !== 'known') return undefined;
  return typeof value.value === 'bigint' || typeof value.value === 'number'
    ? Number(value.value)
    : undefined;
}

/** The last name of a dotted path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The values that one is made of. */
export function partsOf(value: AbstractValue): readonly AbstractValue[] {
  switch (value.kind) {
    case 'sequence':
      return value.items;
    case 'mapping':
      return [...value.entries.values()];
    case 'unknown':
      return value.from;
    case 'made':
      return [
        ...(value.receiver === null ? [] : [value.receiver]),
        ...value.given.positional,
        ...value.given.named.values(),
      ];
    case 'instance':
      return [...value.given.positional, ...value.given.named.values()];
    default:
      return [];
  }
}

/** A value and what it is made of, nearest first; at most `most` of them. */
export function ancestry(value: AbstractValue, most = 400): readonly AbstractValue[] {
  const seen = new Set<AbstractValue>([value]);
  for (const next of seen) {
    for (const part of partsOf(next)) {
      if (seen.size >= most) return [...seen];
      seen.add(part);
    }
  }
  return [...seen];
}
