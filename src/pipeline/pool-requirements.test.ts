import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { readPool } from '../retrieval/index.ts';
import { brokenFiles } from '../../tests/programs/broken-files.ts';
import { sweep } from '../../tests/sweep.ts';
import { verifies } from '../../tests/requirements.ts';
import { generateProject } from './generate.ts';
import { planProject } from './plan-project.ts';
import type { Stages } from './stages.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** What plans where onnxruntime is not installed; tests/slow/pool-requirements.test.ts asks the language model too. */
const predictor = createFusedPlanPredictor(readFusionParts([]));
const stages: Pick<Stages, 'predictPlan'> = {
  predictPlan: ({ reading }) => predictor.predict(reading),
};

test.each(sweep(samples, 8).map(({ id, requirement }) => [id, requirement] as const))(
  `${verifies('code-rag', 'template-rag', 'comparison')} the requirement of %s gives files that parse, with every name bound`,
  async (_id, requirement) => {
    const planned = await planProject({ requirement, data: null, samples, given: null }, stages);
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
