import { createHash } from 'node:crypto';
import path from 'node:path';
import { recordOf, type Origin, type Sample } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { renderProject, writeProject } from '../project/index.ts';
import { readProgram } from '../python/index.ts';
import { composeOwn, writeOwn, type OwnProgram } from '../retrieval/index.ts';
import { createScratch } from '../sandbox/index.ts';
import { verifyProjects, type VerifiedProject, type VerifyOptions } from '../verification/index.ts';

export interface OfferOptions extends Omit<VerifyOptions, 'level' | 'onVerified'> {
  /** The pool that takes the program. */
  readonly pool: string;
  /** Called with what the run found, also where it refuses the program. */
  readonly onVerified?: (result: VerifiedProject) => void;
}

/**
 * Runs a program through S0-S6 as a project of its own and writes it into a pool where every stage passes.
 * Errors: BAD_INPUT (no program of the pool's form, docs/pool.md), VERIFICATION_FAILED with the stages that failed, ENVIRONMENT.
 */
export async function offerProgram(
  offered: OwnProgram,
  { pool, onVerified, ...options }: OfferOptions,
): Promise<Sample> {
  const { sample } = composeOwn(offered);
  const origin: Origin = {
    kind: 'code1',
    samples: [sample.id],
    licence: sample.licence,
    reason: 'the sample itself',
  };
  const program = readProgram(sample.program, origin);
  if (!program.ok) throw refuse(sample.id, program.issues);
  const files = await renderProject({
    requirement: sample.requirement,
    record: recordOf(sample.plan, sample.data),
    program: program.value,
  });
  if (!files.ok) throw refuse(sample.id, files.issues);
  const scratch = await createScratch();
  try {
    const directory = path.join(scratch.folder, sample.id);
    await writeProject(directory, files.value, { force: false });
    const [result] = await verifyProjects([{ directory }], { ...options, level: 'smoke' });
    if (result === undefined) throw new Error('the verification gave no result');
    onVerified?.(result);
    const { verdict, versions } = result;
    const failed = verdict.stages.filter(({ status }) => status === 'failed');
    if (!verdict.passed || failed.length > 0) {
      const stages = failed.map(({ id, message }) => `${id}: ${message}`).join('; ');
      throw new DLCodeGenError(
        'VERIFICATION_FAILED',
        `${sample.id} is not added, it fails ${stages}`,
      );
    }
    const verified = {
      stages: Object.fromEntries(verdict.stages.map(({ id, status }) => [id, status])),
      versions,
      sha256: createHash('sha256').update(sample.program).digest('hex'),
    };
    writeOwn(pool, offered, verified);
    return { ...sample, verified };
  } finally {
    await scratch.remove();
  }
}

function refuse(id: string, issues: readonly Issue[]): DLCodeGenError {
  const words = issues.map(({ path: place, message }) => `${place}: ${message}`).join('; ');
  return new DLCodeGenError('BAD_INPUT', `${id} is no program of a pool (docs/pool.md): ${words}`);
}
