import { DLCodeGenError } from '../core/errors.ts';
import { GrowingNumbers } from './growing-numbers.ts';

/** A BM25 formula as a value; `k1` and `b` as in Robertson et al., `epsilon` only where `idf` can be negative. */
export interface Bm25Variant {
  readonly id: 'okapi' | 'lucene';
  readonly k1: number;
  readonly b: number;
  /** Share of the mean idf that replaces a negative one; 0 leaves idf as it is. */
  readonly epsilon: number;
}

/**
 * okapi: idf = ln(N - df + 0.5) - ln(df + 0.5), negative ones replaced; term weight tf (k1 + 1) / (tf + K).
 * lucene: idf = ln(1 + (N - df + 0.5) / (df + 0.5)), never negative; term weight tf / (tf + K).
 * K = k1 (1 - b + b length / mean length).
 */
export const BM25_VARIANTS = {
  okapi: { id: 'okapi', k1: 1.5, b: 0.75, epsilon: 0.25 },
  lucene: { id: 'lucene', k1: 1.5, b: 0.75, epsilon: 0 },
} as const satisfies Record<string, Bm25Variant>;

export interface Bm25Document {
  readonly id: string;
  readonly terms: Iterable<string>;
}

/** What is saved: postings of term t are `documents[starts[t]..starts[t + 1])`, in document order. */
export interface Bm25Postings {
  readonly ids: readonly string[];
  readonly terms: readonly string[];
  readonly lengths: Uint32Array;
  readonly starts: Uint32Array;
  readonly documents: Uint32Array;
  /** Occurrences of the term in the document; more than 65,535 count as that. */
  readonly frequencies: Uint16Array;
}

/** The index in memory; make it with `buildIndex` or `readIndex`. */
export interface Bm25Index extends Bm25Postings {
  readonly variant: Bm25Variant;
  readonly termNumbers: ReadonlyMap<string, number>;
  readonly idf: Float64Array;
  /** K of each document. */
  readonly norms: Float64Array;
  /** Weight of a term that stands once in the document: the common case, without a division. */
  readonly weights: Float64Array;
  /** Place of each document when ids are sorted by code unit; decides ties. */
  readonly places: Uint32Array;
}

export interface Hit {
  readonly id: string;
  /** Position in the order the documents were given. */
  readonly position: number;
  readonly score: number;
}

const MOST_FREQUENCY = 0xffff;

/**
 * Indexes documents for BM25. One pass over the terms, postings in typed arrays.
 *
 * Paper: III-C, Code RAG, second stage. Errors: BAD_INPUT on a repeated id.
 */
export function buildIndex(
  documents: Iterable<Bm25Document>,
  variant: Bm25Variant = BM25_VARIANTS.okapi,
): Bm25Index {
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  const counts = new GrowingNumbers(Uint32Array);
  const lastSeen = new GrowingNumbers(Uint32Array);
  const lengths = new GrowingNumbers(Uint32Array);
  const ends = new GrowingNumbers(Uint32Array);
  const words = new GrowingNumbers(Uint32Array);
  const frequencies = new GrowingNumbers(Uint16Array);
  for (const { id, terms } of documents) {
    const first = words.length;
    let length = 0;
    for (const term of terms) {
      length += 1;
      let number = numbers.get(term);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(ownCopy(term), number);
        counts.push(0);
        lastSeen.push(0);
      }
      const seen = lastSeen.at(number);
      if (seen > first) {
        frequencies.set(seen - 1, Math.min(frequencies.at(seen - 1) + 1, MOST_FREQUENCY));
      } else {
        words.push(number);
        frequencies.push(1);
        lastSeen.set(number, words.length);
        counts.set(number, counts.at(number) + 1);
      }
    }
    ids.push(id);
    lengths.push(length);
    ends.push(words.length);
  }
  return withWeights(
    {
      ids,
      terms: [...numbers.keys()],
      lengths: lengths.toArray(),
      ...invert(counts, ends, words, frequencies),
    },
    variant,
  );
}

/** Turns words by document into documents by word (a counting sort, so documents stay in order). */
function invert(
  counts: GrowingNumbers,
  ends: GrowingNumbers,
  words: GrowingNumbers,
  frequencies: GrowingNumbers,
): Pick<Bm25Postings, 'starts' | 'documents' | 'frequencies'> {
  const starts = new Uint32Array(counts.length + 1);
  for (let term = 0; term < counts.length; term += 1) {
    starts[term + 1] = (starts[term] ?? 0) + counts.at(term);
  }
  const next = starts.slice();
  const documents = new Uint32Array(words.length);
  const sorted = new Uint16Array(words.length);
  let at = 0;
  for (let document = 0; document < ends.length; document += 1) {
    for (const end = ends.at(document); at < end; at += 1) {
      const term = words.at(at);
      const place = next[term] ?? 0;
      documents[place] = document;
      sorted[place] = frequencies.at(at);
      next[term] = place + 1;
    }
    words.forget(at);
    frequencies.forget(at);
  }
  return { starts, documents, frequencies: sorted };
}

/** Adds what is computed from the postings; needs no text. */
export function withWeights(postings: Bm25Postings, variant: Bm25Variant): Bm25Index {
  const { ids, terms, lengths } = postings;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const meanLength = ids.length === 0 ? 0 : total / ids.length;
  const norms = new Float64Array(ids.length);
  const weights = new Float64Array(ids.length);
  const { k1, b } = variant;
  for (const [document, length] of lengths.entries()) {
    const share = meanLength === 0 ? 0 : length / meanLength;
    const norm = k1 * (1 - b + b * share);
    norms[document] = norm;
    weights[document] = termWeight(variant, 1, norm);
  }
  const order = [...ids.keys()].sort((left, right) => compareIds(ids[left], ids[right]));
  const places = new Uint32Array(ids.length);
  order.forEach((document, place) => {
    if (place > 0 && ids[document] === ids[order[place - 1] ?? -1]) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `The id "${ids[document]}" stands twice among the documents.`,
      );
    }
    places[document] = place;
  });
  const termNumbers = new Map(terms.map((term, number) => [term, number]));
  return {
    ...postings,
    variant,
    termNumbers,
    idf: inverseFrequencies(postings, variant),
    norms,
    weights,
    places,
  };
}

function inverseFrequencies(
  { ids, terms, starts }: Bm25Postings,
  variant: Bm25Variant,
): Float64Array {
  const idf = new Float64Array(terms.length);
  let sum = 0;
  for (let term = 0; term < terms.length; term += 1) {
    const having = (starts[term + 1] ?? 0) - (starts[term] ?? 0);
    const without = ids.length - having + 0.5;
    const value =
      variant.id === 'lucene'
        ? Math.log(1 + without / (having + 0.5))
        : Math.log(without) - Math.log(having + 0.5);
    idf[term] = value;
    sum += value;
  }
  if (variant.epsilon === 0) return idf;
  const least = variant.epsilon * (sum / Math.max(terms.length, 1));
  return idf.map((value) => (value < 0 ? least : value));
}

function termWeight({ id, k1 }: Bm25Variant, frequency: number, norm: number): number {
  return id === 'lucene'
    ? frequency / (frequency + norm)
    : (frequency * (k1 + 1)) / (frequency + norm);
}

/**
 * Scores every document against a query; a term that stands twice in the query counts twice.
 *
 * Shapes: query [q terms]; returns [n documents], in the order given to `buildIndex`. Units: unbounded, higher is nearer.
 */
export function scoreQuery(index: Bm25Index, query: Iterable<string>): Float64Array {
  const { idf, norms, weights, starts, documents, frequencies, variant } = index;
  const scores = new Float64Array(index.ids.length);
  const repeats = new Map<number, number>();
  for (const term of query) {
    const number = index.termNumbers.get(term);
    if (number !== undefined) repeats.set(number, (repeats.get(number) ?? 0) + 1);
  }
  for (const [term, repeat] of repeats) {
    const factor = (idf[term] ?? 0) * repeat;
    const end = starts[term + 1] ?? 0;
    for (let at = starts[term] ?? 0; at < end; at += 1) {
      const document = documents[at] ?? 0;
      const frequency = frequencies[at] ?? 0;
      const weight =
        frequency === 1
          ? (weights[document] ?? 0)
          : termWeight(variant, frequency, norms[document] ?? 0);
      scores[document] = (scores[document] ?? 0) + factor * weight;
    }
  }
  return scores;
}

/**
 * The `limit` nearest documents, nearest first.
 * Departs from the paper: documents of the same score come in the order of their ids.
 */
export function searchIndex(index: Bm25Index, query: Iterable<string>, limit: number): Hit[] {
  const scores = scoreQuery(index, query);
  const nearer = (left: number, right: number): number =>
    (scores[right] ?? 0) - (scores[left] ?? 0) ||
    (index.places[left] ?? 0) - (index.places[right] ?? 0);
  return nearest(scores.length, limit, nearer).map((position) => ({
    id: index.ids[position] ?? '',
    position,
    score: scores[position] ?? 0,
  }));
}

/** The first `limit` of 0..count-1 in the given order, without sorting all: kept sorted, most items are refused at once. */
function nearest(
  count: number,
  limit: number,
  order: (left: number, right: number) => number,
): number[] {
  if (limit >= count / 4)
    return Array.from({ length: count }, (_, at) => at)
      .sort(order)
      .slice(0, limit);
  const kept: number[] = [];
  for (let item = 0; item < count; item += 1) {
    const last = kept.at(-1);
    if (kept.length >= limit && (last === undefined || order(item, last) >= 0)) continue;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(kept[middle] ?? 0, item) <= 0) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, item);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}

/** Ids are compared by code unit, so that the order is the same in every locale. */
export function compareIds(left = '', right = ''): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A slice keeps its whole document alive; the dictionary must not. */
function ownCopy(term: string): string {
  return Buffer.from(term).toString();
}
