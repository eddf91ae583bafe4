import type { PlanRecord, Program, ProjectFiles, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError, ok, type Result } from '../core/index.ts';
import { renderPlanRecord } from '../plan/index.ts';
import { readEntryPoints } from './entry-points.ts';
import { renderNeededImports, renderScript, splitIntoModules } from './modules.ts';
import { renderNotebook } from './notebook.ts';
import { traceSegments } from './provenance.ts';
import { renderReadme } from './readme.ts';
import { renderRequirements } from './requirements-file.ts';
import { renderMaker, renderSmokeTest } from './smoke-test.ts';

/** Names that the notebook's last cells use. */
const RUN_NAMES = ['Path'] as const;

export interface ProjectInput {
  readonly requirement: Requirement;
  /** Grounded: `data` is known. */
  readonly record: PlanRecord;
  readonly program: Program;
}

/**
 * Every file of a generated project, in memory; the same input gives the same bytes.
 * Errors, as issues: UNBOUND_NAME, UPWARD_NAME (the program's sections do not fit together).
 */
export async function renderProject(input: ProjectInput): Promise<Result<ProjectFiles>> {
  const { program, record, requirement } = input;
  if (record.data === null) throw new DLCodeGenError('UNEXPECTED', 'the plan is not grounded');
  const entryPoints = await readEntryPoints();
  const modules = splitIntoModules(program, entryPoints);
  if (!modules.ok) return modules;
  const script = renderScript(program, entryPoints);
  if (!script.ok) return script;
  const body = program.segments.filter(({ section }) => section !== 'imports');
  const imports = renderNeededImports(program, entryPoints, body, RUN_NAMES);
  if (!imports.ok) return imports;

  const files = new Map<string, string>();
  for (const [name, text] of modules.value) files.set(`${name}.py`, text);
  files.set('script.py', script.value);
  files.set('tests/made_data.py', await renderMaker(record.data.kind));
  files.set('tests/test_smoke.py', await renderSmokeTest(record.data));
  const requirements = await renderRequirements(files.values());
  files.set('requirements.txt', requirements);
  files.set('notebook.ipynb', renderNotebook(program, imports.value));
  files.set('plan.json', renderPlanRecord(record));
  const sources = new Map(
    program.segments.flatMap(({ origin }) =>
      origin.samples.map((id) => [id, origin.licence] as const),
    ),
  );
  files.set(
    'README.md',
    renderReadme({
      requirement,
      record,
      sources: [...sources].map(([id, licence]) => ({ id, licence })),
      comparesModels: program.segments.some(({ defines }) => defines.includes('make_models')),
    }),
  );
  const provenance = traceSegments(requirement, program, files);
  files.set('PROVENANCE.json', `${JSON.stringify(provenance, null, 1)}\n`);
  return ok(files);
}
