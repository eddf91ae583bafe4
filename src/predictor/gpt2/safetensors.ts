import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';

/** Element types that we read or write, by their name in the file, and bytes each. */
const WIDTHS = { F32: 4, F16: 2, BF16: 2, I8: 1 } as const;
export type StoredType = keyof typeof WIDTHS;

export interface StoredTensor {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const MAX_HEADER = 100_000_000;
const HEADER = z.record(
  z.string(),
  z.union([
    z.object({
      dtype: z.string(),
      shape: z.array(z.int().min(0)),
      data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
    }),
    z.record(z.string(), z.string()),
  ]),
);

/** Writes a safetensors file: whole or not at all, also when the power goes. */
export function writeTensors(
  file: string,
  tensors: Iterable<StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const list = [...tensors];
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  let offset = 0;
  for (const { name, type, shape, bytes } of list) {
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(32);
  padded.set(json);
  const length = new Uint8Array(BigUint64Array.of(BigInt(padded.length)).buffer);
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w');
  try {
    for (const part of [length, padded, ...list.map(({ bytes }) => bytes)]) writeAll(handle, part);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

/** Reads a safetensors file of float or int8 tensors. Errors: BAD_INPUT where it is none or is cut short. */
export function readTensors(file: string): TensorFile {
  const bytes = readFileSync(file);
  const bad = (what: string): DLCodeGenError =>
    new DLCodeGenError('BAD_INPUT', `${file} is no safetensors file: ${what}`);
  if (bytes.length < 8) throw bad('it is too short');
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > MAX_HEADER || 8 + length > bytes.length) throw bad('its header is cut short');
  const parsed = HEADER.safeParse(parseJson(bytes.toString('utf8', 8, 8 + length)));
  if (!parsed.success) throw bad('its header does not describe tensors');
  const tensors = new Map<string, StoredTensor>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(parsed.data)) {
    if (name === '__metadata__') metadata = entry as Record<string, string>;
    else {
      const {
        dtype,
        shape,
        data_offsets: place,
      } = entry as {
        dtype: string;
        shape: number[];
        data_offsets: [number, number];
      };
      if (!isStoredType(dtype)) continue;
      const size = shape.reduce((product, side) => product * side, 1) * WIDTHS[dtype];
      const [start, end] = place;
      if (end - start !== size || 8 + length + end > bytes.length)
        throw bad(`${name} is cut short`);
      const data = Uint8Array.from(bytes.subarray(8 + length + start, 8 + length + end));
      tensors.set(name, { name, type: dtype, shape, bytes: data });
    }
  }
  return { metadata, tensors };
}

function isStoredType(type: string): type is StoredType {
  return Object.hasOwn(WIDTHS, type);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(handle, bytes, written, bytes.length - written);
  }
}
