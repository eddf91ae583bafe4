import { open } from 'node:fs/promises';
import { inflateRawSync, constants } from 'node:zlib';
import { DLCodeGenError, ownTable } from '../core/index.ts';

/** An array as its header tells it. */
export interface ArrayHeader {
  /** Letter and bytes, e.g. `f4`, `i8`, `u1`, `b1`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly offset: number;
}

/** A named array; `read` decodes its numbers, at most `limit` bytes. */
export interface ArrayEntry {
  readonly name: string;
  readonly header: ArrayHeader;
  readonly read: (limit: number) => Promise<Float64Array | null>;
}

const HEADER_BYTES = 64 * 1024;
const MOST_ENTRIES = 1000;
const MOST_DIRECTORY = 4 * 1024 * 1024;

/** Arrays of a `.npy` or `.npz` file, headers only. Errors: BAD_DATA (damaged, objects, pickles). */
export async function readArrays(file: string, shown: string): Promise<readonly ArrayEntry[]> {
  const start = await readBytes(file, 0, HEADER_BYTES);
  if (start.subarray(0, 2).toString('latin1') === 'PK') return readArchive(file, shown);
  const header = parseHeader(start, shown);
  const size = arrayBytes(header);
  return [
    {
      name: '',
      header,
      read: async (limit) =>
        size > limit ? null : decodeArray(await readBytes(file, header.offset, size), header),
    },
  ];
}

function damaged(shown: string, what: string): DLCodeGenError {
  return new DLCodeGenError('BAD_DATA', `${shown} is no readable NumPy array: ${what}.`);
}

export function parseHeader(bytes: Buffer, shown: string): ArrayHeader {
  if (bytes.length < 12 || bytes.subarray(0, 6).toString('latin1') !== '\x93NUMPY')
    throw damaged(shown, 'it does not start like one');
  const long = (bytes[6] ?? 1) >= 2;
  const length = long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const begin = long ? 12 : 10;
  if (length > HEADER_BYTES - begin || begin + length > bytes.length)
    throw damaged(shown, 'its header is cut or too long');
  const text = bytes.subarray(begin, begin + length).toString('latin1');
  const type = /'descr':\s*'([<>|=]?)(\w+)'/.exec(text);
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text);
  if (type?.[2]?.startsWith('O') === true)
    throw damaged(
      shown,
      'it holds Python objects (a pickle), which are never loaded; save plain numbers',
    );
  if (type === null || shape === null) throw damaged(shown, 'its type or shape is not plain');
  if (type[1] === '>') throw damaged(shown, 'its numbers are big-endian');
  const sizes = (shape[1] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const letters = type[2] ?? '';
  const dimensions = sizes.map((part) => Number.parseInt(part, 10));
  const numbers = [...dimensions, dimensions.reduce((product, size) => product * size, 1)];
  if (!/^[A-Za-z]\d{0,6}$/.test(letters) || !numbers.every(Number.isSafeInteger))
    throw damaged(shown, 'its type or shape is not plain');
  return {
    type: letters,
    shape: dimensions,
    fortran: /'fortran_order':\s*True/.test(text),
    offset: begin + length,
  };
}

function arrayBytes({ type, shape }: ArrayHeader): number {
  return shape.reduce((product, size) => product * size, 1) * Number(type.slice(1));
}

type Reader = (view: DataView, offset: number) => number;

const READERS: Readonly<Record<string, Reader>> = ownTable({
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at) => view.getUint16(at, true),
  i2: (view, at) => view.getInt16(at, true),
  u4: (view, at) => view.getUint32(at, true),
  i4: (view, at) => view.getInt32(at, true),
  u8: (view, at) => Number(view.getBigUint64(at, true)),
  i8: (view, at) => Number(view.getBigInt64(at, true)),
  f4: (view, at) => view.getFloat32(at, true),
  f8: (view, at) => view.getFloat64(at, true),
});

/** Numbers in the order they lie; null for types without a reader (text, complex). */
function decodeArray(bytes: Buffer, { type }: ArrayHeader): Float64Array | null {
  const read = READERS[type];
  if (read === undefined) return null;
  const width = Number(type.slice(1));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: Math.floor(bytes.length / width) }, (_, index) =>
    read(view, index * width),
  );
}

async function readBytes(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

interface Member {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

/** Members of the zip by its central directory; nothing is unpacked that is not asked for. */
async function readArchive(file: string, shown: string): Promise<readonly ArrayEntry[]> {
  const members = await readDirectory(file, shown);
  const entries: ArrayEntry[] = [];
  for (const member of members.filter(({ name }) => name.endsWith('.npy'))) {
    const name = member.name.slice(0, -4);
    const packed = (limit: number): Promise<Buffer> => readMember(file, member, limit, shown);
    const header = parseHeader(
      unpack(await packed(HEADER_BYTES), member, HEADER_BYTES, true),
      `${shown}: ${name}`,
    );
    const size = arrayBytes(header) + header.offset;
    entries.push({
      name,
      header,
      read: async (limit) => {
        if (size > limit || member.packed > limit) return null;
        const bytes = unpack(await packed(member.packed), member, size, false);
        return decodeArray(bytes.subarray(header.offset), header);
      },
    });
  }
  return entries;
}

async function readDirectory(file: string, shown: string): Promise<readonly Member[]> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat().finally(() => handle.close());
  const tail = await readBytes(file, Math.max(0, size - 66_000), 66_000);
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > tail.length) throw damaged(shown, 'its zip directory is missing');
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES || length > MOST_DIRECTORY || start + length > size)
    throw damaged(shown, 'its zip directory is damaged or too large');
  const directory = await readBytes(file, start, length);
  const members: Member[] = [];
  for (let at = 0; members.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50)
      throw damaged(shown, 'its zip directory is damaged');
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    );
    const nameEnd = at + 46 + (nameLength ?? 0);
    members.push({
      name: directory.subarray(at + 46, nameEnd).toString('utf8'),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  return members;
}

async function readMember(
  file: string,
  member: Member,
  limit: number,
  shown: string,
): Promise<Buffer> {
  const local = await readBytes(file, member.offset, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50)
    throw damaged(shown, 'a zip member is damaged');
  const start = member.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return readBytes(file, start, Math.min(member.packed, limit));
}

/** At most `size` bytes of a stored or deflated member. */
function unpack(packed: Buffer, { method, name }: Member, size: number, partial: boolean): Buffer {
  if (method === 0) return packed.subarray(0, size);
  if (method !== 8) throw damaged(name, 'its compression is unknown');
  try {
    // A partial input ends early on purpose; the cap guards against archives that swell.
    const finishFlush = partial ? constants.Z_SYNC_FLUSH : constants.Z_FINISH;
    return inflateRawSync(partial ? packed.subarray(0, 4096) : packed, {
      finishFlush,
      maxOutputLength: partial ? 8 * 1024 * 1024 : size,
    }).subarray(0, size);
  } catch (cause) {
    throw new DLCodeGenError('BAD_DATA', `${name} cannot be unpacked.`, { cause });
  }
}
