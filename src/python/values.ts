import { ownTable } from '../core/index.ts';
import { renderString } from './literal.ts';

/**
 * A constant Python value. None is null, an int is a bigint, a float is a number. Lengths and positions in strings
 * count code points.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly Value[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Value, Value])[] };

type Sequence = Extract<Value, { kind: 'tuple' | 'list' | 'set' }>;

export function isSequence(value: Value): value is Sequence {
  return typeof value === 'object' && value !== null && 'items' in value;
}

export function isScalar(value: Value): value is null | boolean | bigint | number | string {
  return typeof value !== 'object' || value === null;
}

/** Whether the value is immutable, with all that it contains. */
export function isImmutable(value: Value): boolean {
  if (isScalar(value)) return true;
  return value.kind === 'tuple' && value.items.every(isImmutable);
}

/** Whether all items of a container are immutable. */
export function hasFixedItems(value: Value): boolean {
  if (isScalar(value)) return true;
  return (value.kind === 'dict' ? value.entries.flat() : value.items).every(isImmutable);
}

/** `bool(value)`. */
export function isTruthy(value: Value): boolean {
  if (value === null) return false;
  if (typeof value === 'object')
    return (value.kind === 'dict' ? value.entries : value.items).length > 0;
  return Boolean(value);
}

const TYPES: Readonly<Record<string, (value: Value) => boolean>> = ownTable({
  str: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  // In Python a bool is an int.
  int: (value) => typeof value === 'bigint' || typeof value === 'boolean',
  float: (value) => typeof value === 'number',
  tuple: (value) => !isScalar(value) && value.kind === 'tuple',
  list: (value) => !isScalar(value) && value.kind === 'list',
  set: (value) => !isScalar(value) && value.kind === 'set',
  dict: (value) => !isScalar(value) && value.kind === 'dict',
});

/** `isinstance(value, type)` for a builtin type by its name; undefined for others. */
export function isInstance(value: Value, type: string): boolean | undefined {
  return TYPES[type]?.(value);
}

/** The number that an int, a float or a bool represents; undefined for others. */
export function asNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

/** `one == other`. Numbers of different types compare by value; a tuple never equals a list. */
export function areEqual(one: Value, other: Value): boolean {
  const [first, second] = [asNumber(one), asNumber(other)];
  if (first !== undefined && second !== undefined)
    return !(first < second) && !(first > second) && !isNaN(first) && !isNaN(second);
  if (isScalar(one) || isScalar(other)) return one === other;
  if (one.kind !== other.kind) return false;
  if (one.kind === 'dict' && other.kind === 'dict')
    return (
      one.entries.length === other.entries.length &&
      one.entries.every(([key, value]) => {
        const found = findEntry(other.entries, key);
        return found !== undefined && areEqual(found[1], value);
      })
    );
  if (!isSequence(one) || !isSequence(other) || one.items.length !== other.items.length)
    return false;
  if (one.kind === 'set') return one.items.every((item) => hasItem(other.items, item));
  return one.items.every((item, at) => areEqual(item, other.items[at] ?? null));
}

function isNaN(value: bigint | number): boolean {
  return typeof value === 'number' && Number.isNaN(value);
}

/** Whether two values are equal and of the same type, including their items. */
export function areSame(one: Value, other: Value): boolean {
  if (isScalar(one) || isScalar(other)) return Object.is(one, other);
  if (!areEqual(one, other) || one.kind !== other.kind) return false;
  if (!isSequence(one) || !isSequence(other)) return false;
  return (
    one.kind !== 'set' && one.items.every((item, at) => areSame(item, other.items[at] ?? null))
  );
}

export function hasItem(items: readonly Value[], wanted: Value): boolean {
  return items.some((item) => areEqual(item, wanted));
}

/** The entry of a dict with an equal key. */
export function findEntry(
  entries: readonly (readonly [Value, Value])[],
  key: Value,
): readonly [Value, Value] | undefined {
  return entries.find(([known]) => areEqual(known, key));
}

/** Order of two values as -1, 0 or 1; undefined if Python cannot compare them. */
export function compareValues(one: Value, other: Value): number | undefined {
  const [first, second] = [asNumber(one), asNumber(other)];
  if (first !== undefined && second !== undefined) {
    if (isNaN(first) || isNaN(second)) return undefined;
    return first < second ? -1 : first > second ? 1 : 0;
  }
  if (typeof one === 'string' && typeof other === 'string') return compareText(one, other);
  if (isScalar(one) || isScalar(other) || one.kind !== other.kind) return undefined;
  if (!isSequence(one) || !isSequence(other) || one.kind === 'set') return undefined;
  for (const [at, item] of one.items.entries()) {
    const against = other.items[at];
    if (against === undefined) return 1;
    if (!areEqual(item, against)) return compareValues(item, against);
  }
  return one.items.length - other.items.length < 0 ? -1 : 0;
}

/** Python orders strings by code points, JavaScript by UTF-16 units. */
function compareText(one: string, other: string): number {
  const [first, second] = [Array.from(one), Array.from(other)];
  for (const [at, character] of first.entries()) {
    const against = second[at];
    if (against === undefined) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (against.codePointAt(0) ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return first.length < second.length ? -1 : 0;
}

/** The items of an iterable in order; undefined if the value is not iterable or has no certain order. */
export function iterate(value: Value): readonly Value[] | undefined {
  if (typeof value === 'string') return Array.from(value);
  if (isScalar(value)) return undefined;
  if (value.kind === 'dict') return value.entries.map(([key]) => key);
  return value.kind === 'set' && value.items.length > 1 ? undefined : value.items;
}

/** A scalar as a literal; undefined if it has none that is sure to have the same value. */
export function renderValue(value: Value): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return renderString(value);
  if (typeof value === 'number') {
    const size = Math.abs(value);
    if (value === 0 || size < 1e-4 || size >= 1e16) return Object.is(value, 0) ? '0.0' : undefined;
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  return undefined;
}
