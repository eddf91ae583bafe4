import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DataSpec, Plan, Requirement, Sample, SampleRecord } from '../artifacts/index.ts';
import { DLCodeGenError, makeFolders, writeText } from '../core/index.ts';
import { planToJson } from '../plan/index.ts';
import { composeProgram } from './compose.ts';
import { constantsOf, ID, PROGRAMS, readPool, RECORDS_FILE, SECTIONS } from './pool.ts';
import { recordsSchema, sampleSchema } from './sample-file.ts';
import { readSection } from './section-file.ts';

/** A program that a user adds to a pool of their own: one text in percent format, not cut into sections. */
export interface OwnProgram {
  /** Words with hyphens. */
  readonly id: string;
  readonly text: string;
  readonly requirement: Requirement;
  readonly plan: Plan;
  readonly data: DataSpec;
  readonly licence: string;
}

/** Sections of added programs. */
const ADDED = 'added';

/**
 * The sample that such a program makes, as the pool's reader will compose it, and its file. Its layers stay its own: a plan does
 * not replace them. Errors: BAD_INPUT naming the field or the line.
 */
export function composeOwn(program: OwnProgram): {
  readonly sample: Sample;
  readonly json: string;
} {
  const { id, text, requirement, plan, data, licence } = program;
  if (!ID.test(id)) {
    throw new DLCodeGenError('BAD_INPUT', `the name ${id} is not of the form words-with-hyphens`);
  }
  const section = readSection(sectionOf(id), id, text);
  const docstring = section.docstring.trim();
  const described = {
    requirement: requirement.text,
    attributes: requirement.attributes,
    plan: planToJson(plan),
    data,
    topology: 'custom',
    holes: {},
    licence,
    tags: [ADDED],
    docstring,
    uses: [sectionOf(id)],
    constants: {},
  };
  const parsed = sampleSchema.safeParse(described);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path: field, message }) => `${field.map(String).join('.')}: ${message}`,
    );
    throw new DLCodeGenError('BAD_INPUT', `${id} is no program of a pool: ${problems.join('; ')}`);
  }
  const composed = composeProgram({
    id,
    docstring,
    sections: [section],
    facts: constantsOf(plan, data),
    set: {},
  });
  return {
    sample: {
      id,
      requirement,
      plan,
      data,
      licence,
      tags: [ADDED],
      topology: 'custom',
      holes: {},
      program: composed,
      verified: null,
    },
    json: `${JSON.stringify(described, null, 2)}\n`,
  };
}

/** Writes a program that was run into a pool; what is read of it comes last. Errors: BAD_INPUT, MACHINE. */
export function writeOwn(folder: string, program: OwnProgram, record: SampleRecord): void {
  const { json } = composeOwn(program);
  const { id } = program;
  makeFolders(path.join(folder, SECTIONS, ADDED));
  makeFolders(path.join(folder, PROGRAMS));
  const place = path.join(folder, PROGRAMS, `${id}.json`);
  rmSync(place, { force: true });
  writeText(path.join(folder, SECTIONS, `${sectionOf(id)}.py`), program.text);
  const file = path.join(folder, RECORDS_FILE);
  const known = existsSync(file) ? recordsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  writeText(file, `${JSON.stringify({ ...known, [id]: record }, null, 2)}\n`);
  writeText(place, json);
}

/** The programs of a user's own pool; none where there is no such folder. Errors: as `readPool`. */
export async function readOwnPool(folder: string): Promise<Sample[]> {
  return existsSync(path.join(folder, PROGRAMS)) ? readPool(folder) : [];
}

/** Whether a program was run as it is now, was run before it was changed, or was never run. */
export function verifiedState({
  program,
  verified,
}: Pick<Sample, 'program' | 'verified'>): 'verified' | 'changed' | 'not run' {
  if (verified === null) return 'not run';
  const isSame = createHash('sha256').update(program).digest('hex') === verified.sha256;
  return isSame ? 'verified' : 'changed';
}

function sectionOf(id: string): string {
  return `${ADDED}/${id}`;
}
