import type { Draft, PlanRecord, ProjectFiles, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { specialiseFinal } from '../generation/index.ts';
import { renderProject } from '../project/index.ts';
import { makeDraft, METHODS, type DrafterName, type Method, type MethodName } from './methods.ts';
import { prepareRequest, type PrepareInput } from './prepare-request.ts';
import type { Selection } from './select.ts';
import { settleProgram } from './settle-program.ts';
import { BUILTIN, type Stages } from './stages.ts';

export interface GenerateInput extends PrepareInput {
  readonly method: MethodName;
}

/** A project in memory with everything that was made on the way. */
export interface Generated {
  readonly requirement: Requirement;
  readonly record: PlanRecord;
  readonly selection: Selection;
  /** In the method's order. */
  readonly drafts: readonly Draft[];
  readonly final: Draft;
  readonly files: ProjectFiles;
}

/**
 * Retrieval, the method's drafts, their comparison, project (paper III): a fold over the method's drafters.
 * Errors: UNSUPPORTED_TASK (no program of the pool reads such data); those of the stages.
 */
export async function generateProject(
  input: GenerateInput,
  stages: Stages = BUILTIN,
): Promise<Generated> {
  const { request, selection } = prepareRequest(input);
  const draft = async (name: DrafterName): Promise<Draft> => makeDraft(name, stages, request);
  const [firstName, ...otherNames]: Method = METHODS[input.method];
  const first = await draft(firstName);
  const others = await Promise.all(otherNames.map(draft));
  let compared = first;
  for (const other of others) compared = await stages.compare(compared, other, request);
  const { data } = request.record;
  const program = specialiseFinal(compared.program, { data, profile: input.profile });
  const final: Draft = { ...compared, program };
  const { requirement } = input;
  const warnings = [...request.record.warnings, ...final.warnings];
  const warned = { ...request.record, warnings };
  const record = { ...warned, asked: settleProgram(warned, program, input.profile) };
  const files = await filesOf(requirement, record, final);
  return { requirement, record, selection, drafts: [first, ...others], final, files };
}

async function filesOf(
  requirement: Requirement,
  record: PlanRecord,
  { program }: Draft,
): Promise<ProjectFiles> {
  const files = await renderProject({ requirement, record, program });
  if (files.ok) return files.value;
  const reasons = files.issues.map(({ path, message }) => `${path}: ${message}`);
  throw new DLCodeGenError('UNEXPECTED', reasons.join('; '));
}
