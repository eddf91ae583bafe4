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
        reads.length === 0 ? foldUnread(places, frame) : foldAlias(places, reads, names, program);
      if (folds !== null) return folds;
    }
  }
  return null;
}

/** The right-hand side of a plain assignment statement; null for other bindings. */
function assignedValue(place: TreeNode): TreeNode | null {
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

/** Removes a dead store in a parallel assignment, `table, times = read(path), None`. */
function foldUnreadPart(places: readonly TreeNode[], frame: Frame): Folds | null {
  const [place] = places;
  const pattern = place?.parent;
  if (place === undefined || places.length > 1 || pattern?.type !== 'pattern_list') return null;
  const value = assignedValue(pattern);
  const [targets, items] = [pattern.named(), value?.named() ?? []];
  const at = targets.indexOf(place);
  const [other, item, kept] = [targets[1 - at], items[at], items[1 - at]];
  if (value?.type !== 'expression_list' || targets.length !== 2 || items.length !== 2) return null;
  if (other === undefined || item === undefined || kept === undefined) return null;
  if (other.type !== 'identifier' || kept.type === 'list_splat' || !isPure(item, frame))
    return null;
  return {
    lines: [],
    inline: [
      { node: pattern, start: pattern.start, end: pattern.end, text: other.text },
      { node: value, start: value.start, end: value.end, text: kept.text },
    ],
  };
}

/** Replaces a variable that is only an alias of a final constant or of another variable. */
function foldAlias(
  places: readonly TreeNode[],
  reads: readonly Reference[],
  names: Names,
  program: ProgramContext,
): Folds | null {
  const [place] = places;
  const constant = place === undefined || places.length > 1 ? null : assignedValue(place);
  if (place === undefined || constant?.type !== 'identifier') return null;
  const scope = names.references.get(constant)?.scope;
  const isFinal = scope === null && program.value(constant.text) !== undefined;
  if (!isFinal && !isAssignedOnce(constant.text, place, scope ?? null)) return null;
  const inline = substitute(reads, constant.text, scope ?? null);
  const statement = place.parent?.parent;
  const lines = statement === null || statement === undefined ? null : removeStatement(statement);
  return inline === null || lines === null ? null : { inline, lines };
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
  return (
    assignedValue(place) !== null ||
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
function showsItself({ parent }: TreeNode): boolean {
  return parent?.type === 'interpolation' && parent.children.some(({ type }) => type === '=');
}

function fromLines(lines: LineEdits): Folds | null {
  return lines === null ? null : { inline: [], lines };
}
