import { ownTable } from '../core/index.ts';
import {
  areEqual,
  asNumber,
  compareValues,
  findEntry,
  hasItem,
  isScalar,
  isSequence,
  isTruthy,
  iterate,
  renderValue,
  type Value,
} from './values.ts';

const LONGEST = 10_000;

/** `left operator right` for arithmetic whose result is exact; undefined otherwise. */
export function applyOperator(
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
): Value | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator === '+' && typeof left === 'string' && typeof right === 'string')
    return left + right;
  if (
    operator === '+' &&
    isSequence(left) &&
    isSequence(right) &&
    left.kind === right.kind &&
    left.kind !== 'set'
  )
    return { kind: left.kind, items: [...left.items, ...right.items] };
  const [one, other] = [asNumber(left), asNumber(right)];
  if (one === undefined || other === undefined) return undefined;
  return typeof one === 'bigint' && typeof other === 'bigint'
    ? applyToIntegers(operator, one, other)
    : applyToFloats(operator, Number(one), Number(other));
}

function applyToIntegers(operator: string, one: bigint, other: bigint): Value | undefined {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '**':
      return other < 0n || other > 64n ? undefined : one ** other;
    case '//':
    case '%': {
      if (other === 0n) return undefined;
      const rest = one % other;
      // Python rounds towards minus infinity, JavaScript towards zero.
      const isOff = rest !== 0n && rest < 0n !== other < 0n;
      if (operator === '%') return isOff ? rest + other : rest;
      return one / other - (isOff ? 1n : 0n);
    }
    case '/':
      return applyToFloats('/', Number(one), Number(other));
    default:
      return undefined;
  }
}

function applyToFloats(operator: string, one: number, other: number): number | undefined {
  if (Math.abs(one) > Number.MAX_SAFE_INTEGER || Math.abs(other) > Number.MAX_SAFE_INTEGER)
    return undefined;
  if (operator === '+') return one + other;
  if (operator === '-') return one - other;
  if (operator === '*') return one * other;
  return operator === '/' && other !== 0 ? one / other : undefined;
}

/** `one operator other` for two known values; undefined where Python would raise. */
export function compareBy(operator: string, one: Value, other: Value): boolean | undefined {
  switch (operator) {
    case '==':
      return areEqual(one, other);
    case '!=':
      return !areEqual(one, other);
    case 'is':
    case 'is not': {
      // Only None, True and False are one object each.
      const isSingle = [one, other].some((value) => value === null || typeof value === 'boolean');
      return isSingle ? (one === other) === (operator === 'is') : undefined;
    }
    case 'in':
    case 'not in': {
      const found = contains(other, one);
      return found === undefined ? undefined : found === (operator === 'in');
    }
    default: {
      const order = compareValues(one, other);
      if (order === undefined) return undefined;
      if (operator === '<') return order < 0;
      if (operator === '<=') return order <= 0;
      if (operator === '>') return order > 0;
      return operator === '>=' ? order >= 0 : undefined;
    }
  }
}

function contains(container: Value, wanted: Value): boolean | undefined {
  if (typeof container === 'string')
    return typeof wanted === 'string' ? container.includes(wanted) : undefined;
  if (isScalar(container)) return undefined;
  // Sets and dicts raise for values that cannot be hashed.
  if (!isScalar(wanted) && (container.kind === 'dict' || container.kind === 'set'))
    return undefined;
  const items = container.kind === 'dict' ? container.entries.map(([key]) => key) : container.items;
  return hasItem(items, wanted);
}

/** `value[key]`; undefined where it is missing. */
export function subscriptOf(value: Value, key: Value): Value | undefined {
  if (typeof value === 'object' && value !== null && value.kind === 'dict')
    return isScalar(key) ? findEntry(value.entries, key)?.[1] : undefined;
  const items = orderedItems(value);
  const index = asNumber(key);
  if (items === undefined || typeof index !== 'bigint') return undefined;
  return items.at(Number(index)) === undefined || index < -items.length
    ? undefined
    : items.at(Number(index));
}

/** `value[start:stop:step]`, each bound an int or None. */
export function sliceOf(value: Value, bounds: readonly Value[]): Value | undefined {
  const items = orderedItems(value);
  const numbers = bounds.map((bound) => (typeof bound === 'bigint' ? Number(bound) : bound));
  if (items === undefined || numbers.some((bound) => bound !== null && typeof bound !== 'number'))
    return undefined;
  const [from, to, by] = numbers as (number | null)[];
  const step = by ?? 1;
  if (step === 0) return undefined;
  const last = items.length - 1;
  const clamp = (bound: number): number => {
    const place = bound < 0 ? bound + items.length : bound;
    return step > 0 ? Math.min(Math.max(place, 0), last + 1) : Math.min(Math.max(place, -1), last);
  };
  const start = from === null || from === undefined ? (step > 0 ? 0 : last) : clamp(from);
  const stop = to === null || to === undefined ? (step > 0 ? last + 1 : -1) : clamp(to);
  const places: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) places.push(at);
  if (typeof value === 'string') {
    const characters = Array.from(value);
    return places.map((place) => characters[place]).join('');
  }
  const chosen = places.map((place) => items[place] ?? null);
  return isSequence(value) ? { kind: value.kind, items: chosen } : undefined;
}

function orderedItems(value: Value): readonly Value[] | undefined {
  if (typeof value === 'string') return Array.from(value);
  return !isScalar(value) && isSequence(value) && value.kind !== 'set' ? value.items : undefined;
}

/** A pure function of the standard library on known values; undefined for all others and where it would raise. */
export function callFunction(name: string, values: readonly Value[]): Value | undefined {
  const run = FUNCTIONS[name];
  const [first] = values;
  if (run === undefined || first === undefined) return undefined;
  return values.length === 1
    ? run(first)
    : SEVERAL.has(name)
      ? run({ kind: 'tuple', items: values })
      : undefined;
}

/** Functions that also accept the items as separate arguments. */
const SEVERAL = new Set(['min', 'max']);

const FUNCTIONS: Readonly<Record<string, (value: Value) => Value | undefined>> = ownTable({
  len: (value) => {
    const items =
      typeof value === 'object' && value !== null && value.kind === 'set'
        ? value.items
        : iterate(value);
    return items === undefined ? undefined : BigInt(items.length);
  },
  bool: isTruthy,
  str: (value) =>
    typeof value === 'string' ? value : isScalar(value) ? renderValue(value) : undefined,
  int: (value) => {
    const number = asNumber(value);
    if (typeof number === 'bigint') return number;
    return number !== undefined && Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
  },
  abs: (value) => {
    const number = asNumber(value);
    if (typeof number === 'number') return Math.abs(number);
    return number !== undefined && number < 0n ? -number : number;
  },
  any: (value) => iterate(value)?.some(isTruthy),
  all: (value) => iterate(value)?.every(isTruthy),
  tuple: (value) => collect('tuple', value),
  list: (value) => collect('list', value),
  set: (value) => {
    const items = iterate(value);
    if (items === undefined || !items.every(isScalar)) return undefined;
    return { kind: 'set', items: items.filter((item, at) => !hasItem(items.slice(0, at), item)) };
  },
  sorted: (value) => {
    const items = iterate(value);
    if (
      items === undefined ||
      items.some((item) => items.some((other) => compareValues(item, other) === undefined))
    )
      return undefined;
    return { kind: 'list', items: [...items].sort((one, other) => compareValues(one, other) ?? 0) };
  },
  min: (value) => extreme(value, -1),
  max: (value) => extreme(value, 1),
  sum: (value) => {
    const numbers = iterate(value)?.map(asNumber);
    if (numbers === undefined || !numbers.every((number) => typeof number === 'bigint'))
      return undefined;
    return numbers.reduce((sum, number) => sum + number, 0n);
  },
  'math.prod': (value) => {
    const numbers = iterate(value)?.map(asNumber);
    if (numbers === undefined || !numbers.every((number) => typeof number === 'bigint'))
      return undefined;
    return numbers.reduce((product, number) => product * number, 1n);
  },
});

function collect(kind: 'tuple' | 'list', value: Value): Value | undefined {
  const items = iterate(value);
  return items === undefined || items.length > LONGEST ? undefined : { kind, items };
}

function extreme(value: Value, sign: number): Value | undefined {
  const items = iterate(value);
  let best = items?.[0];
  if (items === undefined || best === undefined) return undefined;
  for (const item of items) {
    const order = compareValues(item, best);
    if (order === undefined) return undefined;
    if (order * sign > 0) best = item;
  }
  return best;
}

/** The result of a pure method of a string, dict, tuple or list; undefined for others. */
export function callMethod(
  object: Value,
  method: string,
  values: readonly Value[],
): Value | undefined {
  if (typeof object === 'string') {
    if (!values.every((value) => typeof value === 'string'))
      return callTextTest(object, method, values);
    return callTextTest(object, method, values) ?? callTextMethod(object, method, values);
  }
  if (isScalar(object)) return undefined;
  if (object.kind === 'dict') {
    const [key, otherwise = null] = values;
    if (method !== 'get' || key === undefined || !isScalar(key) || values.length > 2)
      return undefined;
    const entry = findEntry(object.entries, key);
    return entry === undefined ? otherwise : entry[1];
  }
  const [wanted] = values;
  if (wanted === undefined || values.length !== 1 || object.kind === 'set') return undefined;
  const place = object.items.findIndex((item) => areEqual(item, wanted));
  if (method === 'count')
    return BigInt(object.items.filter((item) => areEqual(item, wanted)).length);
  return method === 'index' && place >= 0 ? BigInt(place) : undefined;
}

/** `startswith` and `endswith`, which accept a string or a tuple of strings. */
function callTextTest(text: string, method: string, values: readonly Value[]): boolean | undefined {
  if (method !== 'startswith' && method !== 'endswith') return undefined;
  const [wanted] = values;
  if (wanted === undefined || values.length !== 1) return undefined;
  const options = isSequence(wanted) && wanted.kind === 'tuple' ? wanted.items : [wanted];
  if (!options.every((option) => typeof option === 'string')) return undefined;
  return options.some((option) =>
    method === 'startswith' ? text.startsWith(option) : text.endsWith(option),
  );
}

const PLAIN = /^[\t-\r -~]*$/;
const SPACES = /^[\t-\r ]+|[\t-\r ]+$/g;

function callTextMethod(
  text: string,
  method: string,
  values: readonly string[],
): Value | undefined {
  const [first, second] = values;
  if (first === undefined) {
    // Python and JavaScript differ in non-ASCII white space and in the case of some letters.
    if (method === 'strip' && (PLAIN.test(text) || /^[\p{L}\p{N}].*[\p{L}\p{N}]$/su.test(text)))
      return text.replace(SPACES, '');
    if (!PLAIN.test(text)) return undefined;
    if (method === 'lower') return text.toLowerCase();
    return method === 'upper' ? text.toUpperCase() : undefined;
  }
  if (values.length === 1) {
    if (method === 'removesuffix')
      return text.endsWith(first) && first !== '' ? text.slice(0, -first.length) : text;
    if (method === 'removeprefix') return text.startsWith(first) ? text.slice(first.length) : text;
    if (method === 'split' && first !== '') return { kind: 'list', items: text.split(first) };
    return undefined;
  }
  return method === 'replace' && first !== '' && second !== undefined && values.length === 2
    ? text.replaceAll(first, () => second)
    : undefined;
}

/** `suffix`, `stem` or `name` of a `pathlib` path; undefined if the result depends on the Python version. */
export function partOfPath(text: string, part: string): string | undefined {
  const name = text.split('/').findLast((piece) => piece !== '' && piece !== '.');
  if (name === undefined || !/^[\w .-]+$/.test(name) || /^\.\.|\.$/.test(name)) return undefined;
  const dot = name.lastIndexOf('.');
  if (part === 'name') return name;
  if (part === 'suffix') return dot > 0 ? name.slice(dot) : '';
  return part === 'stem' ? (dot > 0 ? name.slice(0, dot) : name) : undefined;
}
