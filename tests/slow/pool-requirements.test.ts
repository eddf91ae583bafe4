import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { brokenFiles } from '../programs/broken-files.ts';
import { verifies } from '../requirements.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

test.each(samples.map(({ id, requirement }) => [id, requirement] as const))(
  `${verifies('code-rag', 'template-rag', 'comparison')} the requirement of %s, planned with the language model, gives files that parse`,
  async (_id, requirement) => {
    const planned = await planProject({ requirement, data: null, samples, given: null });
    const { files } = await generateProject({
      requirement,
      ...planned,
      samples,
      method: 'dlcodegen',
      seed: 42,
    });
    expect(brokenFiles(files)).toEqual([]);
  },
);
