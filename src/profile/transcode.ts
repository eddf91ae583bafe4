import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { tellDraft } from '../core/index.ts';

/** Text that is no UTF-8 comes from Windows more often than not; Windows-1252 is latin-1 with letters where that has none. */
export const OLD_ENCODING = 'windows-1252';

/** Gives `use` a UTF-8 copy of a Windows-1252 file, which only this user can read and which is gone afterwards. */
export async function withUtf8Copy<T>(file: string, use: (copy: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'dlcodegen-'));
  tellDraft(folder);
  const copy = path.join(folder, `copy${path.extname(file)}`);
  try {
    const decoder = new TextDecoder(OLD_ENCODING);
    await pipeline(
      createReadStream(file),
      async function* decode(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
      },
      createWriteStream(copy),
    );
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
