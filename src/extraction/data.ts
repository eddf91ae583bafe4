import {
  applyOperator,
  callFunction,
  callValueMethod,
  isTruthy,
  type Value,
} from '../python/index.ts';
import { LIMITS } from './machine.ts';
import {
  keyOf,
  known,
  sequence,
  type AbstractValue,
  type MappingValue,
  type SequenceValue,
} from './values.ts';

/** The value as a constant of Python; undefined where any part of it is not known. */
export function toConstant(value: AbstractValue, depth = 0): Value | undefined {
  if (value.kind === 'known') return value.value;
  if (value.kind !== 'sequence' || value.isOpen || depth > 4 || value.items.length > 200)
    return undefined;
  const items = value.items.map((item) => toConstant(item, depth + 1));
  return items.every((item) => item !== undefined) ? { kind: value.type, items } : undefined;
}

/** A constant of Python; dictionaries have no counterpart here. */
export function fromConstant(value: Value, line: number): AbstractValue | undefined {
  if (value === null || typeof value !== 'object') return known(value, line);
  if (value.kind === 'dict') return undefined;
  const items = value.items.map((item) => fromConstant(item, line));
  return items.every((item) => item !== undefined) ? sequence(items, line, value.kind) : undefined;
}

/** Whether Python takes it for true; undefined where that is not known. */
export function isTrue(value: AbstractValue): boolean | undefined {
  switch (value.kind) {
    case 'known':
      return isTruthy(value.value);
    case 'sequence':
      return value.items.length > 0 ? true : value.isOpen ? undefined : false;
    case 'mapping':
      return value.entries.size > 0 ? true : value.isOpen ? undefined : false;
    case 'function':
    case 'class':
    case 'layer':
    case 'network':
      return true;
    default:
      return undefined;
  }
}

/** The items that a loop takes, as far as they are known; undefined for what is no collection. */
export function itemsOf(
  value: AbstractValue,
): { readonly items: readonly AbstractValue[]; readonly isOpen: boolean } | undefined {
  if (value.kind === 'sequence') return value;
  if (value.kind === 'mapping')
    return {
      items: [...value.entries.keys()].map((key) => keyValue(key, value)),
      isOpen: value.isOpen,
    };
  if (value.kind === 'known' && typeof value.value === 'string')
    return {
      items: Array.from(value.value.slice(0, LIMITS.items), (character) =>
        known(character, value.line),
      ),
      isOpen: false,
    };
  return undefined;
}

function keyValue(key: string, { line }: MappingValue): AbstractValue {
  return /^#-?\d+$/.test(key) ? known(BigInt(key.slice(1)), line) : known(key, line);
}

export function entriesOf(mapping: MappingValue): SequenceValue {
  const pairs = [...mapping.entries].map(([key, value]) =>
    sequence([keyValue(key, mapping), value], mapping.line, 'tuple'),
  );
  return sequence(pairs, mapping.line, 'list', mapping.isOpen);
}

/** `value[index]`, a slice given as a set of its bounds; undefined where it is not known. */
export function subscriptOf(value: AbstractValue, index: AbstractValue): AbstractValue | undefined {
  if (value.kind === 'mapping')
    return index.kind === 'known' ? value.entries.get(keyOf(index.value)) : undefined;
  if (value.kind === 'made' && index.kind === 'known' && typeof index.value === 'string')
    return value.attributes.get(index.value) ?? value.given.named.get(index.value);
  if (value.kind !== 'sequence') return undefined;
  if (index.kind === 'known' && typeof index.value === 'bigint') {
    // The items behind an open end are not known.
    if (value.isOpen && index.value < 0n) return value.items.at(Number(index.value));
    return value.items.at(Number(index.value)) ?? (value.isOpen ? value.items[0] : undefined);
  }
  if (index.kind !== 'sequence' || index.type !== 'set') return undefined;
  const bounds = index.items.map((bound) => (bound.kind === 'known' ? bound.value : undefined));
  const isWhole = bounds.every((bound) => bound === null || typeof bound === 'bigint');
  if (!isWhole || value.isOpen) return value.isOpen ? value : undefined;
  const [from, to, by] = bounds.map((bound) =>
    typeof bound === 'bigint' ? Number(bound) : undefined,
  );
  if (by !== undefined && by !== 1) {
    if (by !== -1 || from !== undefined || to !== undefined) return undefined;
    return sequence([...value.items].toReversed(), value.line, value.type);
  }
  return sequence(value.items.slice(from ?? 0, to), value.line, value.type);
}

/** `left operator right` of constants and lists; undefined where the result is not known. */
export function arithmetic(
  operator: string,
  left: AbstractValue,
  right: AbstractValue,
  line: number,
): AbstractValue | undefined {
  if (left.kind === 'sequence') {
    if (operator === '+' && right.kind === 'sequence')
      return sequence(
        [...left.items, ...right.items].slice(0, LIMITS.items),
        line,
        left.type,
        left.isOpen || right.isOpen,
      );
    if (operator === '*') return repeat(left, right, line);
  }
  if (right.kind === 'sequence' && operator === '*') return repeat(right, left, line);
  if (left.kind !== 'known' || right.kind !== 'known') return undefined;
  const value =
    applyOperator(operator, left.value, right.value) ?? power(operator, left.value, right.value);
  return value === undefined ? undefined : fromConstant(value, line);
}

/** Powers and whole quotients of floats, which are no more than near: learning rates and widths are written so. */
function power(operator: string, left: unknown, right: unknown): number | undefined {
  const numbers = [left, right].map((side) =>
    typeof side === 'bigint' || typeof side === 'number' ? Number(side) : undefined,
  );
  const [one, other] = numbers;
  if (one === undefined || other === undefined) return undefined;
  const result =
    operator === '**'
      ? one ** other
      : operator === '//'
        ? Math.floor(one / other)
        : operator === '%'
          ? one % other
          : Number.NaN;
  return Number.isFinite(result) ? Number(result.toPrecision(12)) : undefined;
}

function repeat(
  value: SequenceValue,
  times: AbstractValue,
  line: number,
): SequenceValue | undefined {
  if (times.kind !== 'known' || typeof times.value !== 'bigint') return undefined;
  const count = Math.min(
    Number(times.value),
    Math.floor(LIMITS.items / Math.max(1, value.items.length)),
  );
  const items = Array.from({ length: Math.max(0, count) }, () => value.items).flat();
  return sequence(items, line, value.type, value.isOpen);
}

/** A builtin function of constants; undefined where the result is not known. */
export function callBuiltin(
  name: string,
  positional: readonly AbstractValue[],
  line: number,
): AbstractValue | undefined {
  const [first] = positional;
  if (name === 'len' && first !== undefined) {
    const found = itemsOf(first);
    return found === undefined || found.isOpen
      ? undefined
      : known(BigInt(found.items.length), first.kind === 'known' ? line : line);
  }
  const values = positional.map((value) => toConstant(value));
  if (!values.every((value) => value !== undefined)) return undefined;
  const numbers = values.map(Number);
  if (name === 'float' && typeof values[0] !== 'object') {
    const number = Number(values[0]);
    return Number.isFinite(number) ? known(number, line) : undefined;
  }
  if (name === 'round' && values.length === 1 && Number.isFinite(numbers[0]))
    return known(BigInt(Math.round(numbers[0] ?? 0)), line);
  if (name === 'int' && typeof values[0] === 'string' && /^\d{1,15}$/.test(values[0]))
    return known(BigInt(values[0]), line);
  const value = callFunction(name, values);
  // A constant that is only converted stands where it was written.
  const place = first?.kind === 'known' && values.length === 1 ? first.line : line;
  return value === undefined ? undefined : fromConstant(value, place);
}

/** A method of a text; undefined where the result is not known. */
export function callTextMethod(
  text: string,
  name: string,
  positional: readonly AbstractValue[],
  line: number,
): AbstractValue | undefined {
  const values = positional.map((value) => toConstant(value));
  if (!values.every((value) => value !== undefined)) return undefined;
  const value = callValueMethod(text, name, values);
  return value === undefined ? undefined : fromConstant(value, line);
}
