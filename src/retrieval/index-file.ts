import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { z } from 'zod';
import { DLCodeGenError } from '../core/errors.ts';
import { BM25_VARIANTS, withWeights } from './bm25.ts';
import type { Bm25Index } from './bm25.ts';

/**
 * The file: 8 bytes magic, header length as u32, header (JSON), then the parts one after another, little-endian:
 * ids and terms (each JSON), lengths, starts, documents (u32), frequencies (u16).
 */
const MAGIC = 'DLCBM25\n';
const VERSION = 1;
const PREFIX_BYTES = 12;
const MOST_HEADER_BYTES = 4096;
/** A single read or write stays below the 2 GiB limit of the platform. */
const SLICE_BYTES = 1 << 28;

const count = z.int().min(0).max(0xffffffff);
const headerSchema = z.strictObject({
  version: z.literal(VERSION),
  variant: z.strictObject({
    id: z.enum(Object.keys(BM25_VARIANTS) as ['okapi', 'lucene']),
    k1: z.number().min(0),
    b: z.number().min(0).max(1),
    epsilon: z.number().min(0),
  }),
  documents: count,
  terms: count,
  postings: count,
  idBytes: count,
  termBytes: count,
});
type Header = z.infer<typeof headerSchema>;

/** Writes an index; the file appears whole or not at all. Errors: those of the file system. */
export async function writeIndex(index: Bm25Index, file: string): Promise<void> {
  if (endianness() !== 'LE')
    throw new DLCodeGenError('ENVIRONMENT', 'Index files are little-endian.');
  const ids = Buffer.from(JSON.stringify(index.ids));
  const terms = Buffer.from(JSON.stringify(index.terms));
  const header = {
    version: VERSION,
    variant: index.variant,
    documents: index.ids.length,
    terms: index.terms.length,
    postings: index.documents.length,
    idBytes: ids.length,
    termBytes: terms.length,
  } satisfies Header;
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(text.length, MAGIC.length);
  const draft = `${file}.${process.pid}.part`;
  const handle = await open(draft, 'w');
  try {
    const parts = [
      prefix,
      text,
      ids,
      terms,
      index.lengths,
      index.starts,
      index.documents,
      index.frequencies,
    ];
    for (const part of parts) await writeAll(handle, bytesOf(part));
    await handle.close();
    await rename(draft, file);
  } catch (error) {
    await handle.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Reads an index without cutting any text into terms again. Every size, offset and number is checked before it is used.
 *
 * Errors: BAD_INPUT where the file is no index, is cut short, or contradicts itself.
 */
export async function readIndex(file: string): Promise<Bm25Index> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new DLCodeGenError('BAD_INPUT', `The index file ${file} cannot be opened.`, { cause });
  });
  try {
    return await readParts(handle, file);
  } finally {
    await handle.close();
  }
}

async function readParts(handle: FileHandle, file: string): Promise<Bm25Index> {
  const bad = (what: string): DLCodeGenError =>
    new DLCodeGenError('BAD_INPUT', `${file} is not a usable index: ${what}.`, { data: { file } });
  const { size } = await handle.stat();
  if (size < PREFIX_BYTES) throw bad(`it has ${size} bytes`);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  await readAll(handle, prefix);
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC) throw bad('it does not begin as one');
  const headerBytes = prefix.readUInt32LE(MAGIC.length);
  if (headerBytes > MOST_HEADER_BYTES) throw bad(`its header claims ${headerBytes} bytes`);
  const text = Buffer.alloc(Math.min(headerBytes, size - PREFIX_BYTES));
  await readAll(handle, text);
  const header = headerSchema.safeParse(parseJson(text));
  if (!header.success) throw bad(`its header is wrong (${z.prettifyError(header.error)})`);
  const { documents, terms, postings, idBytes, termBytes, variant } = header.data;
  const expected =
    PREFIX_BYTES +
    headerBytes +
    idBytes +
    termBytes +
    4 * (documents + terms + 1 + postings) +
    2 * postings;
  if (size !== expected) throw bad(`it has ${size} bytes, its header says ${expected}`);

  const idBuffer = Buffer.alloc(idBytes);
  const termBuffer = Buffer.alloc(termBytes);
  const parts = {
    lengths: new Uint32Array(documents),
    starts: new Uint32Array(terms + 1),
    documents: new Uint32Array(postings),
    frequencies: new Uint16Array(postings),
  };
  for (const part of [idBuffer, termBuffer, ...Object.values(parts)])
    await readAll(handle, bytesOf(part));
  const strings = z.array(z.string());
  const ids = strings.length(documents).safeParse(parseJson(idBuffer));
  const words = strings.length(terms).safeParse(parseJson(termBuffer));
  if (!ids.success || !words.success) throw bad('its ids or terms are damaged');
  if (new Set(words.data).size !== terms) throw bad('a term stands twice');
  if (!rises(parts.starts, postings)) throw bad('its postings are out of order');
  if (parts.documents.some((document) => document >= documents))
    throw bad('it names a document that is not there');
  return withWeights({ ids: ids.data, terms: words.data, ...parts }, variant);
}

function rises(starts: Uint32Array, postings: number): boolean {
  return (
    starts[0] === 0 &&
    starts.at(-1) === postings &&
    starts.every((start, at) => at === 0 || start >= (starts[at - 1] ?? 0))
  );
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

function bytesOf(part: ArrayBufferView): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES)
    await handle.writeFile(bytes.subarray(at, at + SLICE_BYTES));
}

/** Fills `bytes` from where the handle stands; what a short file lacks stays zero and is refused by the size check. */
async function readAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(SLICE_BYTES, bytes.length - at));
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}
