import { open } from 'node:fs/promises';

export interface WaveHeader {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly seconds: number;
}

const MOST_CHUNKS = 64;

/** Rate and duration from the chunks of a wav file; null where it is none. Samples are not read. */
export async function readWaveHeader(file: string): Promise<WaveHeader | null> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (length: number, position: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const riff = await read(12, 0);
    if (
      riff.length < 12 ||
      riff.toString('latin1', 0, 4) !== 'RIFF' ||
      riff.toString('latin1', 8) !== 'WAVE'
    )
      return null;
    let format: Buffer | null = null;
    let position = 12;
    for (let chunk = 0; chunk < MOST_CHUNKS && position + 8 <= size; chunk++) {
      const head = await read(8, position);
      const name = head.toString('latin1', 0, 4);
      const length = head.readUInt32LE(4);
      if (name === 'fmt ') format = await read(16, position + 8);
      if (name === 'data') return waveHeader(format, Math.min(length, size - position - 8));
      // Chunks start at even offsets.
      position += 8 + length + (length % 2);
    }
    return null;
  } finally {
    await handle.close();
  }
}

function waveHeader(format: Buffer | null, bytes: number): WaveHeader | null {
  if (format === null || format.length < 16) return null;
  const perSecond = format.readUInt32LE(8);
  const rate = format.readUInt32LE(4);
  if (perSecond === 0 || rate === 0 || bytes === 0) return null;
  return {
    rate,
    channels: format.readUInt16LE(2),
    bits: format.readUInt16LE(14),
    seconds: bytes / perSecond,
  };
}
