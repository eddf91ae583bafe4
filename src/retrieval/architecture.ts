import { DATA_KINDS, TARGET_KINDS, type DataKind, type TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import type { PoolSection } from './section-file.ts';

/** A named network of the pool: a section of `models/` whose docstring declares what it answers to and fits. */
export interface Architecture {
  /** Name of its file. */
  readonly id: string;
  /** Name of the term of the vocabulary that asks for it. */
  readonly term: string;
  /** First sentence of its file: what it is. */
  readonly title: string;
  /** Second paragraph of its file: where it was published. */
  readonly paper: string;
  readonly fits: ReadonlyMap<DataKind, ReadonlySet<TargetKind>>;
  /** Names of the sections that it builds on. */
  readonly uses: readonly string[];
  /** Names of the sections that a program must have for it. */
  readonly needs: readonly string[];
  /** Of a network with a `build_model` of its own, which keeps nothing of the program's; null for a body. */
  readonly loss: string | null;
  /** What stands in a plan for the program's own reading of the inputs; null where that is kept. */
  readonly preprocess: string | null;
  /** As in a program's plan; of a body without the head. */
  readonly layers: readonly string[];
  /** Names of the layers at the beginning of a plan that the network's stand for; empty where they stand for all but the head. */
  readonly replaces: readonly string[];
  /** Constants that take their value from the plan's layers. */
  readonly holes: Readonly<Record<string, string>>;
  readonly section: PoolSection;
}

const FIELD = /^(Architecture|Fits|Uses|Needs|Loss|Holes|Layers|Replaces|Preprocess): ?(.*)$/;

/**
 * The architecture that a section's docstring declares; null where it declares none.
 *
 * A field stands on a line of its own, or on a line for each of its items, indented below it:
 * `Architecture: TERM`, `Fits: KIND, KIND for TARGET, TARGET`, `Uses: SECTION`, `Needs: SECTION` of the program, `Loss: NAME` of a network that
 * compiles itself, `Preprocess: WORDS` where it reads the inputs otherwise, `Replaces: LAYER, LAYER` at the beginning of the
 * plan, whose other layers stay, `Holes: CONSTANT = Layer.argument` and `Layers:`. Errors: BAD_INPUT naming the section, for a missing field and for a kind or target that is none.
 */
export function readArchitecture(section: PoolSection): Architecture | null {
  const fields = readFields(section.docstring);
  const [term] = fields.get('Architecture') ?? [];
  if (term === undefined) return null;
  const refuse = (message: string): DLCodeGenError =>
    new DLCodeGenError('BAD_INPUT', `The architecture ${section.name}: ${message}.`, {
      data: { name: section.name },
    });
  const layers = fields.get('Layers') ?? [];
  if (layers.length === 0) throw refuse('it declares no layers');
  const fits = new Map<DataKind, ReadonlySet<TargetKind>>();
  for (const line of fields.get('Fits') ?? []) {
    const [kinds = [], targets = []] = line.split(' for ').map((part) => part.split(', '));
    const wrong = [
      ...kinds.filter((kind) => !isOneOf(DATA_KINDS, kind)),
      ...targets.filter((target) => !isOneOf(TARGET_KINDS, target)),
    ];
    if (wrong.length > 0 || targets.length === 0)
      throw refuse(`"${line}" is not of the form KIND, KIND for TARGET, TARGET`);
    for (const kind of kinds.filter((name) => isOneOf(DATA_KINDS, name)))
      fits.set(kind, new Set(targets.filter((target) => isOneOf(TARGET_KINDS, target))));
  }
  if (fits.size === 0) throw refuse('it fits no kind of data');
  const [title = '', paper = ''] = section.docstring
    .split('\n\n')
    .map((part) => part.replaceAll(/\s+/g, ' ').trim());
  const holes = splitItems(fields.get('Holes')).map((item) => item.split(' = '));
  return {
    id: section.name.replace(/^.*\//, ''),
    term,
    title,
    paper,
    fits,
    uses: splitItems(fields.get('Uses')),
    needs: splitItems(fields.get('Needs')),
    loss: fields.get('Loss')?.[0] ?? null,
    preprocess: fields.get('Preprocess')?.[0] ?? null,
    layers,
    replaces: splitItems(fields.get('Replaces')),
    holes: Object.fromEntries(holes.map(([name = '', query = '']) => [name, query])),
    section,
  };
}

/** Items of each field; lines that are indented belong to the field above them. */
function readFields(docstring: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let items: string[] | null = null;
  for (const line of docstring.split('\n')) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name !== undefined) {
      items = value === undefined || value === '' ? [] : [value];
      fields.set(name, items);
    } else if (line.startsWith('    ')) items?.push(line.trim());
    else items = null;
  }
  return fields;
}

/** Items stand on lines of their own or behind commas; those of layers hold commas. */
function splitItems(lines: readonly string[] = []): readonly string[] {
  return lines.flatMap((line) => line.split(', '));
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}
