import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import { BUCKETS } from '../memory/features.ts';
import type { ClassifiedField, FieldClassifiers } from './fields.ts';
import { weightAt, type LinearClassifier } from './linear.ts';

const HEADER = 'plan-classifiers.json';
const WEIGHTS = 'plan-classifiers.bin';
const LEVELS = 127;

interface HeaderField {
  readonly field: ClassifiedField;
  readonly labels: readonly string[];
  readonly biases: readonly number[];
  /** Weight of one level, label by label. */
  readonly scales: readonly number[];
}

/** Writes the classifiers with a byte a weight: names as JSON, buckets and levels as bytes. */
export function writeClassifiers(folder: string, classifiers: FieldClassifiers): void {
  const fields = Object.entries(classifiers) as [ClassifiedField, LinearClassifier][];
  const rows = fields[0]?.[1].rows ?? new Int32Array(BUCKETS).fill(-1);
  const buckets = Uint16Array.from([...rows].flatMap((row, bucket) => (row >= 0 ? [bucket] : [])));
  const header = fields.map(([field, classifier]): HeaderField => ({
    field,
    labels: classifier.labels,
    biases: [...classifier.biases].map((bias) => Number(bias.toPrecision(6))),
    scales: classifier.labels.map((_, label) => {
      let most = 1e-9;
      for (let at = label; at < classifier.weights.length; at += classifier.labels.length) {
        most = Math.max(most, Math.abs(weightAt(classifier, at)));
      }
      return Number((most / LEVELS).toPrecision(6));
    }),
  }));
  const levels = fields.map(([, classifier], at) =>
    Int8Array.from(classifier.weights, (_, place) =>
      Math.round(
        weightAt(classifier, place) / (header[at]?.scales[place % classifier.labels.length] ?? 1),
      ),
    ),
  );
  writeFileSync(
    path.join(folder, HEADER),
    `${JSON.stringify({ buckets: buckets.length, fields: header })}\n`,
  );
  writeFileSync(
    path.join(folder, WEIGHTS),
    Buffer.concat([
      Buffer.from(buckets.buffer),
      ...levels.map(({ buffer }) => Buffer.from(buffer)),
    ]),
  );
}

/** Reads what `writeClassifiers` wrote. Errors: ENVIRONMENT where a file is absent or of another length. */
export function readClassifiers(folder: string): FieldClassifiers {
  const header = readHeader(folder);
  const bytes = read(folder, WEIGHTS);
  const perBucket = header.fields.reduce((sum, { labels }) => sum + labels.length, 2);
  if (bytes.length !== header.buckets * perBucket) throw damaged(folder);
  const rows = new Int32Array(BUCKETS).fill(-1);
  for (let row = 0; row < header.buckets; row += 1) rows[bytes.readUInt16LE(row * 2)] = row;
  let start = header.buckets * 2;
  const classifiers = header.fields.map(({ field, labels, biases, scales }) => {
    const size = header.buckets * labels.length;
    const levels = new Int8Array(bytes.buffer, bytes.byteOffset + start, size);
    start += size;
    const read = { labels, rows, weights: levels, scales, biases: Float32Array.from(biases) };
    return [field, read] as const;
  });
  return Object.fromEntries(classifiers);
}

const CLASSIFIERS = z.object({
  buckets: z.int().min(0).max(BUCKETS),
  fields: z.array(
    z.object({
      field: z.string(),
      labels: z.array(z.string()),
      biases: z.array(z.number()),
      scales: z.array(z.number()),
    }),
  ),
});

function readHeader(folder: string): z.infer<typeof CLASSIFIERS> {
  const text = read(folder, HEADER).toString('utf8');
  try {
    return CLASSIFIERS.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(folder, cause);
  }
}

function damaged(folder: string, cause?: unknown): DLCodeGenError {
  return new DLCodeGenError('ENVIRONMENT', `The plan classifiers in ${folder} are damaged.`, {
    cause,
  });
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(path.join(folder, name));
  } catch (cause) {
    throw new DLCodeGenError('ENVIRONMENT', `The plan classifiers in ${folder} cannot be read.`, {
      cause,
    });
  }
}
