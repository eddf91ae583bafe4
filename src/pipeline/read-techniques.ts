import path from 'node:path';
import type { Origin, Segment } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createSegment } from '../python/index.ts';
import { readTechniqueSections } from '../retrieval/index.ts';

const ORIGIN: Origin = {
  kind: 'plan',
  samples: [],
  licence: 'Apache-2.0',
  reason: 'the requirement asks for it',
};

/** Segments of the pool's sections that bind any of the names; sections that bind none are not parsed. */
export function readTechniques(names: readonly string[]): readonly Segment[] {
  if (names.length === 0) return [];
  return readTechniqueSections(path.join(PACKAGE_ROOT, 'pool'))
    .filter(({ statements }) => statements.some(({ name }) => names.includes(name)))
    .flatMap(({ imports, statements }) => [
      ...[...imports.values()].map((line) => createSegment('imports', line, ORIGIN)),
      ...statements.map(({ heading, code }) => createSegment(heading, code, ORIGIN)),
    ]);
}
