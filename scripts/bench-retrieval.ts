/**
 * Measures retrieval: query time on 3,300 plans beside a naive implementation in the same run, and indexing, saving
 * and loading many documents. Usage: npm run bench:retrieval -- [DOCUMENTS, default 1000000]
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom } from '../src/core/random.ts';
import {
  buildIndex,
  readIndex,
  searchIndex,
  tokenize,
  writeIndex,
} from '../src/retrieval/index.ts';

const PLANS = 3300;
const QUERIES = 200;
const NAIVE_QUERIES = 20;
const documentCount = Number(process.argv[2] ?? 1_000_000);

const LAYERS = [
  'Conv2D',
  'Dense',
  'LSTM',
  'Dropout',
  'MaxPooling2D',
  'Embedding',
  'Flatten',
  'GRU',
  'BatchNormalization',
];
const random = createRandom(1);
const pick = (count: number): number => Math.floor(random() * count);
/** Few words are common and many are rare, as in real text. */
const word = (): string => `word${Math.floor(20_000 * random() ** 6)}`;

/** A text like a plan: about 40 words of prose and 8 layers. */
function makeText(): string {
  const prose = Array.from({ length: 40 }, word).join(' ');
  const layers = Array.from(
    { length: 8 },
    () => `${LAYERS[pick(LAYERS.length)]}(${2 ** pick(9)}, activation='relu')`,
  );
  return `${prose}\n${layers.join('\n')}\nadam categorical_crossentropy 0.001 32 accuracy`;
}

function* makeDocuments(count: number): Generator<{ id: string; terms: string[] }> {
  for (let at = 0; at < count; at += 1) yield { id: `plan-${at}`, terms: tokenize(makeText()) };
}

/** BM25 as it is usually written: a map of counts per document, the formula for every word of the query. */
function makeNaive(texts: readonly string[]): (query: string) => number[] {
  const counts = texts.map((text) => {
    const count = new Map<string, number>();
    for (const term of tokenize(text)) count.set(term, (count.get(term) ?? 0) + 1);
    return count;
  });
  const lengths = texts.map((text) => tokenize(text).length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const having = new Map<string, number>();
  for (const count of counts)
    for (const term of count.keys()) having.set(term, (having.get(term) ?? 0) + 1);
  return (query) => {
    const scores = counts.map((count, at) =>
      tokenize(query).reduce((sum, term) => {
        const frequency = count.get(term) ?? 0;
        const documents = having.get(term) ?? 0;
        const idf = Math.log((counts.length - documents + 0.5) / (documents + 0.5));
        return (
          sum +
          (idf * frequency * 2.5) / (frequency + 1.5 * (0.25 + (0.75 * (lengths[at] ?? 0)) / mean))
        );
      }, 0),
    );
    return scores
      .map((_, at) => at)
      .sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0))
      .slice(0, 10);
  };
}

function milliseconds(action: () => unknown, times: number): number {
  const start = performance.now();
  for (let time = 0; time < times; time += 1) action();
  return (performance.now() - start) / times;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
const seconds = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;

const texts = Array.from({ length: PLANS }, makeText);
const small = buildIndex(texts.map((text, at) => ({ id: String(at), terms: tokenize(text) })));
const naive = makeNaive(texts);
const query = (): string => texts[pick(PLANS)] ?? '';
milliseconds(() => searchIndex(small, tokenize(query()), 10), QUERIES);
const ours = milliseconds(() => searchIndex(small, tokenize(query()), 10), QUERIES);
const plain = milliseconds(() => naive(query()), NAIVE_QUERIES);
console.log(`query, ${PLANS} plans, whole plan as query, 10 nearest: ${ours.toFixed(3)} ms`);
console.log(`the same, naive: ${plain.toFixed(1)} ms, ${(plain / ours).toFixed(0)} times as long`);

const making = performance.now();
for (const { terms } of makeDocuments(documentCount))
  if (terms.length === 0) throw new Error('empty');
console.log(`making and cutting ${documentCount} texts alone: ${seconds(making)}`);
const indexing = performance.now();
const large = buildIndex(makeDocuments(documentCount));
console.log(`making, cutting and indexing them: ${seconds(indexing)}`);
console.log(
  `  ${large.documents.length} postings of ${large.terms.length} terms; peak memory ${mebibytes(process.resourceUsage().maxRSS * 1024)}`,
);
const big = milliseconds(() => searchIndex(large, tokenize(query()), 10), 5);
console.log(`query over all of them: ${big.toFixed(0)} ms`);
const folder = await mkdtemp(path.join(tmpdir(), 'bench-retrieval-'));
try {
  const file = path.join(folder, 'index.bin');
  const writing = performance.now();
  await writeIndex(large, file);
  console.log(`written in ${seconds(writing)}: ${mebibytes((await stat(file)).size)}`);
  const reading = performance.now();
  const again = await readIndex(file);
  console.log(`read in ${seconds(reading)}: ${again.ids.length} documents`);
} finally {
  await rm(folder, { recursive: true });
}
