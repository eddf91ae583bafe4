import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { judgeCategories } from '../predictor/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { readPool } from '../retrieval/index.ts';
import { brokenFiles } from '../../tests/programs/broken-files.ts';
import { verifies } from '../../tests/requirements.ts';
import { generateProject } from './generate.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** What plans where onnxruntime is not installed; tests/slow/pool-requirements.test.ts asks the language model too. */
const predictor = createFusedPlanPredictor(readFusionParts([]));

test.each(samples.map(({ id, requirement }) => [id, requirement] as const))(
  `${verifies('code-rag', 'template-rag', 'comparison')} the requirement of %s gives files that parse, with every name bound`,
  async (_id, requirement) => {
    const reading = readRequirement(requirement, judgeCategories);
    const record = await predictor.predict(reading, { task: null, samples });
    const { files } = await generateProject({
      requirement,
      record,
      profile: null,
      samples,
      method: 'dlcodegen',
      seed: 42,
    });
    expect(brokenFiles(files)).toEqual([]);
  },
);
