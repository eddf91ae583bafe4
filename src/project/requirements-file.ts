import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PACKAGE_ROOT, ownTable } from '../core/index.ts';

/** Import name -> distribution name, where they differ. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = ownTable({
  PIL: 'pillow',
  keras_hub: 'keras-hub',
  sklearn: 'scikit-learn',
  yaml: 'pyyaml',
});

/** Functions of pandas that import a distribution of their own. */
const READERS = [
  ['read_parquet', 'pyarrow'],
  ['read_excel', 'openpyxl'],
] as const;

/**
 * `requirements.txt`: pinned, only what the files import. Users have GPUs, so `tensorflow-cpu` and
 * `xgboost-cpu` of our own environment become `tensorflow` and `xgboost`; Keras always needs its backend.
 */
export async function renderRequirements(sources: Iterable<string>): Promise<string> {
  const pins = new Map(
    (await readFile(path.join(PACKAGE_ROOT, 'python/environment.txt'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes('=='))
      .map((line) => line.trim().replace('-cpu==', '==').split('==') as [string, string]),
  );
  const distributions = new Set(['keras', 'tensorflow']);
  for (const source of sources) {
    for (const match of source.matchAll(/^\s*(?:from|import) (\w+)/gm)) {
      const name = DISTRIBUTIONS[match[1] ?? ''] ?? match[1] ?? '';
      if (pins.has(name)) distributions.add(name);
    }
  }
  const text = [...sources].join('\n');
  for (const [reader, distribution] of READERS)
    if (text.includes(reader)) distributions.add(distribution);
  return [...distributions]
    .sort()
    .map((name) => `${name}==${pins.get(name)}\n`)
    .join('');
}
