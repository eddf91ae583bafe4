import { lazyExpression } from '../../core/index.ts';
import { isNegated } from '../find-terms.ts';
import { BEFORE_LAYER, NETWORK_WORDS } from './network-words-table.ts';

/** What a word of a network's description is. `end`: of a sentence; `next`: a semicolon; `close`: of a block in brackets. */
export const EVENT_KINDS = [
  'layer',
  'activation',
  'merge',
  'branch',
  'block',
  'each',
  'head',
  'end',
  'next',
  'close',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface NetworkEvent {
  readonly kind: EventKind;
  readonly name: string;
  /** Offsets in the text, without the words that describe it. */
  readonly start: number;
  readonly end: number;
  /** Where the words before it begin that describe it. */
  readonly from: number;
  /** What is said of it: before it, and up to the next event or the end of the sentence. */
  readonly before: string;
  readonly after: string;
  /** Everything between the last event and the words that describe it. */
  readonly between: string;
}

const PATTERNS = NETWORK_WORDS.map(({ kind, name, heard }) => ({
  kind,
  name,
  pattern: lazyExpression(heard, 'g'),
}));
const SENTENCE_END = /[.!?](?=\s|$)|;|\n\s*\n/g;
/** `after the last pooling layer` names a layer that stands elsewhere. */
const REFERENCE =
  /\b(?:(?:after|before|behind|from|around|between|of|over|in|on) (?:(?:the|each|every|all|both|this|these|those|its|of) )+|(?:all|both|every|each|(?<!after )that|these|those) (?:(?:the|of) )*|\b(?:based on|built on) |\b(?:adds?|(?:concatenated|multiplied|added|merged) (?:with|by|to)) the )$/;
const MOST_BEFORE = 80;
const HAS_SIZE = /^\s*(?:\(|:|(?:with|of|has|have|having|containing|uses?)\s+(?:an? )?(?:\w+ )?\d)/;

interface Found {
  readonly kind: EventKind;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Placed extends Found {
  readonly before: string;
  readonly between: string;
  readonly isAttached: boolean;
}

/** The words of a network's description in their order. Input: text in lower case. */
export function findEvents(text: string): readonly NetworkEvent[] {
  const found: Found[] = PATTERNS.flatMap(({ kind, name, pattern }) =>
    [...text.matchAll(pattern(text))].map((match) => ({
      kind,
      name,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  const ends = [...text.matchAll(SENTENCE_END)].map((match): Found => ({
    kind: match[0] === ';' ? 'next' : 'end',
    name: '',
    start: match.index,
    end: match.index + match[0].length,
  }));
  const closes = found.flatMap(({ kind, end }) => (kind === 'block' ? closeOf(text, end) : []));
  const kept: Found[] = [];
  for (const one of [...found, ...ends, ...closes].toSorted(
    (left, right) => left.start - right.start || right.end - left.end,
  )) {
    if (one.start >= (kept.at(-1)?.end ?? 0) && !isNegated(text, one.start)) kept.push(one);
  }
  const placed = kept.map((one, at): Placed => {
    const since = kept[at - 1]?.end ?? 0;
    const gap = text.slice(since, one.start);
    const isAttached =
      /^(?:softmax|sigmoid)$/.test(text.slice(one.start, one.end)) &&
      /\b(?:with|using)(?: an?)?\s*$|^[\s\d(,]*$|^ (?:with|of) \d+ \w+ and $/.test(gap);
    const before =
      one.kind === 'layer' ? (BEFORE_LAYER.exec(gap.slice(-MOST_BEFORE))?.[0] ?? '') : '';
    return { ...one, before, between: gap.slice(0, gap.length - before.length), isAttached };
  });
  return placed.flatMap((one, at): NetworkEvent[] => {
    const next = placed.find((other, place) => place > at && !isSaidOf(other, one));
    const after = text.slice(
      one.end,
      next === undefined ? text.length : next.start - next.before.length,
    );
    const event = { ...one, after, from: one.start - one.before.length };
    return isReference(event, text) || isHeading(event) ? [] : [event];
  });
}

/** Where the brackets end that a block stands in; empty where it stands in none. */
function closeOf(text: string, from: number): readonly Found[] {
  const lead = /^\s*(?:of|:)?\s*(?=\()/.exec(text.slice(from, from + 8))?.[0];
  if (lead === undefined) return [];
  let depth = 0;
  for (let at = from + lead.length; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return [{ kind: 'close', name: '', start: at, end: at + 1 }];
  }
  return [];
}

/** An activation belongs to what is said of a layer, and `softmax` in `a dense layer with softmax`. */
function isSaidOf(other: Placed, { kind }: Placed): boolean {
  if (kind !== 'layer') return false;
  return other.kind === 'activation' || (other.kind === 'head' && other.isAttached);
}

/** `a separable convolution: a depthwise one, then ...` is named and then described. */
function isHeading({ kind, after }: NetworkEvent): boolean {
  return kind === 'layer' && after.trim() === ':';
}

function isReference({ kind, from, before, after }: NetworkEvent, text: string): boolean {
  if (/^ (?:is|are) not\b/.test(after)) return true;
  if (kind !== 'layer' && kind !== 'merge' && kind !== 'activation') return false;
  const lead = text.slice(Math.max(0, from - 40), from) + (/^(?:the|its) /.exec(before)?.[0] ?? '');
  return REFERENCE.test(lead) && !HAS_SIZE.test(after) && !/\d/.test(before);
}
