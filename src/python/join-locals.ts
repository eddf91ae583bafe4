import type { Program, Segment } from '../artifacts/index.ts';
import { WIDTH } from './layout.ts';
import { unboundNames, type Scope } from './names.ts';
import { replaceBy } from './replace.ts';
import { applyFolds, isOpen, readCode, type Code } from './specialise-code.ts';
import { assignedValue } from './specialise-locals.ts';
import type { Folds } from './specialise-statements.ts';
import { allNodes, type TreeNode } from './tree.ts';

/** Longer values keep their names: the line would say too much. */
const MOST_LETTERS = 50;

/** What a value may be, and what may stand around the place that reads it: all of it is evaluated, and once. */
const PLAIN = new Set(['call', 'attribute', 'subscript', 'identifier', 'string', 'list', 'tuple']);
const AROUND = new Set(
  'call argument_list keyword_argument attribute subscript assignment expression_list pair dictionary binary_operator for_in_clause list_comprehension'.split(
    ' ',
  ),
);

/**
 * Writes local values that the next statement reads, and nothing else, where they are read (the same program if there are none): steps that are left of
 * functions that were put in the place of their call. Layers of a network keep a statement each.
 */
export function joinLocals(program: Program): Program {
  const segments = program.segments.map(joinSegment);
  const isSame = segments.every((segment, at) => segment === program.segments[at]);
  return isSame ? program : { ...program, segments };
}

function joinSegment(segment: Segment): Segment {
  const { alternative } = segment;
  const isModel = segment.section === 'model' || segment.origin.kind === 'model';
  if (isModel || !segment.code.startsWith('def ')) return segment;
  const code = join(segment.code);
  if (code === segment.code) return segment;
  const joined = { ...segment, code, uses: unboundNames(readCode(code).names) };
  return alternative === undefined
    ? joined
    : { ...joined, alternative: { ...alternative, code: join(alternative.code) } };
}

function join(text: string): string {
  const code = readCode(text);
  const folds = isOpen(code) ? findJoin(code) : null;
  return folds === null ? text : join(applyFolds(text, folds));
}

function findJoin({ names }: Code): Folds | null {
  for (const scope of names.scopes.values()) {
    if (scope.node.type !== 'function_definition') continue;
    for (const [name, [place, ...others]] of scope.bindings) {
      if (place === undefined || others.length > 0) continue;
      if (scope.rebound.has(name) || scope.elsewhere.has(name)) continue;
      const reads = [...names.references.values()].filter(
        (reference) => reference.scope === scope && reference.node.text === name,
      );
      const [read] = reads;
      const isOnly = reads.length === 1 && read?.from === scope;
      const folds = isOnly ? joinNext(place, read.node, scope) : null;
      if (folds !== null) return folds;
    }
  }
  return null;
}

function joinNext(place: TreeNode, read: TreeNode, scope: Scope): Folds | null {
  const value = assignedValue(place);
  const statement = place.parent?.parent;
  if (value === null || statement === null || statement === undefined) return null;
  if (!PLAIN.has(value.type) || value.text.length > MOST_LETTERS) return null;
  if (allNodes(value).some(({ type }) => type === 'lambda' || type === 'comment')) return null;
  const siblings = statement.parent?.children ?? [];
  const next = siblings[siblings.indexOf(statement) + 1];
  if (next === undefined || !read.isWithin(next) || !isSimple(statement) || !isSimple(next))
    return null;
  const { source } = statement;
  const between = source.slice(statement.end, next.start);
  if (!/^\s*$/.test(between) || !isReadFirst(read, next, scope)) return null;
  const edit = replaceBy(read, value);
  const length = next.end - next.start + (edit?.text.length ?? 0) - (read.end - read.start);
  const column = next.start - source.lastIndexOf('\n', next.start - 1) - 1;
  if (edit === null || column + length > WIDTH) return null;
  const { start, end } = statement;
  return {
    inline: [{ ...edit, node: read }],
    lines: [{ start, end: end + between.length, text: '' }],
  };
}

/** Whether a statement is one line that assigns, calls or returns. */
function isSimple({ type, text }: TreeNode): boolean {
  return (type === 'expression_statement' || type === 'return_statement') && !text.includes('\n');
}

/** Whether a statement evaluates a name always and once, after names and functions of modules only. */
function isReadFirst(read: TreeNode, statement: TreeNode, scope: Scope): boolean {
  for (let outer = read.parent; outer !== null && outer !== statement; outer = outer.parent) {
    if (!AROUND.has(outer.type)) return false;
    if (outer.type === 'assignment' && !read.isWithin(outer.child('right') ?? outer)) return false;
  }
  const target = statement.named()[0];
  const from = target?.type === 'assignment' ? (target.child('right')?.start ?? 0) : 0;
  // Where the name is what a comprehension goes through, its items are made afterwards.
  const later = allNodes(statement).flatMap((one) =>
    one.type === 'list_comprehension' && read.isWithin(one) ? (one.child('body') ?? []) : [],
  );
  return allNodes(statement).every((node) => {
    const { type, start, end, text } = node;
    if (end > read.start || start < from || later.some((one) => node.isWithin(one))) return true;
    if (type === 'attribute' || type === 'subscript')
      return type === 'attribute' && !scope.bindings.has(text.split(/\W/, 1)[0] ?? '');
    return type !== 'call' && type !== 'await' && type !== 'named_expression';
  });
}
