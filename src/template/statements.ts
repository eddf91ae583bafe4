import { ownTable } from '../core/index.ts';
import { namedChildren, withSyntaxTree, type SyntaxNode } from '../python/index.ts';

export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly type: 'number' | 'text' | 'boolean' | 'none';
}

/** A statement of a function's body, with its literals masked so that two of a kind compare equal. */
export interface Statement {
  readonly start: number;
  readonly end: number;
  readonly shape: string;
  readonly literals: readonly Literal[];
  /** The function called for its effect on the reader (prints, plots, shows), or null. */
  readonly presents: string | null;
}

const LITERAL_TYPES: Readonly<Record<string, Literal['type']>> = ownTable({
  integer: 'number',
  float: 'number',
  string: 'text',
  true: 'boolean',
  false: 'boolean',
  none: 'none',
});

const PRESENTS = /^(print|plot_\w+|show_\w+|save_figure)$/;

export interface FunctionShape {
  /** The function itself draws or prints: its figures are its work. */
  readonly presents: boolean;
  /** Everything before the body: decorators, name, parameters. */
  readonly signature: string;
  readonly statements: readonly Statement[];
}

/** The body of the one function in `code`, statement by statement; null where it is no plain function. */
export function readFunction(code: string): FunctionShape | null {
  return withSyntaxTree(code, (root) => {
    const top = namedChildren(root).filter(({ type }) => type !== 'comment');
    const definition = top.length === 1 && top[0]?.type === 'function_definition' ? top[0] : null;
    const body = definition?.childForFieldName('body');
    if (body === null || body === undefined) return null;
    const presents = PRESENTS.test(definition?.childForFieldName('name')?.text ?? '');
    return {
      presents,
      signature: code.slice(0, body.startIndex),
      statements: namedChildren(body)
        .filter(({ type }) => type !== 'comment')
        .map((node) => readStatement(node, code)),
    };
  });
}

function readStatement(node: SyntaxNode, code: string): Statement {
  const literals = collectLiterals(node);
  let shape = '';
  let at = node.startIndex;
  for (const literal of literals) {
    shape += `${code.slice(at, literal.start)}⟨${literal.type}⟩`;
    at = literal.end;
  }
  shape += code.slice(at, node.endIndex);
  const call = namedChildren(node)[0];
  const callee = call?.type === 'call' ? call.childForFieldName('function')?.text : undefined;
  return {
    start: node.startIndex,
    end: node.endIndex,
    shape: shape.replace(/\s+/g, ' '),
    literals,
    presents:
      node.type === 'expression_statement' && callee !== undefined && PRESENTS.test(callee)
        ? callee
        : null,
  };
}

function collectLiterals(node: SyntaxNode): Literal[] {
  const type = LITERAL_TYPES[node.type];
  const formatted =
    node.type === 'string' && namedChildren(node).some((child) => child.type === 'interpolation');
  if (type !== undefined && !formatted) {
    return [{ start: node.startIndex, end: node.endIndex, text: node.text, type }];
  }
  return namedChildren(node).flatMap(collectLiterals);
}
