import type { Edit } from './edit.ts';
import { evaluate } from './evaluate.ts';
import { Frame } from './frame.ts';
import { findBinding, type Scope } from './names.ts';
import { removeStatement, type LineEdits } from './remove-lines.ts';
import { replaceBy, replaceByText } from './replace.ts';
import type { Argument, Call } from './specialise-calls.ts';
import { placeForwarded, readForwarded } from './specialise-forward.ts';
import type { Code } from './specialise-code.ts';
import type { FunctionContext } from './specialise-context.ts';
import {
  argumentOf,
  describe,
  type CalledFunction,
  type Parameter,
} from './specialise-functions.ts';
import type { Folds } from './specialise-statements.ts';
import type { TreeNode } from './tree.ts';

/** Result of a trivial function: the text of a constant, or a parameter. */
type Result = { readonly text: string; readonly isName: boolean } | Parameter;

/**
 * Edits that inline a trivial function, whose body only returns constants and parameters or hands them on. Null if the function is not
 * trivial or a call cannot be replaced.
 */
export function inlineCalls(
  called: CalledFunction,
  program: FunctionContext,
): ReadonlyMap<Code, Folds> | null {
  const results = readResults(called, program);
  const forwarded = results === null ? readForwarded(called) : null;
  if ((results === null && forwarded === null) || called.calls.length === 0) return null;
  const folds = new Map<Code, Folds>();
  for (const { code, call } of called.calls) {
    const place =
      results === null
        ? fromEdit(forwarded && placeForwarded(forwarded, called, code, call), call.node)
        : placeResults(called, results, code, call);
    if (place === null) return null;
    const { inline, lines } = folds.get(code) ?? { inline: [], lines: [] };
    // Nested calls and removed statements are handled one at a time.
    const isApart = !inline.some(
      ({ node }) => node.isWithin(call.node) || call.node.isWithin(node),
    );
    if (isApart && (lines.length === 0 || place.lines.length === 0))
      folds.set(code, {
        inline: [...inline, ...place.inline],
        lines: [...lines, ...place.lines],
      });
  }
  return folds;
}

/** The items that a trivial function returns; null for other functions. */
function readResults(called: CalledFunction, program: FunctionContext): Result[] | null {
  const statements = called.node.child('body')?.named() ?? [];
  const [only, ...others] = statements.filter(
    ({ type, children }) =>
      type !== 'pass_statement' &&
      !(type === 'expression_statement' && children[0]?.type === 'string'),
  );
  if (only === undefined) return [{ text: 'None', isName: false }];
  const value = only.type === 'return_statement' ? only.named()[0] : undefined;
  if (others.length > 0 || only.type !== 'return_statement') return null;
  if (value === undefined) return [{ text: 'None', isName: false }];
  const isTuple = value.type === 'expression_list';
  const results = (isTuple ? value.named() : [value]).map((part) =>
    readResult(called, part, program),
  );
  const isKnown = results.every((result) => result !== null);
  return isKnown && new Set(results).size === results.length ? results : null;
}

function readResult(
  { code, parameters, scope }: CalledFunction,
  node: TreeNode,
  program: FunctionContext,
): Result | null {
  const isOwn = code.names.references.get(node)?.scope === scope;
  if (isOwn) return parameters.find(({ name }) => name === node.text) ?? null;
  const frame = new Frame({ names: code.names, program, outer: null }, scope, new Map());
  const constant = describe(code, node, evaluate(node, frame), program);
  return constant === null ? null : { text: constant.text, isName: constant.isSymbol };
}

function placeResults(
  called: CalledFunction,
  results: readonly Result[],
  code: Code,
  call: Call,
): Folds | null {
  const given = called.parameters.map((parameter) => argumentOf(call, parameter));
  const isKnown = given.every((one) => typeof one !== 'string' || one === 'default');
  const impure = given.filter((one) => typeof one !== 'string' && !one.isPure);
  const used = results.filter((result) => 'position' in result);
  const isUsed = impure.every((one) => used.some(({ position }) => given[position] === one));
  if (!isKnown || impure.length > 1 || !isUsed) return null;
  const { node } = call;
  const isStatement = node.parent?.type === 'expression_statement';
  if (isStatement && impure.length === 0) return fromLines(removeStatement(node.parent));
  const [first] = results;
  if (first === undefined) return null;
  if (results.length > 1) return placeTuple(results, given, code, node);
  return fromEdit(placeOne(first, given, code, node), node);
}

type Given = Argument | 'default' | 'unknown' | undefined;

function placeOne(
  result: Result,
  given: readonly Given[],
  code: Code,
  node: TreeNode,
): Edit | null {
  if (!('position' in result))
    return isHidden(result, code, node) ? null : replaceByText(node, result.text);
  const argument = given[result.position];
  return typeof argument === 'object' ? replaceBy(node, valueOf(argument)) : null;
}

/** `table, times = f(path)` becomes `table, times = path, None`. */
function placeTuple(
  results: readonly Result[],
  given: readonly Given[],
  code: Code,
  node: TreeNode,
): Folds | null {
  const place = node.parent?.type;
  if (place !== 'return_statement' && !(place === 'assignment' && node.field === 'right'))
    return null;
  const texts = results.map((result) => {
    if (!('position' in result)) return isHidden(result, code, node) ? null : result.text;
    const argument = given[result.position];
    const value = typeof argument === 'object' ? valueOf(argument) : null;
    return value === null || !['identifier', 'call', 'attribute', 'subscript'].includes(value.type)
      ? null
      : value.text;
  });
  if (texts.includes(null)) return null;
  return {
    inline: [{ node, start: node.start, end: node.end, text: texts.join(', ') }],
    lines: [],
  };
}

function valueOf({ node }: Argument): TreeNode {
  return node.type === 'keyword_argument' ? (node.child('value') ?? node) : node;
}

/** Whether a local name hides a constant at the position of a call. */
function isHidden(
  { text, isName }: { readonly text: string; readonly isName: boolean },
  { names }: Code,
  place: TreeNode,
): boolean {
  let node: TreeNode | null = place;
  let scope: Scope | undefined;
  for (; node !== null && scope === undefined; node = node.parent) scope = names.scopes.get(node);
  return isName && findBinding(text, scope ?? names.module) !== null;
}

function fromEdit(edit: Edit | null, node: TreeNode): Folds | null {
  return edit === null ? null : { inline: [{ ...edit, node }], lines: [] };
}

function fromLines(lines: LineEdits): Folds | null {
  return lines === null ? null : { inline: [], lines };
}
