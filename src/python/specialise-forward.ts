import type { Edit } from './edit.ts';
import { findBinding, type Scope } from './names.ts';
import { replaceByForm } from './replace.ts';
import type { Call } from './specialise-calls.ts';
import type { Code } from './specialise-code.ts';
import {
  argumentOf,
  valueNode,
  type CalledFunction,
  type Parameter,
} from './specialise-functions.ts';
import { allNodes, type TreeNode } from './tree.ts';

/** The result of a function of one operation on its parameters: `np.argmax(scores, axis=-1)`, `data_dir / FILE`, `[*NAMES]`. */
export interface Forwarded {
  readonly value: TreeNode;
  /** Where parameters stand in it, each at most once and in their order. */
  readonly places: readonly (readonly [TreeNode, Parameter])[];
}

const FORMS = new Set(['call', 'binary_operator', 'list']);
const PARTS = new Set([
  ...FORMS,
  ...'argument_list keyword_argument identifier attribute list_splat unary_operator'.split(' '),
  ...'string string_start string_content string_end integer float true false none'.split(' '),
]);
/** Whether an identifier is a name, not that of an attribute or a keyword. */
const isName = ({ type, field, parent }: TreeNode): boolean =>
  type === 'identifier' &&
  !(parent?.type === 'attribute' && field === 'attribute') &&
  !(parent?.type === 'keyword_argument' && field === 'name');
/** What may stand anywhere without parentheses. */
const PRIMARY = new Set(['identifier', 'call', 'attribute', 'subscript']);

/** Null for functions that do anything else. */
export function readForwarded({
  code,
  name,
  node,
  scope,
  parameters,
}: CalledFunction): Forwarded | null {
  const statements = (node.child('body')?.named() ?? []).filter(
    ({ type, children }) => !(type === 'expression_statement' && children[0]?.type === 'string'),
  );
  // A default is computed where the function is defined.
  const isActive = parameters.some(({ node: own }) =>
    allNodes(own).some(({ type }) => type === 'call'),
  );
  const [only, ...others] = statements;
  const value = only?.type === 'return_statement' ? only.named()[0] : undefined;
  if (value === undefined || others.length > 0 || isActive || value.text.includes('\n'))
    return null;
  const parts = allNodes(value).filter(({ isNamed }) => isNamed);
  const isFlat = parts.filter(({ type }) => FORMS.has(type)).length === 1;
  if (!FORMS.has(value.type) || !isFlat || !parts.every(({ type }) => PARTS.has(type))) return null;
  const places: (readonly [TreeNode, Parameter])[] = [];
  for (const part of parts.filter(isName)) {
    const found = code.names.references.get(part)?.scope;
    const parameter = parameters.find((one) => found === scope && one.name === part.text);
    if (parameter !== undefined) places.push([part, parameter]);
    else if (found !== null || part.text === name) return null;
  }
  const order = places.map(([, { position }]) => position);
  const isInOrder = order.every((position, at) => at === 0 || position > (order[at - 1] ?? 0));
  return isInOrder && !allNodes(node).some(({ type }) => type === 'comment')
    ? { value, places }
    : null;
}

/** The call replaced by that result; null where a name would mean something else, or an argument is not plain. */
export function placeForwarded(
  { value, places }: Forwarded,
  { parameters }: CalledFunction,
  code: Code,
  call: Call,
): Edit | null {
  const scope = scopeAt(code, call.node);
  const own = new Set(places.map(([part]) => part));
  const isHidden = allNodes(value).some(
    (part) => isName(part) && !own.has(part) && findBinding(part.text, scope) !== null,
  );
  if (isHidden) return null;
  for (const parameter of parameters) {
    const given = argumentOf(call, parameter);
    const isUsed = places.some(([, other]) => other === parameter);
    if (isUsed ? typeof given === 'string' : typeof given === 'object' && !given.isPure)
      return null;
    if (given === 'unknown') return null;
  }
  let { text } = value;
  for (const [part, parameter] of places.toReversed()) {
    const given = argumentOf(call, parameter);
    if (typeof given === 'string') return null;
    const argument = valueNode(given.node);
    if (!PRIMARY.has(argument.type) || argument.text.includes('\n')) return null;
    const [start, end] = [part.start - value.start, part.end - value.start];
    text = text.slice(0, start) + argument.text + text.slice(end);
  }
  return replaceByForm(call.node, text, value);
}

function scopeAt({ names }: Code, place: TreeNode): Scope {
  for (let node: TreeNode | null = place; node !== null; node = node.parent) {
    const scope = names.scopes.get(node);
    if (scope !== undefined) return scope;
  }
  return names.module;
}
