import { BYTE_ALPHABET, toByteText } from './byte-alphabet.ts';
import { specialSplitter, type BpeModel } from './bpe.ts';

/**
 * Words inside which pairs merge. Layer calls are kept in few pieces (`Conv2D(`, `, activation='`), a decimal
 * number is one piece, and in prose a word never merges with its punctuation. Covers every text.
 */
export const PLAN_PATTERN = [
  String.raw`\)*[, ]*[A-Za-z_]+=['"(\[]*`,
  String.raw` ?\p{L}[\p{L}\p{N}_]*\(?`,
  String.raw` ?\p{N}+(?:\.\p{N}+)?`,
  String.raw`, \(+`,
  String.raw` ?[^\s\p{L}\p{N}]+`,
  String.raw`\s+`,
].join('|');

/** GPT-2's own splitting of a text. */
export const GPT2_PATTERN = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

interface Word {
  symbols: string[];
  readonly count: number;
}

/**
 * Learns a byte-level BPE: merges the most frequent pair (ties: the lower in code-unit order) until the
 * vocabulary has `size` tokens or no pair occurs `minimum` times. Special tokens come first, then the bytes.
 */
export function trainBpe(
  texts: Iterable<string>,
  options: {
    readonly size: number;
    readonly specials: readonly string[];
    readonly pattern: string;
    readonly minimum: number;
  },
): BpeModel {
  const words = countWords(texts, options.pattern, options.specials);
  const vocabulary = [...options.specials, ...BYTE_ALPHABET];
  const known = new Set(vocabulary);
  const merges: [string, string][] = [];
  const counts = new Map<string, number>();
  const places = new Map<string, Set<Word>>();
  for (const word of words) addPairs(word, counts, places, 1);
  while (vocabulary.length < options.size) {
    const best = mostFrequent(counts);
    if (best === null || (counts.get(best) ?? 0) < options.minimum) break;
    const [left = '', right = ''] = best.split(' ');
    merges.push([left, right]);
    if (!known.has(left + right)) vocabulary.push(left + right);
    known.add(left + right);
    for (const word of Array.from(places.get(best) ?? [])) {
      addPairs(word, counts, places, -1);
      word.symbols = mergeAll(word.symbols, left, right);
      addPairs(word, counts, places, 1);
    }
  }
  return { vocabulary, merges, specials: options.specials, pattern: options.pattern };
}

function countWords(texts: Iterable<string>, pattern: string, specials: readonly string[]): Word[] {
  const splitter = specialSplitter(specials);
  const known = new Set(specials);
  const words = new Map<string, number>();
  for (const text of texts) {
    for (const part of text.split(splitter)) {
      if (known.has(part)) continue;
      for (const [word] of part.matchAll(new RegExp(pattern, 'gu'))) {
        words.set(word, (words.get(word) ?? 0) + 1);
      }
    }
  }
  return [...words].map(([word, count]) => ({ symbols: Array.from(toByteText(word)), count }));
}

function addPairs(
  word: Word,
  counts: Map<string, number>,
  places: Map<string, Set<Word>>,
  sign: 1 | -1,
): void {
  for (let at = 0; at + 1 < word.symbols.length; at += 1) {
    const pair = `${word.symbols[at]} ${word.symbols[at + 1]}`;
    const count = (counts.get(pair) ?? 0) + sign * word.count;
    if (count > 0) counts.set(pair, count);
    else counts.delete(pair);
    if (sign === -1) places.get(pair)?.delete(word);
    else if (places.get(pair)?.add(word) === undefined) places.set(pair, new Set([word]));
  }
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  let most = 0;
  for (const [pair, count] of counts) {
    if (count > most || (count === most && best !== null && pair < best)) {
      best = pair;
      most = count;
    }
  }
  return best;
}

function mergeAll(symbols: readonly string[], left: string, right: string): string[] {
  const merged: string[] = [];
  for (let at = 0; at < symbols.length; at += 1) {
    const isPair = symbols[at] === left && symbols[at + 1] === right;
    merged.push(isPair ? left + right : (symbols[at] ?? ''));
    if (isPair) at += 1;
  }
  return merged;
}
