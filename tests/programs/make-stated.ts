import path from 'node:path';
import type { SettledAsk } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { generateProject, planProject } from '../../src/pipeline/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../../src/predictor/fused-plan.ts';
import { readPool } from '../../src/retrieval/index.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** Without the language model, whose plans take most of the time. */
const predictor = createFusedPlanPredictor(readFusionParts([]));

export interface MadeStated {
  readonly code: string;
  readonly asked: readonly SettledAsk[];
}

/** The final program of a requirement without data, and what became of its asks. */
export async function makeStated(text: string): Promise<MadeStated> {
  const requirement = { text, attributes: '' };
  const input = { requirement, data: null, samples, given: null };
  const planned = await planProject(input, {
    predictPlan: ({ reading }) => predictor.predict(reading),
  });
  const { final, record } = await generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
  const code = final.program.segments.map((segment) => segment.code).join('\n');
  return { code, asked: record.asked };
}
