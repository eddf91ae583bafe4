import type { StageResult, Verdict } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { readProject, renderProject, updateProject, type ProjectInput } from '../project/index.ts';
import {
  verifyProjects,
  type VerifiedProject,
  type VerifyOptions,
  type VerifyRequest,
} from '../verification/index.ts';
import { BUILTIN, type Stages } from './stages.ts';

/** So many times a failing project is repaired where nobody says otherwise. */
export const REPAIRS = 1;

export interface RepairOptions extends VerifyOptions {
  /** At most so many repairs of each project; each is followed by another verification. */
  readonly repairs?: number;
  /** Called before a repaired project is verified again, with the stage that had failed. */
  readonly onRepair?: (directory: string, failed: StageResult | undefined) => void;
}

/** The verification of a project as it stands, with what was tried before. */
export interface SettledProject extends VerifiedProject {
  /** Verdicts of what was replaced, oldest first. */
  readonly earlier: readonly Verdict[];
  /** Why a project that fails could not be repaired; empty where it passes or the repairs are used up. */
  readonly unrepaired: readonly Issue[];
}

/**
 * Verifies written projects, repairs those that fail and verifies them again, a bounded number of times. Every round
 * verifies its projects together, several at once. A repaired project replaces its files; where none passes, the one stays
 * that passed the most stages, of those the one that does most of what was asked.
 *
 * Returns one result per request, in their order. Not in the paper. Errors: those of `verifyProjects` and `readProject`.
 */
export async function verifyAndRepair(
  requests: readonly VerifyRequest[],
  { repairs = REPAIRS, onRepair, ...options }: RepairOptions,
  stages: Pick<Stages, 'repair'> = BUILTIN,
): Promise<readonly SettledProject[]> {
  const first = await verifyProjects(requests, options);
  const settled = first.map((result): SettledProject => ({
    ...result,
    earlier: [],
    unrepaired: [],
  }));
  const best = new Map<number, Candidate>();
  for (let round = 0; round < repairs; round += 1) {
    const repaired: { readonly at: number; readonly request: VerifyRequest }[] = [];
    for (const [at, request] of requests.entries()) {
      const project = settled[at];
      if (project === undefined || project.verdict.passed || project.unrepaired.length > 0)
        continue;
      const candidate = { input: await readProject(request.directory), verified: project };
      const before = best.get(at);
      if (before === undefined || !isBetter(before.verified, project)) best.set(at, candidate);
      const unrepaired = isSameFailure(project.earlier.at(-1), project.verdict)
        ? [SAME_FAILURE]
        : await repairProject(request.directory, candidate, stages);
      settled[at] = { ...project, unrepaired };
      if (unrepaired.length > 0) continue;
      onRepair?.(
        request.directory,
        project.verdict.stages.find(({ status }) => status === 'failed'),
      );
      repaired.push({ at, request });
    }
    if (repaired.length === 0) break;
    const again = await verifyProjects(
      repaired.map(({ request }) => request),
      options,
    );
    for (const [place, { at }] of repaired.entries()) {
      const [before, result] = [settled[at], again[place]];
      if (before === undefined || result === undefined) continue;
      settled[at] = { ...before, ...result, earlier: [...before.earlier, before.verdict] };
    }
  }
  for (const [at, { input, verified }] of best) {
    const last = settled[at];
    if (last === undefined || !isBetter(verified, last)) continue;
    const files = await renderProject(input);
    if (!files.ok) throw new Error(files.issues[0]?.message);
    await updateProject(last.directory, files.value);
    await options.onVerified?.(verified);
    settled[at] = { ...last, ...verified, earlier: [...last.earlier, last.verdict] };
  }
  return settled;
}

/** A project that failed, as it was read and verified. */
interface Candidate {
  readonly input: ProjectInput;
  readonly verified: VerifiedProject;
}

/** Whether one project passed more stages than another, or as many and does more of what was asked. */
function isBetter(one: VerifiedProject, other: VerifiedProject): boolean {
  const passed = ({ verdict }: VerifiedProject): number =>
    verdict.stages.filter(({ status }) => status === 'passed').length;
  const done = ({ asked }: VerifiedProject): number =>
    asked.filter(({ status }) => status === 'done').length;
  return (passed(one) - passed(other) || done(one) - done(other)) > 0;
}

const SAME_FAILURE: Issue = {
  code: 'SAME_FAILURE',
  path: '',
  message: 'it fails as it did before the repair',
};

/** Whether a repair changed nothing of how a project fails: another one would go round in a circle. */
function isSameFailure(before: Verdict | undefined, now: Verdict): boolean {
  const failureOf = (verdict: Verdict | undefined): StageResult | undefined =>
    verdict?.stages.find(({ status }) => status === 'failed');
  const [first, second] = [failureOf(before), failureOf(now)];
  return first !== undefined && first.id === second?.id && first.message === second.message;
}

/** Replaces the files of a project by those of its repaired program; else says why not. */
async function repairProject(
  directory: string,
  { input, verified }: Candidate,
  { repair }: Pick<Stages, 'repair'>,
): Promise<readonly Issue[]> {
  const program = await repair(input, verified.verdict);
  if (!program.ok) return program.issues;
  const files = await renderProject({ ...input, program: program.value });
  if (!files.ok) return files.issues;
  await updateProject(directory, files.value);
  return [];
}
