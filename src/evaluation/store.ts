import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A folder of results by key: what was made under the same key is not made again. */
export interface Store {
  readonly read: (name: string, key: string) => Promise<unknown>;
  readonly write: (name: string, key: string, value: unknown) => Promise<void>;
}

/** Results as files `NAME.json`, each written at once or not at all; a damaged one counts as absent. */
export function openStore(folder: string): Store {
  return {
    read: async (name, key) => {
      try {
        const text = await readFile(path.join(folder, `${name}.json`), 'utf8');
        const stored = JSON.parse(text) as { key?: unknown; value?: unknown };
        return stored.key === key ? stored.value : undefined;
      } catch {
        return undefined;
      }
    },
    write: async (name, key, value) => {
      const file = path.join(folder, `${name}.json`);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(`${file}.new`, `${JSON.stringify({ key, value })}\n`);
      await rename(`${file}.new`, file);
    },
  };
}
