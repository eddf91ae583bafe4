import { namedChildren, withSyntaxTree, type SyntaxNode } from '../python/index.ts';

/** A stretch of the function's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The parts of a `build_model` that follows docs/pool.md; null where the function has no such part. */
export interface BuildFunction {
  readonly parameters: readonly string[];
  /** Statements `features = layers.X(...)(features)` after the stem, and what the first is applied to. */
  readonly trunk: Span | null;
  readonly trunkArgument: string;
  /** `features = layers.Rescaling(...)(inputs)` and the like, just before the trunk. */
  readonly rescaling: Span | null;
  /** The statement `outputs = layers.X(...)(features)`. */
  readonly head: Span | null;
  readonly compile: {
    /** The statement that compiles. */
    readonly statement: Span | null;
    readonly optimizer: Span | null;
    readonly loss: Span | null;
    readonly metrics: Span | null;
  };
}

/** Layers that prepare the input and are no part of a plan; a forecast of changes needs windows less their last step. */
const STEM_LAYERS = new Set([
  'Rescaling',
  'Normalization',
  'Concatenate',
  'Resizing',
  'Masking',
  'FromLastValue',
]);

interface LayerStatement extends Span {
  readonly target: string;
  readonly layer: string;
  readonly argument: string;
}

/** Finds trunk, head and compile call in the code of a `build_model`. Positions are those of `code`. */
export function readBuildFunction(code: string): BuildFunction {
  return withSyntaxTree(code, (root) => {
    const definition = root.descendantsOfType('function_definition')[0];
    const body = definition?.childForFieldName('body') ?? null;
    const statements = body === null ? [] : namedChildren(body);
    const layers = statements.map(readLayerStatement).filter((statement) => statement !== null);
    const own = layers.filter(({ target }) => target === 'features');
    const stem = own.findIndex(({ layer }) => !STEM_LAYERS.has(layer));
    const trunk = stem < 0 ? [] : own.slice(stem);
    const first = trunk[0];
    const last = trunk.at(-1);
    const head = layers.find(({ target }) => target === 'outputs') ?? null;
    return {
      parameters: parameterNames(definition),
      trunk:
        first === undefined || last === undefined ? null : { start: first.start, end: last.end },
      trunkArgument: first?.argument ?? head?.argument ?? 'inputs',
      rescaling: layers.find(({ layer }) => layer === 'Rescaling') ?? null,
      head,
      compile: readCompile(statements),
    };
  });
}

function readLayerStatement(statement: SyntaxNode): LayerStatement | null {
  const assignment = namedChildren(statement)[0];
  if (assignment?.type !== 'assignment') return null;
  const target = assignment.childForFieldName('left');
  const applied = assignment.childForFieldName('right');
  const made = applied?.childForFieldName('function');
  if (target?.type !== 'identifier' || applied?.type !== 'call' || made?.type !== 'call')
    return null;
  const inputs = applied.childForFieldName('arguments');
  const argument = inputs === null ? undefined : namedChildren(inputs)[0];
  const layer = made.childForFieldName('function')?.text.split('.').at(-1);
  if (argument === undefined || layer === undefined) return null;
  return {
    target: target.text,
    layer,
    argument: argument.text,
    start: statement.startIndex,
    end: statement.endIndex,
  };
}

function readCompile(statements: readonly SyntaxNode[]): BuildFunction['compile'] {
  const call = statements
    .flatMap((statement) => statement.descendantsOfType('call'))
    .find((node) => node?.childForFieldName('function')?.text.endsWith('.compile'));
  const statement = statements.find(
    ({ startIndex, endIndex }) =>
      call !== null &&
      call !== undefined &&
      startIndex <= call.startIndex &&
      call.endIndex <= endIndex,
  );
  const list = call?.childForFieldName('arguments');
  const find = (name: string): Span | null => {
    const value = (list === null || list === undefined ? [] : namedChildren(list))
      .find(
        (node) => node.type === 'keyword_argument' && node.childForFieldName('name')?.text === name,
      )
      ?.childForFieldName('value');
    if (value === null || value === undefined) return null;
    // A function of the program's own is assigned nowhere in this one.
    const assigned = value.type === 'identifier' ? assignedTo(value.text, statements) : null;
    return assigned ?? spanOf(value);
  };
  return {
    statement: statement === undefined ? null : spanOf(statement),
    optimizer: find('optimizer'),
    loss: find('loss'),
    metrics: find('metrics'),
  };
}

/** What a statement of the function assigns to a name. */
function assignedTo(name: string, statements: readonly SyntaxNode[]): Span | null {
  const value = statements
    .map((statement) => namedChildren(statement)[0])
    .find((node) => node?.type === 'assignment' && node.childForFieldName('left')?.text === name)
    ?.childForFieldName('right');
  return value === null || value === undefined ? null : spanOf(value);
}

function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}

function parameterNames(definition: SyntaxNode | null | undefined): string[] {
  const parameters = definition?.childForFieldName('parameters');
  if (parameters === null || parameters === undefined) return [];
  return namedChildren(parameters).map((node) => node.childForFieldName('name')?.text ?? node.text);
}
