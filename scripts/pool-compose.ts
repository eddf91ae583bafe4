import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { checkComposition } from '../src/retrieval/check-composition.ts';
import { firstVariants, readCompositions } from '../src/retrieval/index.ts';

/**
 * Composes the pool's programs. With `-o FOLDER` they are written there, to be read; with `--check` their names are
 * checked and each text is held against the one that `pool:verify` ran: exit status 1 where one does not hold.
 *
 * Usage: npm run pool:compose -- (--check | -o FOLDER)
 */
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, output: { type: 'string', short: 'o' } },
});
if (values.check === (values.output !== undefined)) {
  console.error('usage: npm run pool:compose -- (--check | -o FOLDER)');
  process.exit(2);
}
const began = performance.now();
const programs = await readCompositions(path.join(PACKAGE_ROOT, 'pool'));
const compositions = programs.flatMap((program) => [program, ...program.variants]);
console.error(
  `${compositions.length} programs composed in ${Math.round(performance.now() - began)} ms`,
);
if (values.output !== undefined) {
  await mkdir(values.output, { recursive: true });
  for (const { sample } of compositions)
    await writeFile(path.join(values.output, `${sample.id}.py`), sample.program);
} else {
  const pool = programs.map(({ sample }) => sample);
  // One variant of an architecture stands for the others.
  const mustRun = new Set([...pool, ...firstVariants(pool).values()]);
  let failures = 0;
  for (const composition of compositions) {
    const { id, program, verified } = composition.sample;
    const sentences = checkComposition(composition);
    const isRun = createHash('sha256').update(program).digest('hex') === verified?.sha256;
    if (!isRun && (verified !== null || mustRun.has(composition.sample)))
      sentences.push('stale: not the text that pool:verify ran last');
    for (const sentence of sentences) console.log(`${id}: ${sentence}`);
    failures += Number(sentences.length > 0);
  }
  console.log(`${compositions.length} programs, ${failures} with findings`);
  process.exitCode = failures > 0 ? 1 : 0;
}
