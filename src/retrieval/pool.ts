import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { DataSpec, Facts, Plan, Sample, SampleRecord } from '../artifacts/index.ts';
import { DLCodeGenError, once } from '../core/index.ts';
import { compareIds } from './bm25.ts';
import { readArchitecture, type Architecture } from './architecture.ts';
import { composeProgram, type Recipe } from './compose.ts';
import { recordsSchema, sampleSchema } from './sample-file.ts';
import { linkNames, readSection, type PoolSection } from './section-file.ts';
import { varyProgram, type Composition } from './vary-program.ts';

const MOST_FILE_BYTES = 1 << 20;
export const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What programs are lies in this folder of the pool. */
export const PROGRAMS = 'programs';
/** Sections of one kind of data; their names leave this folder out. */
export const SECTIONS = 'sections';
/** What the runs of programs found. */
export const RECORDS_FILE = 'verified.json';

/**
 * Reads the pool: every `programs/ID.json`, its program composed of the sections that it uses, and what `verified.json`
 * says of it.
 *
 * Paper: IV-B, DLSamplePool. Returns samples in the order of their ids.
 * Errors: POOL_EMPTY where the folder is missing or holds no sample; BAD_INPUT naming file and field.
 */
export async function readPool(folder: string): Promise<Sample[]> {
  return (await readCompositions(folder)).map(({ sample }) => sample);
}

/** Reads the pool as `readPool` does, and says what each program is composed of. Errors: as `readPool`. */
export async function readCompositions(folder: string): Promise<Composition[]> {
  const programs = path.join(folder, PROGRAMS);
  const entries = await readdir(programs).catch((cause: unknown) => {
    throw new DLCodeGenError('POOL_EMPTY', `The pool folder ${folder} cannot be read.`, { cause });
  });
  const ids = entries
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted(compareIds);
  if (ids.length === 0)
    throw new DLCodeGenError('POOL_EMPTY', `The pool folder ${folder} holds no sample.`);
  const sections = await readSections(folder);
  const architectures = [...sections.values()].flatMap(
    (section) => readArchitecture(section) ?? [],
  );
  const known = { sections, architectures, records: readRecords(folder) };
  return ids.map((id) => readComposition(programs, id, known));
}

/** The named networks that a pool's sections declare, by file name. Errors: BAD_INPUT naming file and line. */
export async function readArchitectures(folder: string): Promise<Architecture[]> {
  const sections = await readSections(folder);
  return [...sections.values()]
    .flatMap((section) => readArchitecture(section) ?? [])
    .toSorted((left, right) => compareIds(left.id, right.id));
}

/** Reads every section of a pool, by name. Errors: BAD_INPUT naming file and line. */
async function readSections(folder: string): Promise<ReadonlyMap<string, PoolSection>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sections = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const place = path.relative(folder, file).replaceAll(path.sep, '/');
      const name = place.replace(`${SECTIONS}/`, '').replace(/\.py$/, '');
      return readSection(name, place, readSmallFile(file));
    });
  return new Map(linkNames(sections).map((section) => [section.name, section]));
}

/** What the runs of the pool's programs found, by id; none where nothing has been run. */
function readRecords(folder: string): Readonly<Record<string, SampleRecord>> {
  const file = path.join(folder, RECORDS_FILE);
  return existsSync(file) ? parseFile(file, readSmallFile(file), recordsSchema) : {};
}

/** What a pool's programs are composed of, and what their runs found. */
interface Known {
  readonly sections: ReadonlyMap<string, PoolSection>;
  readonly architectures: readonly Architecture[];
  readonly records: Readonly<Record<string, SampleRecord>>;
}

function readComposition(programs: string, id: string, known: Known): Composition {
  const file = path.join(programs, `${id}.json`);
  if (!ID.test(id)) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `The name of the program ${file} is not of the form words-with-hyphens.`,
    );
  }
  const { requirement, attributes, docstring, uses, constants, ...described } = parseFile(
    file,
    readSmallFile(file),
    sampleSchema,
  );
  const sections = uses.map((name) => {
    const section = known.sections.get(name);
    if (section !== undefined) return section;
    throw new DLCodeGenError('BAD_INPUT', `${file} uses ${name}, which is no section of the pool.`);
  });
  const recipe: Recipe = {
    id,
    docstring,
    sections,
    facts: constantsOf(described.plan, described.data),
    set: constants,
  };
  const program = composeProgram(recipe);
  const verified = known.records[id] ?? null;
  const words = { text: requirement, attributes };
  const sample = { id, requirement: words, ...described, program, verified };
  // Most plans ask for no named network.
  const variants = once(() =>
    known.architectures.flatMap(
      (architecture) => varyProgram({ ...known, sample, recipe }, architecture) ?? [],
    ),
  );
  return {
    sample: {
      ...sample,
      get variants() {
        return variants().map((variant) => variant.sample);
      },
    },
    sections,
    get variants() {
      return variants();
    },
  };
}

/** Constants of a program by its plan and its data; what the plan does not state stays as the sections have it. */
export function constantsOf({ hyperparameters }: Plan, data: DataSpec): Facts {
  const stated = Object.entries({
    BATCH_SIZE: hyperparameters.batchSize,
    EPOCHS: hyperparameters.epochs,
    LEARNING_RATE: hyperparameters.learningRate,
  }).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(stated), ...data.facts };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a file, read at once: for hundreds of small files that is several times faster. */
function readSmallFile(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > MOST_FILE_BYTES)
      throw new Error(`it has ${size} bytes, ${MOST_FILE_BYTES} are allowed`);
    return UTF8.decode(readFileSync(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `${file} cannot be read: ${reason}.`, {
      cause,
      data: { file },
    });
  }
}

function parseFile<T>(file: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `${file} is not JSON.`, { cause, data: { file } });
  }
  // Compiling the schema takes longer than parsing so few files.
  const parsed = schema.safeParse(value, { jitless: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path: field, message }) =>
      `${field.length === 0 ? 'file' : field.map(String).join('.')}: ${message}`,
  );
  throw new DLCodeGenError('BAD_INPUT', `${file}: ${problems.join('; ')}.`, {
    data: { file, problems },
  });
}
