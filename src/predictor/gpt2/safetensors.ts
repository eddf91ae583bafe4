import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { DLCodeGenError, ownTable } from '../../core/index.ts';

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
const HEADER = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().min(0)),
    data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
  }),
);

/**
 * Writes a safetensors file: whole or not at all, also when the power goes. Each tensor's bytes are asked for once, in
 * order, so that a getter can make them one by one.
 */
export function writeTensors(
  file: string,
  tensors: Iterable<StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const list = [...tensors];
  const header: Record<string, unknown> = ownTable({ __metadata__: { format: 'pt', ...metadata } });
  let offset = 0;
  for (const { name, type, shape } of list) {
    const end = offset + byteLength(type, shape);
    header[name] = { dtype: type, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(32);
  padded.set(json);
  const length = new Uint8Array(BigUint64Array.of(BigInt(padded.length)).buffer);
  const fresh = `${file}.new`;
  try {
    const handle = openSync(fresh, 'w');
    try {
      writeAll(handle, length);
      writeAll(handle, padded);
      for (const tensor of list) writeAll(handle, tensor.bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  renameSync(fresh, file);
}

/** Where a tensor's bytes stand in its file. */
export interface TensorPlace {
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
}

export interface TensorIndex {
  readonly file: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors of other element types than ours are not listed. */
  readonly places: ReadonlyMap<string, TensorPlace>;
}

/** Reads only the header of a safetensors file. Errors: BAD_INPUT where it is none or is cut short. */
export function readTensorIndex(file: string): TensorIndex {
  const bad = (what: string): DLCodeGenError =>
    new DLCodeGenError('BAD_INPUT', `${file} is no safetensors file: ${what}`);
  return withFile(file, (handle) => {
    const { size } = fstatSync(handle);
    if (size < 8) throw bad('it is too short');
    const length = Number(Buffer.from(readRange(handle, 0, 8)).readBigUInt64LE(0));
    if (length > MAX_HEADER || 8 + length > size) throw bad('its header is cut short');
    const header = new TextDecoder().decode(readRange(handle, 8, length));
    const parsed = HEADER.safeParse(parseJson(header));
    if (!parsed.success) throw bad('its header does not describe tensors');
    const places = new Map<string, TensorPlace>();
    const { __metadata__: metadata = {}, ...entries } = parsed.data;
    for (const [name, { dtype: type, shape, data_offsets: offsets }] of Object.entries(entries)) {
      const [start, end] = offsets;
      if (!isStoredType(type)) continue;
      const isWhole = end - start === byteLength(type, shape) && 8 + length + end <= size;
      if (!isWhole) throw bad(`${name} is cut short`);
      places.set(name, { type, shape, offset: 8 + length + start, length: end - start });
    }
    return { file, metadata, places };
  });
}

/** Reads one tensor; errors: BAD_INPUT where the file has none of that name. */
export function readTensor(
  index: TensorIndex,
  name: string,
): StoredTensor & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const place = index.places.get(name);
  if (place === undefined) {
    throw new DLCodeGenError('BAD_INPUT', `${index.file} has no tensor ${name}`);
  }
  const { type, shape, offset, length } = place;
  const bytes = withFile(index.file, (handle) => readRange(handle, offset, length));
  return { name, type, shape, bytes };
}

/** Reads a safetensors file of float or int8 tensors. Errors: BAD_INPUT where it is none or is cut short. */
export function readTensors(file: string): TensorFile {
  const index = readTensorIndex(file);
  const tensors = new Map(
    [...index.places.keys()].map((name) => [name, readTensor(index, name)] as const),
  );
  return { metadata: index.metadata, tensors };
}

function byteLength(type: StoredType, shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1) * WIDTHS[type];
}

function withFile<T>(file: string, action: (handle: number) => T): T {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${file}`, { cause });
  }
  try {
    return action(handle);
  } finally {
    closeSync(handle);
  }
}

function readRange(handle: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const read = readSync(handle, bytes, done, Math.min(length - done, 2 ** 30), offset + done);
    if (read === 0)
      throw new DLCodeGenError('BAD_INPUT', 'a file became shorter while it was read');
    done += read;
  }
  return bytes;
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
