import type { Plan, Sample, SampleRecord } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { isBackbone } from '../plan/index.ts';
import type { Architecture } from './architecture.ts';
import { composeProgram, type Recipe } from './compose.ts';
import type { PoolSection, PoolStatement } from './section-file.ts';

/** A sample and the sections that its program is composed of. */
export interface Composition {
  readonly sample: Sample;
  readonly sections: readonly PoolSection[];
  /** The same program with each named network of the pool that fits it. */
  readonly variants: readonly Composition[];
}

/** A program of the pool, what it is composed of, and what all sections and records of the pool are. */
interface Host {
  readonly sample: Sample;
  readonly recipe: Recipe;
  readonly sections: ReadonlyMap<string, PoolSection>;
  readonly records: Readonly<Record<string, SampleRecord>>;
}

/** What a program calls for everything between the scaled inputs and its head, where that is a function. */
const BODY = 'build_features';

/**
 * A program with a named network in place of its own layers, its stem, head and compile call kept; null where the network
 * does not fit its data and target or needs a section that the program has not, or where the program trains a pretrained network or is no chain and has no
 * `build_features`. Composed when its text is first read: most variants of the pool are never asked for.
 */
export function varyProgram(host: Host, architecture: Architecture): Composition | null {
  const { sample, recipe, records } = host;
  const { data, plan } = sample;
  if (architecture.fits.get(data.kind)?.has(data.target) !== true || plan.layers.some(isBackbone))
    return null;
  const names = new Set(recipe.sections.map(({ name }) => name));
  if (!architecture.needs.every((name) => names.has(name))) return null;
  const sections = placeNetwork(recipe.sections, architecture, host);
  if (sections === null) return null;
  const id = `${sample.id}-with-${architecture.id}`;
  const described = recipe.docstring.split('\n\n').slice(1);
  let program: string | null = null;
  const { variants: _, ...own } = sample;
  const varied: Sample = {
    ...own,
    id,
    architecture: architecture.term,
    plan: withNetwork(sample, architecture),
    topology: 'custom',
    ...(architecture.loss === null ? {} : { ownLoss: true }),
    holes: holesOf(sample, architecture),
    tags: [...sample.tags, architecture.id],
    verified: records[id] ?? null,
    get program() {
      program ??= composeProgram({
        ...recipe,
        id,
        docstring: [architecture.title, ...described].join('\n\n'),
        sections,
        set: boundOf(recipe.set, sections),
      });
      return program;
    },
  };
  return { sample: varied, sections, variants: [] };
}

/** The plan with the network's layers, in which names of facts stand for sizes that the data have. */
function withNetwork({ plan, data }: Sample, architecture: Architecture): Plan {
  const { loss } = architecture;
  const sized = (text: string): string =>
    text.replaceAll(/\b[A-Z]{2,}(?:_[A-Z]+)*\b/g, (name) => String(data.facts[name] ?? name));
  const layers = architecture.layers.map(sized);
  const preprocess =
    architecture.preprocess === null
      ? plan.preprocess
      : plan.preprocess.replace(/^[^;]*/, sized(architecture.preprocess));
  if (loss === null)
    return { ...plan, preprocess, layers: [...layers, ...keptLayers(plan, architecture)] };
  return { ...plan, preprocess, layers, hyperparameters: { ...plan.hyperparameters, loss } };
}

/** The constants of a program that still stand in one of its sections. */
function boundOf(set: Recipe['set'], sections: readonly PoolSection[]): Recipe['set'] {
  return Object.fromEntries(
    Object.entries(set).filter(([name]) => sections.some((section) => binds(section, name))),
  );
}

/** The layers of a plan behind those that a network stands for. */
function keptLayers({ layers }: Plan, { replaces }: Architecture): readonly string[] {
  if (replaces.length === 0) return layers.slice(-1);
  return layers.filter((layer) => !replaces.includes(layer.replace(/\(.*$/s, '')));
}

/** What takes its value from the plan: the network's own constants, and of a part those of the program too. */
function holesOf({ holes }: Sample, architecture: Architecture): Readonly<Record<string, string>> {
  const { replaces, holes: own } = architecture;
  if (replaces.length === 0) return own;
  const isReplaced = (query: string): boolean =>
    replaces.some((name) => query.startsWith(`${name}.`));
  const kept = Object.entries(holes).filter(([, query]) => !isReplaced(query));
  return { ...Object.fromEntries(kept), ...own };
}

/** The sections with the network's own where the program builds its features; null where no place is found. */
function placeNetwork(
  sections: readonly PoolSection[],
  { section, uses, loss }: Architecture,
  { sections: known, sample }: Host,
): readonly PoolSection[] | null {
  const network = [...uses.map((name) => findSection(known, name, section)), section];
  const bound = new Map(
    network.flatMap(({ statements }) => statements.map((statement) => [statement.name, statement])),
  );
  const body = bound.get(BODY);
  // What the network binds itself, as another reading of the inputs, takes the place of the program's.
  const others = sections
    .filter((other) => !network.includes(other))
    .map((other) =>
      binds(other, BODY) || binds(other, 'build_model') ? other : withoutNames(other, bound),
    );
  const model = others.find((other) => binds(other, 'build_model'));
  if (loss !== null)
    return others.flatMap((other) => {
      if (other === model) return network;
      return binds(other, BODY) ? [] : [other];
    });
  if (body === undefined || model === undefined) return null;
  const own = others.find((other) => binds(other, BODY));
  if (own !== undefined) return others.flatMap((other) => (other === own ? network : [other]));
  if (sample.topology === 'custom') return null;
  const [first = ''] = sample.plan.layers;
  const called = callBody(model, parametersOf(body), /^\w+/.exec(first)?.[0] ?? '');
  if (called === null) return null;
  return others.flatMap((other) => (other === model ? [...network, called] : [other]));
}

/** Errors: BAD_INPUT. */
function findSection(
  known: ReadonlyMap<string, PoolSection>,
  name: string,
  user: PoolSection,
): PoolSection {
  const found = known.get(name);
  if (found !== undefined) return found;
  const message = `The architecture ${user.name} uses ${name}, which is no section of the pool.`;
  throw new DLCodeGenError('BAD_INPUT', message, { data: { name } });
}

function withoutNames(
  section: PoolSection,
  names: ReadonlyMap<string, PoolStatement>,
): PoolSection {
  const statements = section.statements.filter(({ name }) => !names.has(name));
  return statements.length === section.statements.length ? section : { ...section, statements };
}

function binds({ statements }: PoolSection, name: string): boolean {
  return statements.some((statement) => statement.name === name);
}

function parametersOf({ code }: PoolStatement): readonly string[] {
  const list = new RegExp(`^def ${BODY}\\(([^)]*)\\)`).exec(code)?.[1] ?? '';
  return list.split(',').flatMap((parameter) => /\w+/.exec(parameter)?.[0] ?? []);
}

/**
 * The section of a chain with one call in place of the layers of its trunk, the first of which is of the class `first`.
 * A body that takes `inputs` replaces the stem too; its further parameters are those of `build_model` of the same names.
 */
function callBody(
  section: PoolSection,
  [taken = '', ...further]: readonly string[],
  first: string,
): PoolSection | null {
  const statements = section.statements.map((statement) => {
    if (statement.name !== 'build_model') return statement;
    const lines = groupBody(statement.code);
    const trunk = lines.findIndex((line) =>
      new RegExp(`^ {4}features = (?:\\w+\\.)*${first}\\(`).test(line),
    );
    const input = lines.findIndex((line) => line.startsWith('    inputs = '));
    const head = lines.findIndex((line) => line.startsWith('    outputs = '));
    const argument = /\((\w+)\)$/.exec(lines[trunk] ?? '')?.[1];
    if (input < 0 || trunk < 0 || head < trunk || argument === undefined) return null;
    const comment = lines[head - 1]?.startsWith('    #') === true ? head - 1 : head;
    const given = [taken === 'inputs' ? taken : argument, ...further].join(', ');
    const code = [
      ...lines.slice(0, taken === 'inputs' ? input + 1 : trunk),
      `    features = ${BODY}(${given})`,
      ...lines.slice(comment),
    ].join('\n');
    const names = statement.names.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
    return { ...statement, code, names: [...names, BODY] };
  });
  const whole = statements.filter((statement) => statement !== null);
  return whole.length < statements.length ? null : { ...section, statements: whole };
}

/** Statements of a function's body, each with its own lines. */
function groupBody(code: string): readonly string[] {
  return code.split(/\n(?= {4}[^\s)\]}])/);
}

/** The variant of each architecture that stands for the others: the first of the pool, by the architecture's file name. */
export function firstVariants(pool: readonly Sample[]): ReadonlyMap<string, Sample> {
  const first = new Map<string, Sample>();
  for (const variant of pool.flatMap(({ variants = [] }) => variants)) {
    const name = variant.id.replace(/^.*-with-/, '');
    if (!first.has(name)) first.set(name, variant);
  }
  return first;
}
