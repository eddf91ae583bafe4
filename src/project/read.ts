import * as z from 'zod';
import {
  ORIGINS,
  type Origin,
  type PlanRecord,
  type Program,
  type Segment,
} from '../artifacts/index.ts';
import { DLCodeGenError, readInside } from '../core/index.ts';
import { parsePlanRecord } from '../plan/index.ts';
import { createSegment, readProgram, renderSegments } from '../python/index.ts';
import { readEntryPoints } from './entry-points.ts';
import type { ProjectInput } from './layout.ts';
import type { Provenance } from './provenance.ts';

/** A larger file is none of a project. */
export const MOST_BYTES = 20_000_000;

const ROW = z.object({
  id: z.string(),
  file: z.string(),
  lines: z.tuple([z.number(), z.number()]),
  origin: z.enum(ORIGINS),
  samples: z.array(z.string()),
  licence: z.string(),
  reason: z.string(),
  alternative: z
    .object({ code: z.string(), origin: z.enum(ORIGINS), samples: z.array(z.string()) })
    .exactOptional(),
});
const PROVENANCE = z.object({
  requirement: z.object({ text: z.string(), attributes: z.string() }),
  imports: z.array(z.string()),
  segments: z.array(ROW),
  shares: z.record(z.string(), z.number()),
});

/** PROVENANCE.json of a project. Errors: BAD_INPUT. */
export async function readProvenance(directory: string): Promise<Provenance> {
  const text = await readProjectFile(directory, 'PROVENANCE.json');
  try {
    return PROVENANCE.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `${directory}/PROVENANCE.json: ${reason}`, { cause });
  }
}

/** plan.json of a project. Errors: BAD_PLAN, BAD_INPUT. */
export async function readProjectPlan(
  directory: string,
  mostBytes: number = MOST_BYTES,
): Promise<PlanRecord> {
  const record = parsePlanRecord(await readProjectFile(directory, 'plan.json', mostBytes));
  if (record.ok) return record.value;
  const issues = record.issues.map(({ path: field, message }) => `${field}: ${message}`);
  throw new DLCodeGenError('BAD_PLAN', `${directory}/plan.json: ${issues.join('; ')}`);
}

/** A written project as its input again: script.py holds the program, PROVENANCE.json the origins. Errors: BAD_INPUT. */
export async function readProject(directory: string): Promise<ProjectInput> {
  const provenance = await readProvenance(directory);
  const record = await readProjectPlan(directory);
  const script = await readProjectFile(directory, 'script.py');
  const entryPoints = await readEntryPoints();
  const main = renderSegments(entryPoints.script.filter(({ section }) => section !== 'imports'));
  const at = script.indexOf(`\n\n\n${main}`);
  const read = at < 0 ? null : readProgram(script.slice(0, at), PROJECT_ORIGIN);
  if (read === null || !read.ok) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${directory}/script.py is no longer as it was written; generate the project again`,
    );
  }
  return {
    requirement: provenance.requirement,
    record,
    program: withOrigins(read.value, provenance),
  };
}

/** A file of a project, of sensible size. Errors: BAD_INPUT. */
export async function readProjectFile(
  directory: string,
  name: string,
  mostBytes: number = MOST_BYTES,
): Promise<string> {
  const text = readInside(directory, name, mostBytes);
  if (text !== null) return text;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${directory} is no project of dlcodegen: it has no ${name}`,
  );
}

const PROJECT_ORIGIN: Origin = { kind: 'code2', samples: [], licence: 'Apache-2.0', reason: '' };

function withOrigins(program: Program, provenance: Provenance): Program {
  const rows = new Map(provenance.segments.map((row) => [row.id, row] as const));
  const own = program.segments
    .filter(({ section }) => section !== 'imports')
    .map((segment): Segment => {
      const row = rows.get(segment.id);
      if (row === undefined) return segment;
      const { alternative, licence, reason, samples, origin } = row;
      return {
        ...segment,
        origin: { kind: origin as Origin['kind'], samples, licence, reason },
        ...(alternative === undefined
          ? {}
          : {
              alternative: {
                code: alternative.code,
                origin: {
                  kind: alternative.origin as Origin['kind'],
                  samples: alternative.samples,
                  licence,
                  reason: 'the other draft',
                },
              },
            }),
      };
    });
  const imports = provenance.imports.map((code) => createSegment('imports', code, PROJECT_ORIGIN));
  return { docstring: program.docstring, segments: [...imports, ...own] };
}
