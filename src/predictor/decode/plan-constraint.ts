import type { Constraint } from '../gpt2/generate.ts';
import { NEXT_LAYER, PLAN_MARKERS } from '../plan-text.ts';
import type { Tokenizer } from '../tokenizer/bpe.ts';

/** What stands between two markers. */
type FieldKind = 'words' | 'layers' | 'rate' | 'count';

interface Field {
  readonly kind: FieldKind;
  readonly least: number;
  readonly most: number;
  /** So many tokens of the budget are kept for it while fields before it are written. */
  readonly kept: number;
}

/** Fields in order. */
const FIELDS: readonly Field[] = [
  { kind: 'words', least: 1, most: 16, kept: 0 },
  { kind: 'words', least: 1, most: 90, kept: 0 },
  { kind: 'words', least: 1, most: 90, kept: 0 },
  { kind: 'words', least: 0, most: 90, kept: 0 },
  { kind: 'layers', least: 1, most: 360, kept: 0 },
  { kind: 'words', least: 0, most: 24, kept: 4 },
  { kind: 'words', least: 0, most: 32, kept: 10 },
  { kind: 'rate', least: 0, most: 7, kept: 7 },
  { kind: 'count', least: 0, most: 4, kept: 4 },
  { kind: 'count', least: 0, most: 4, kept: 4 },
  { kind: 'words', least: 0, most: 32, kept: 8 },
];
/** Tokens kept for each field and those after it, their markers included. */
const KEPT = FIELDS.map((_, at) => FIELDS.slice(at).reduce((sum, { kept }) => sum + kept + 1, 0));
const MOST_LAYER_TOKENS = 64;
/** With less room than this no further layer begins, so that the open one can end by itself. */
const LAST_LAYER = 24;
/** The same layer so many times in a row is a loop. */
const MOST_SAME_LAYERS = 4;
/** Words that stood in this order before in the same field are a loop. */
const LOOP = 6;

/** Beginnings of numbers that can still become positive ones, and numbers that are. */
const NUMBERS = {
  rate: {
    begins: /^(?:\d{0,2}(?:\.\d{0,8})?|(?=[\d.]*[1-9])\d?(?:\.\d{0,3})?\d?e-?[1-9]?)$/,
    ends: (text: string) => Number(text) > 0 && /\d$/.test(text),
  },
  count: { begins: /^(?:[1-9]\d{0,4})?$/, ends: (text: string) => /^[1-9]\d*$/.test(text) },
} as const;

/**
 * The grammar of plan text as a constraint on tokens: every sequence it lets through reads as a plan, whatever the
 * weights, and closes within its budget (paper III-B; decoding constrained by the plan's own form).
 *
 * Shapes: token ids of one sequence, from the first marker on. Budget: `remaining` ids, at least `LEAST_BUDGET` at the
 * start; when only enough is left to close the open fields, only markers are allowed.
 */
export function createPlanConstraint(tokenizer: Tokenizer): Constraint {
  const markers = PLAN_MARKERS.map((marker) => tokenizer.idOf(marker));
  const next = tokenizer.idOf(NEXT_LAYER);
  const texts = textTokens(tokenizer);
  const numeric = texts.filter(([, text]) => /^[\d.e-]+$/.test(text));
  const words = texts.map(([id]) => id);
  const inked = texts.filter(([, text]) => /\S/.test(text)).map(([id]) => id);
  const wordLists = new Map<string, readonly number[]>();

  return {
    allowed(written, remaining) {
      if (written.length === 0) return markers.slice(0, 1);
      const open = written.filter((id) => markers.includes(id)).length - 1;
      const field = FIELDS[open];
      const close = markers[open + 1];
      if (field === undefined || close === undefined) return [];
      const start = written.findLastIndex((id) => markers.includes(id)) + 1;
      const value = written.slice(start);
      const room = remaining - 1 - (KEPT[open + 1] ?? 0);
      if (value.length >= field.least && (room <= MUST_CLOSE || value.length >= field.most)) {
        return finish(field.kind, value, close);
      }
      switch (field.kind) {
        case 'words':
          return wordsAfter(value, field.least, close);
        case 'layers':
          return layersAfter(value, close, room);
        default:
          return numbersAfter(field.kind, tokenizer.decode(value), close);
      }
    },
  };

  /** The same list for the same ends: thousands of ids, asked for with every token of every sequence. */
  function wordsOr(...ends: readonly number[]): readonly number[] {
    const key = ends.join(' ');
    const list = wordLists.get(key) ?? [...words, ...ends];
    wordLists.set(key, list);
    return list;
  }

  function wordsAfter(value: readonly number[], least: number, close: number): readonly number[] {
    if (value.length === 0) return least === 0 ? [...inked, close] : inked;
    const ids = value.length >= least ? wordsOr(close) : words;
    const loops = repeatsAfter(value);
    return loops.size === 0 ? ids : ids.filter((id) => !loops.has(id));
  }

  function layersAfter(value: readonly number[], close: number, room: number): readonly number[] {
    const layers = splitLayers(value, next);
    const last = layers.at(-1) ?? [];
    if (last.length === 0) return inked;
    const ends = isLoop(layers) || room < LAST_LAYER ? [close] : [next, close];
    if (last.length >= MOST_LAYER_TOKENS) return ends;
    return wordsOr(...ends);
  }

  function numbersAfter(
    kind: keyof typeof NUMBERS,
    text: string,
    close: number,
  ): readonly number[] {
    const { begins, ends } = NUMBERS[kind];
    const ids = numeric.filter(([, more]) => begins.test(text + more)).map(([id]) => id);
    return text === '' || ends(text) ? [...ids, close] : ids;
  }

  /** The field must end; a number that is none yet takes the digit that makes it one. */
  function finish(kind: FieldKind, value: readonly number[], close: number): readonly number[] {
    if (kind === 'words' || kind === 'layers') return value.at(-1) === next ? inked : [close];
    const text = tokenizer.decode(value);
    const { ends } = NUMBERS[kind];
    if (text === '' || ends(text)) return [close];
    return numeric.filter(([, more]) => ends(text + more)).map(([id]) => id);
  }
}

/** The same for plans that begin with these ids. */
export function beginWith(beginning: readonly number[], constraint: Constraint): Constraint {
  return {
    allowed: (written, remaining) => {
      const id = beginning[written.length];
      return id === undefined ? constraint.allowed(written, remaining) : [id];
    },
  };
}

/** A plan of so many tokens can be closed whatever stands in it. */
export const LEAST_BUDGET = 40;
/** Tokens kept free to end what stands open: a number, a layer. */
const MUST_CLOSE = 4;

/** Ids that are printable text by themselves, so that no cut character can stand in a plan. */
function textTokens(tokenizer: Tokenizer): readonly (readonly [number, string])[] {
  const specials = new Set(tokenizer.model.specials.map((token) => tokenizer.idOf(token)));
  return Array.from(
    { length: tokenizer.size },
    (_, id) => [id, tokenizer.decode([id])] as const,
  ).filter(([id, text]) => !specials.has(id) && /^[^\p{C}\uFFFD\n\r|<]+$/u.test(text));
}

function splitLayers(value: readonly number[], next: number): readonly (readonly number[])[] {
  const layers: number[][] = [[]];
  for (const id of value) {
    if (id === next) layers.push([]);
    else layers.at(-1)?.push(id);
  }
  return layers;
}

function isLoop(layers: readonly (readonly number[])[]): boolean {
  const last = layers.slice(-MOST_SAME_LAYERS).map(String);
  return last.length === MOST_SAME_LAYERS && new Set(last).size === 1;
}

/** Ids that would end a run of `LOOP` ids that stood in the field before. */
function repeatsAfter(value: readonly number[]): ReadonlySet<number> {
  const tail = value.slice(-(LOOP - 1));
  const ids = new Set<number>();
  for (let at = 0; at + LOOP <= value.length; at += 1) {
    const next = value[at + LOOP - 1];
    if (next !== undefined && tail.every((id, offset) => value[at + offset] === id)) ids.add(next);
  }
  return ids;
}
