import type { Program, Section, Segment } from '../artifacts/index.ts';
import { fail, ok, type Issue, type Result } from '../core/index.ts';
import {
  PYTHON_BUILTINS,
  renderDocstring,
  renderImports,
  renderSegments,
} from '../python/index.ts';

export const MODULES = ['data', 'model', 'train', 'evaluate', 'predict'] as const;
export type ModuleName = (typeof MODULES)[number];

const HOME: Readonly<Partial<Record<Section, ModuleName>>> = {
  data: 'data',
  preprocessing: 'data',
  model: 'model',
  training: 'train',
  evaluation: 'evaluate',
  inference: 'predict',
};

/** The statements that make each module a command: imports, `parse_arguments`, `main`. */
export type EntryPoints = Readonly<Record<ModuleName | 'script', readonly Segment[]>>;

/** Where every segment of a program ends up; constants go to the first module that needs them. */
export function assignModules(
  program: Program,
  entryPoints: EntryPoints,
): ReadonlyMap<Segment, ModuleName> {
  const constants = new Map(
    program.segments
      .filter(({ section }) => section === 'configuration')
      .flatMap((segment) => segment.defines.map((name) => [name, segment] as const)),
  );
  const homes = new Map<Segment, ModuleName>();
  const claim = (names: readonly string[], module: ModuleName): void => {
    for (const name of names) {
      const constant = constants.get(name);
      if (constant === undefined || homes.has(constant)) continue;
      homes.set(constant, module);
      claim(constant.uses, module);
    }
  };
  for (const module of MODULES) {
    const own = program.segments.filter(({ section }) => HOME[section] === module);
    for (const segment of own) homes.set(segment, module);
    for (const segment of [...own, ...entryPoints[module]]) claim(segment.uses, module);
  }
  return homes;
}

/**
 * Cuts a program into its modules; each imports exactly the names it uses.
 * Errors, as issues: UNBOUND_NAME (nothing defines it), UPWARD_NAME (a later module defines it).
 */
export function splitIntoModules(
  program: Program,
  entryPoints: EntryPoints,
): Result<ReadonlyMap<ModuleName, string>> {
  const homes = assignModules(program, entryPoints);
  const owners = new Map(
    [...homes].flatMap(([segment, module]) =>
      segment.defines.map((name) => [name, module] as const),
    ),
  );
  const imports = importTable(program, entryPoints);
  const issues: Issue[] = [];
  const files = new Map<ModuleName, string>();
  for (const module of MODULES) {
    const body = program.segments.filter((segment) => homes.get(segment) === module);
    const main = entryPoints[module].filter(({ section }) => section !== 'imports');
    const needed = namesNeeded([...body, ...main]);
    const lines: string[] = [];
    for (const name of needed) {
      const owner = owners.get(name);
      const line = imports.get(name);
      if (owner !== undefined && MODULES.indexOf(owner) < MODULES.indexOf(module)) {
        lines.push(`from ${owner} import ${name}`);
      } else if (line !== undefined) {
        lines.push(line);
      } else {
        issues.push(missingName(name, module, owner));
      }
    }
    if (loadsOwnClasses(body, program, homes)) lines.push('import model');
    files.set(module, renderModule(program.docstring, module, lines, body, main));
  }
  return issues.length > 0 ? fail(...issues) : ok(files);
}

const REGISTERED = '@keras.saving.register_keras_serializable(';

/** Keras finds classes of a saved model by their registration, which runs when their module is imported. */
function loadsOwnClasses(
  body: readonly Segment[],
  program: Program,
  homes: ReadonlyMap<Segment, ModuleName>,
): boolean {
  const isOwn = (segment: Segment): boolean =>
    homes.get(segment) === 'model' && segment.code.startsWith(REGISTERED);
  return (
    body.some(({ code }) => code.includes('models.load_model(')) &&
    !body.some(isOwn) &&
    program.segments.some(isOwn)
  );
}

/** The same program as one file that runs all of it. */
export function renderScript(program: Program, entryPoints: EntryPoints): Result<string> {
  const body = program.segments.filter(({ section }) => section !== 'imports');
  const main = entryPoints.script.filter(({ section }) => section !== 'imports');
  const imports = renderNeededImports(program, entryPoints, [...body, ...main]);
  if (!imports.ok) return imports;
  return ok(
    joinParts([
      renderDocstring(program.docstring),
      imports.value,
      ...sectionTexts(body),
      renderSegments(main),
      RUN_MAIN,
    ]),
  );
}

/** Import lines for the names that segments use and do not bind, and for `more`. Errors, as issues: UNBOUND_NAME. */
export function renderNeededImports(
  program: Program,
  entryPoints: EntryPoints,
  segments: readonly Segment[],
  more: readonly string[] = [],
): Result<string> {
  const table = importTable(program, entryPoints);
  const needed = [...new Set([...namesNeeded(segments), ...more])];
  const unbound = needed.filter((name) => !table.has(name));
  return unbound.length > 0
    ? fail(...unbound.map((name) => missingName(name, 'script', undefined)))
    : ok(renderImports(needed.flatMap((name) => table.get(name) ?? [])));
}

const RUN_MAIN = 'if __name__ == "__main__":\n    main()';

const PURPOSE: Readonly<Record<ModuleName, string>> = {
  data: 'Reads, splits and prepares the data; run it to see what they look like.',
  model: 'Builds and compiles the model.',
  train: 'Trains the model and keeps its best weights.',
  evaluate: 'Scores the trained model on the test split, beside its baselines.',
  predict: 'Predicts new items with the trained model.',
};

function renderModule(
  docstring: string,
  module: ModuleName,
  imports: readonly string[],
  body: readonly Segment[],
  main: readonly Segment[],
): string {
  const goal = docstring.split('\n')[0] ?? '';
  const constants = body.filter(({ section }) => section === 'configuration');
  const rest = body.filter(({ section }) => section !== 'configuration');
  return joinParts([
    renderDocstring(`${PURPOSE[module]}\n\n${goal}`),
    renderImports(imports),
    renderSegments(constants),
    renderSegments(rest),
    renderSegments(main),
    main.length > 0 ? RUN_MAIN : '',
  ]);
}

/** Constants follow the imports after one blank line; definitions stand two blank lines apart. */
function joinParts(parts: readonly string[]): string {
  let text = '';
  for (const part of parts.filter((part) => part !== '')) {
    const gap =
      /^(# %% (?!Configuration)|@|def |class |if __name__)/.test(part) && text !== ''
        ? '\n\n\n'
        : '\n\n';
    text += text === '' ? part : gap + part;
  }
  return `${text}\n`;
}

function sectionTexts(segments: readonly Segment[]): string[] {
  const sections = new Set(segments.map(({ section }) => section));
  return [...sections].map((section) => {
    const heading = `# %% ${section.charAt(0).toUpperCase()}${section.slice(1)}`;
    return `${heading}\n${renderSegments(segments.filter((segment) => segment.section === section))}`;
  });
}

function namesNeeded(segments: readonly Segment[]): string[] {
  const own = new Set(segments.flatMap(({ defines }) => defines));
  const used = new Set(segments.flatMap(({ uses }) => uses));
  return [...used].filter((name) => !own.has(name) && !PYTHON_BUILTINS.has(name)).sort();
}

function importTable(program: Program, entryPoints: EntryPoints): ReadonlyMap<string, string> {
  const segments = [...Object.values(entryPoints).flat(), ...program.segments];
  return new Map(
    segments
      .filter(({ section }) => section === 'imports')
      .flatMap(({ code, defines }) => defines.map((name) => [name, code] as const)),
  );
}

function missingName(name: string, module: string, owner: ModuleName | undefined): Issue {
  return owner === undefined
    ? { code: 'UNBOUND_NAME', path: module, message: `${name} is used but nothing defines it` }
    : {
        code: 'UPWARD_NAME',
        path: module,
        message: `${name} is defined in ${owner}, which ${module} may not import`,
      };
}
