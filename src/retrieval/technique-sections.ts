import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSection, type PoolSection } from './section-file.ts';

const FOLDER = 'techniques';

/** The sections of `techniques/` of a pool: what programs do only where it is asked for. Errors: BAD_INPUT naming file and line. */
export function readTechniqueSections(folder: string): readonly PoolSection[] {
  return readdirSync(path.join(folder, FOLDER))
    .filter((name) => name.endsWith('.py'))
    .toSorted()
    .map((name) => {
      const place = `${FOLDER}/${name}`;
      const text = readFileSync(path.join(folder, place), 'utf8');
      return readSection(place.replace(/\.py$/, ''), place, text);
    });
}
