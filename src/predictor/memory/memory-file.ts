import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../../core/index.ts';
import { createMemory } from './plan-memory.ts';
import type { MemoryEntry, MemoryPlan, PlanMemory } from './plan-memory.ts';
import { INPUT_TEMPLATES, OUTPUT_TEMPLATES } from './text-template-table.ts';

const FACTS = 'plan-memory.json';
const TERMS = 'plan-memory.bin';
/** Rises with every change of form, so that an old file is refused, not misread. */
const VERSION = 1;

interface FactsFile {
  readonly version: number;
  /** Every layer and name once; plans point at them by number, -1 for none. */
  readonly texts: readonly string[];
  readonly plans: readonly FactsRow[];
}

/** style, category, optimizer, loss, metric, learning rate, batch size, epochs, side, classes, layers. */
type FactsRow = readonly [
  0 | 1,
  number,
  number,
  number,
  number,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  readonly number[],
];

/** Writes the memory as two files: facts as JSON, hashed terms and sentence scores as bytes. */
export function writeMemory(folder: string, entries: readonly MemoryEntry[]): void {
  const numbers = new Map<string, number>();
  const numberOf = (text: string | null): number => {
    if (text === null) return -1;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const plans = entries.map(({ plan }): FactsRow => [
    plan.style === 'words' ? 0 : 1,
    numberOf(plan.category),
    numberOf(plan.optimizer),
    numberOf(plan.loss),
    numberOf(plan.metric),
    plan.learningRate,
    plan.batchSize,
    plan.epochs,
    plan.side,
    plan.classes,
    plan.layers.map(numberOf),
  ]);
  const facts: FactsFile = { version: VERSION, texts: [...numbers.keys()], plans };
  writeFileSync(path.join(folder, FACTS), `${JSON.stringify(facts)}\n`);
  const parts = [
    Uint16Array.from(entries, ({ terms }) => terms.buckets.length),
    ...entries.map(({ terms }) => terms.buckets),
    ...entries.map(({ terms }) => Uint8Array.from(terms.weights, countOf)),
    ...entries.map(({ inputScores }) => inputScores),
    ...entries.map(({ outputScores }) => outputScores),
  ];
  writeFileSync(
    path.join(folder, TERMS),
    Buffer.concat(
      parts.map(({ buffer, byteOffset, byteLength }) =>
        Buffer.from(buffer, byteOffset, byteLength),
      ),
    ),
  );
}

/** Reads what `writeMemory` wrote. Errors: ENVIRONMENT where a file is absent or of another form. */
export function readMemory(folder: string): PlanMemory {
  const { texts, plans } = readFacts(path.join(folder, FACTS));
  const file = readBytes(path.join(folder, TERMS));
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
  if (bytes.length < plans.length * 2) throw damaged(folder);
  const lengths = takeNumbers(bytes, 0, plans.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const counts = (plans.length + total) * 2;
  const inputs = counts + total;
  const outputs = inputs + plans.length * INPUT_TEMPLATES.length;
  if (bytes.length !== outputs + plans.length * OUTPUT_TEMPLATES.length) throw damaged(folder);
  const buckets = takeNumbers(bytes, plans.length * 2, total);
  const weights = weightsOf(bytes.subarray(counts, counts + total));
  let start = 0;
  const entries = plans.map((row, at): MemoryEntry => {
    const length = lengths[at] ?? 0;
    const entry = {
      plan: planOf(row, texts),
      terms: {
        buckets: buckets.subarray(start, start + length),
        weights: weights.subarray(start, start + length),
      },
      inputScores: take(bytes, inputs, at, INPUT_TEMPLATES.length),
      outputScores: take(bytes, outputs, at, OUTPUT_TEMPLATES.length),
    };
    start += length;
    return entry;
  });
  return createMemory(entries);
}

function planOf(row: FactsRow, texts: readonly string[]): MemoryPlan {
  const [
    style,
    category,
    optimizer,
    loss,
    metric,
    learningRate,
    batchSize,
    epochs,
    side,
    classes,
    layers,
  ] = row;
  const text = (number: number): string | null => texts[number] ?? null;
  return {
    style: style === 0 ? 'words' : 'code',
    category: text(category),
    optimizer: text(optimizer),
    loss: text(loss),
    metric: text(metric),
    learningRate,
    batchSize,
    epochs,
    side,
    classes,
    layers: layers.flatMap((number) => texts[number] ?? []),
  };
}

const WEIGHT_OF_COUNT = Float32Array.from({ length: 256 }, (_, count) => 1 + Math.log(count));

function weightsOf(counts: Uint8Array): Float32Array {
  const weights = new Float32Array(counts.length);
  for (let at = 0; at < counts.length; at += 1) weights[at] = WEIGHT_OF_COUNT[counts[at]!]!;
  return weights;
}

/** Term counts are few: one byte holds them. */
function countOf(weight: number): number {
  return Math.min(255, Math.round(Math.exp(weight - 1)));
}

function take(bytes: Uint8Array, start: number, at: number, width: number): Uint8Array {
  return bytes.subarray(start + at * width, start + (at + 1) * width);
}

function takeNumbers(bytes: Uint8Array, start: number, count: number): Uint16Array {
  const numbers = new Uint16Array(count);
  for (let at = 0; at < count; at += 1) {
    const place = start + at * 2;
    numbers[at] = bytes[place]! | (bytes[place + 1]! << 8);
  }
  return numbers;
}

function readFacts(file: string): FactsFile {
  const facts = parseJson(readBytes(file).toString('utf8')) as Partial<FactsFile> | null;
  const { version, texts, plans } = facts ?? {};
  const isWhole =
    version === VERSION &&
    Array.isArray(texts) &&
    Array.isArray(plans) &&
    plans.every((row) => Array.isArray(row) && Array.isArray(row[LAYERS_AT]));
  if (!isWhole) throw damaged(file);
  return { version, texts, plans };
}

/** Where a row of facts has its layers. */
const LAYERS_AT = 10;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new DLCodeGenError('ENVIRONMENT', `The plan memory ${file} cannot be read.`, { cause });
  }
}

function damaged(file: string): DLCodeGenError {
  return new DLCodeGenError(
    'ENVIRONMENT',
    `The plan memory ${file} is of another form; make it again with npm run make:memory.`,
  );
}
