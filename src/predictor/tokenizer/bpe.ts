import { DLCodeGenError } from '../../core/index.ts';
import { toBytes, toByteText } from './byte-alphabet.ts';

/** Byte-level BPE as data; what `tokenizer.json` holds. */
export interface BpeModel {
  /** Token text in the byte alphabet, by id; special tokens as they are written. */
  readonly vocabulary: readonly string[];
  /** Pairs in the order in which they were learned, lower first. */
  readonly merges: readonly (readonly [string, string])[];
  /** Tokens that stand for no text and are found before anything else is split. */
  readonly specials: readonly string[];
  /** Parts a text into the words inside which pairs merge; matches must cover every text. */
  readonly pattern: string;
}

export interface Tokenizer {
  readonly model: BpeModel;
  /** Number of ids. */
  readonly size: number;
  /** Ids of a text; special tokens written in it become their ids. */
  encode(text: string): number[];
  /** Text of ids; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: readonly number[]): string;
  /** Id of a token as written in the vocabulary. Errors: BAD_INPUT where there is none. */
  idOf(token: string): number;
}

const MAX_CACHED_WORDS = 50_000;
const DECODER = new TextDecoder();

/** Reads and writes text with a byte-level BPE (GPT-2's algorithm). Paper: IV-E. */
export function createTokenizer(model: BpeModel): Tokenizer {
  const ids = new Map(model.vocabulary.map((token, id) => [token, id]));
  const ranks = new Map(model.merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  const specials = new Set(model.specials);
  const splitter = specialSplitter(model.specials);
  const pattern = new RegExp(model.pattern, 'gu');
  const cache = new Map<string, readonly number[]>();

  function idOf(token: string): number {
    const id = ids.get(token);
    if (id === undefined) throw new DLCodeGenError('BAD_INPUT', `the vocabulary has no ${token}`);
    return id;
  }

  function encodeWord(word: string): readonly number[] {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const result = mergePairs(Array.from(toByteText(word)), ranks).map(idOf);
    if (cache.size >= MAX_CACHED_WORDS) cache.clear();
    cache.set(word, result);
    return result;
  }

  return {
    model,
    size: model.vocabulary.length,
    idOf,
    encode(text) {
      const result: number[] = [];
      for (const part of text.split(splitter)) {
        if (specials.has(part)) result.push(idOf(part));
        else for (const [word] of part.matchAll(pattern)) result.push(...encodeWord(word));
      }
      return result;
    },
    decode(sequence) {
      let text = '';
      let bytes: number[] = [];
      const flush = (): void => {
        if (bytes.length > 0) text += DECODER.decode(Uint8Array.from(bytes));
        bytes = [];
      };
      for (const id of sequence) {
        const token = model.vocabulary[id] ?? '';
        if (specials.has(token)) {
          flush();
          text += token;
        } else bytes.push(...toBytes(token));
      }
      flush();
      return text;
    },
  };
}

/** Parts a text at its special tokens and keeps them; without any the text stays whole. */
export function specialSplitter(specials: readonly string[]): RegExp {
  const escaped = specials.map((token) => token.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`));
  return escaped.length === 0 ? /(?!)/ : new RegExp(`(${escaped.join('|')})`);
}

/** Merges the pair of lowest rank until none is left. */
function mergePairs(symbols: string[], ranks: ReadonlyMap<string, number>): string[] {
  while (symbols.length > 1) {
    let best = -1;
    let bestRank = Number.POSITIVE_INFINITY;
    for (let at = 0; at + 1 < symbols.length; at += 1) {
      const rank = ranks.get(`${symbols[at]} ${symbols[at + 1]}`);
      if (rank !== undefined && rank < bestRank) {
        best = at;
        bestRank = rank;
      }
    }
    if (best === -1) break;
    symbols.splice(best, 2, `${symbols[best]}${symbols[best + 1]}`);
  }
  return symbols;
}
