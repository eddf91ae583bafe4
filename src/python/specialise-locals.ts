import { WIDTH } from './layout.ts';
import { Frame, type ProgramContext } from './frame.ts';
import { findBinding, type Names, type Reference, type Scope } from './names.ts';
import { removeStatement, type LineEdits } from './remove-lines.ts';
import { replaceByText } from './replace.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import type { Folds } from './specialise-statements.ts';
import type { TreeNode } from './tree.ts';
import { isPure } from './truth.ts';

/**
 * Edits that remove one redundant local variable: a dead store, or an alias of a final constant or of another local.
 * Null if there is none.
 */
export function foldLocal(names: Names, program: ProgramContext): Folds | null {
  for (const scope of names.scopes.values()) {
    if (scope.node.type !== 'function_definition') continue;
    for (const [name, places] of scope.bindings) {
      if (scope.rebound.has(name) || scope.elsewhere.has(name)) continue;
      const reads = [...names.references.values()].filter(
        (reference) => reference.scope === scope && reference.node.text === name,
      );
      const frame = new Frame({ names, program, outer: null }, scope, new Map());
      const folds =
        reads.length === 0
          ? foldUnread(places, frame)
          : (foldAlias(places, reads, names, program) ?? foldReturned(places, reads));
      if (folds !== null) return folds;
    }
  }
  return null;
}

/** The right-hand side of a plain assignment statement; null for other bindings. */
export function assignedValue(place: TreeNode): TreeNode | null {
  const assignment = place.parent;
  const isPlain =
    assignment?.type === 'assignment' &&
    place.field === 'left' &&
    assignment.child('type') === null &&
    assignment.parent?.type === 'expression_statement';
  const value = isPlain ? assignment.child('right') : null;
  return value?.type === 'assignment' ? null : value;
}

function foldUnread(places: readonly TreeNode[], frame: Frame): Folds | null {
  for (const place of places) {
    const value = assignedValue(place);
    if (value === null || !isPure(value, frame)) return foldUnreadPart(places, frame);
  }
  const statement = places[0]?.parent?.parent;
  return fromLines(
    statement === null || statement === undefined ? null : removeStatement(statement),
  );
}

/** One target of a parallel assignment, `table, times = read(path), None`, with its value. */
interface Part {
  readonly value: TreeNode;
  /** Edits that remove both; the statement goes with the last part, as a whole. */
  readonly removed: readonly InlineEdit[];
}

function partOf(place: TreeNode | undefined): Part | null {
  const pattern = place?.parent;
  if (place === undefined || pattern?.type !== 'pattern_list') return null;
  const all = assignedValue(pattern);
  const [targets, items] = [pattern.named(), all?.named() ?? []];
  const isParallel =
    all?.type === 'expression_list' &&
    targets.length === items.length &&
    targets.every(({ type }) => type === 'identifier') &&
    items.every(({ type }) => type !== 'list_splat');
  const at = targets.indexOf(place);
  const value = items[at];
  if (!isParallel || value === undefined || targets.length < 2) return null;
  const without = (list: TreeNode, parts: readonly TreeNode[]): InlineEdit => {
    const text = parts.filter((_, index) => index !== at).map((part) => part.text);
    return { node: list, start: list.start, end: list.end, text: text.join(', ') };
  };
  return { value, removed: [without(pattern, targets), without(all, items)] };
}

/** Removes a dead store in a parallel assignment. */
function foldUnreadPart(places: readonly TreeNode[], frame: Frame): Folds | null {
  const parts = places.map(partOf);
  if (parts.some((part) => part === null || !isPure(part.value, frame))) return null;
  return { lines: [], inline: parts[0]?.removed ?? [] };
}

/** Replaces a variable that is only an alias of a final constant or of another variable. */
function foldAlias(
  places: readonly TreeNode[],
  reads: readonly Reference[],
  names: Names,
  program: ProgramContext,
): Folds | null {
  const [place] = places;
  const part = places.length > 1 ? null : partOf(place);
  const constant =
    place === undefined || places.length > 1 ? null : (part?.value ?? assignedValue(place));
  if (place === undefined || constant?.type !== 'identifier') return null;
  const scope = names.references.get(constant)?.scope;
  const isFinal = scope === null && program.value(constant.text) !== undefined;
  if (!isFinal && !isAssignedOnce(constant.text, place, scope ?? null)) return null;
  const inline = substitute(reads, constant.text, scope ?? null);
  if (part !== null)
    return inline === null ? null : { inline: [...inline, ...part.removed], lines: [] };
  const statement = place.parent?.parent;
  const lines = statement === null || statement === undefined ? null : removeStatement(statement);
  return inline === null || lines === null ? null : { inline, lines };
}

/** `state = {...}` before `return state` becomes `return {...}`. */
function foldReturned(places: readonly TreeNode[], reads: readonly Reference[]): Folds | null {
  const [[place], [read]] = [places, reads];
  const ending = read?.node.parent;
  if (place === undefined || read === undefined || places.length + reads.length > 2) return null;
  const value = assignedValue(place);
  const statement = place.parent?.parent;
  if (value === null || ending?.type !== 'return_statement' || value.type === 'expression_list')
    return null;
  const body = ending.parent?.named() ?? [];
  const isNext = body.indexOf(ending) === body.findIndex((one) => one === statement) + 1;
  if (
    statement === null ||
    statement === undefined ||
    !isNext ||
    ending.parent !== statement.parent
  )
    return null;
  // What stands between them, such as a comment, would lose its place.
  if (!/^\s*$/.test(place.source.slice(statement.end, ending.start))) return null;
  const text = `return ${value.text}`;
  const start = place.source.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = place.source.slice(start, statement.start);
  if (text.split('\n', 1).some((line) => indent.length + line.length > WIDTH)) return null;
  return { inline: [], lines: [{ start: statement.start, end: ending.end, text }] };
}

/** Whether a local variable has a single binding, and neither it nor the alias at `place` is in a loop. */
function isAssignedOnce(name: string, place: TreeNode, scope: Scope | null): boolean {
  const places = scope?.bindings.get(name) ?? [];
  const [source] = places;
  if (scope?.kind !== 'function' || source === undefined || places.length > 1) return false;
  if (scope.rebound.has(name)) return false;
  const isOwn = scope.bindings.get(place.text)?.includes(place) === true;
  return isOwn && isPlainBinding(source) && !isRepeated(place, scope) && !isRepeated(source, scope);
}

function isPlainBinding(place: TreeNode): boolean {
  const { parent } = place;
  return (
    assignedValue(parent?.type === 'pattern_list' ? parent : place) !== null ||
    place.parent?.type.endsWith('parameter') === true ||
    place.parent?.type === 'parameters'
  );
}

function isRepeated(place: TreeNode, { node }: Scope): boolean {
  for (let outer = place.parent; outer !== null && outer !== node; outer = outer.parent)
    if (outer.type === 'for_statement' || outer.type === 'while_statement') return true;
  return false;
}

/**
 * Edits that replace reads of a name by a literal or by a name of `scope` (null: module level). Null if that name is
 * hidden at one of the reads, or the syntax does not allow the text.
 */
export function substitute(
  reads: readonly Reference[],
  text: string,
  scope: Scope | null = null,
): InlineEdit[] | null {
  const isName = /^[^\W\d]\w*$/u.test(text);
  const edits: InlineEdit[] = [];
  for (const { node, from } of reads) {
    const edit = replaceByText(node, text);
    const meant = isName ? findBinding(text, from) : null;
    const isHidden = isName && (meant?.kind === 'module' ? null : meant) !== scope;
    if (edit === null || isHidden || showsItself(node)) return null;
    edits.push({ ...edit, node });
  }
  return edits;
}

/** `{name=}` in an f-string prints the name itself. */
export function showsItself({ parent }: TreeNode): boolean {
  return parent?.type === 'interpolation' && parent.children.some(({ type }) => type === '=');
}

function fromLines(lines: LineEdits): Folds | null {
  return lines === null ? null : { inline: [], lines };
}
