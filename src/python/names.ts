import { namedChildren, type SyntaxNode } from './parser.ts';

const SCOPES = new Set(['function_definition', 'class_definition', 'lambda']);
const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/**
 * Names a node reads that are bound neither inside it nor in `bound`; builtins included.
 * Scoping follows Python: parameters and every name assigned in a function are local to it,
 * class attributes are visible in the class body only, comprehensions bind their targets.
 */
export function freeNames(node: SyntaxNode, bound: ReadonlySet<string> = new Set()): Set<string> {
  const free = new Set<string>();
  visit(node, bound, free);
  return free;
}

/** Names a statement binds in the scope it stands in. */
export function boundNames(node: SyntaxNode): Set<string> {
  const names = new Set<string>();
  collectBound(node, names);
  return names;
}

function visit(node: SyntaxNode, bound: ReadonlySet<string>, free: Set<string>): void {
  switch (node.type) {
    case 'identifier':
      if (!bound.has(node.text)) free.add(node.text);
      return;
    case 'attribute':
      visitField(node, 'object', bound, free);
      return;
    case 'keyword_argument':
      visitField(node, 'value', bound, free);
      return;
    case 'function_definition':
      visitFunction(node, bound, free);
      return;
    case 'lambda':
      visitFunction(node, bound, free);
      return;
    case 'class_definition':
      visitClass(node, bound, free);
      return;
    case 'import_statement':
    case 'import_from_statement':
    case 'global_statement':
    case 'nonlocal_statement':
      return;
    default:
      if (COMPREHENSIONS.has(node.type)) visitComprehension(node, bound, free);
      else for (const child of namedChildren(node)) visit(child, bound, free);
  }
}

function visitField(
  node: SyntaxNode,
  field: string,
  bound: ReadonlySet<string>,
  free: Set<string>,
): void {
  const child = node.childForFieldName(field);
  if (child !== null) visit(child, bound, free);
}

function visitFunction(node: SyntaxNode, bound: ReadonlySet<string>, free: Set<string>): void {
  const local = new Set(bound);
  const parameters = node.childForFieldName('parameters');
  for (const parameter of parameters === null ? [] : namedChildren(parameters)) {
    visitParameter(parameter, bound, local, free);
  }
  visitField(node, 'return_type', bound, free);
  const body = node.childForFieldName('body');
  if (body === null) return;
  for (const name of boundNames(body)) local.add(name);
  visit(body, local, free);
}

function visitParameter(
  parameter: SyntaxNode,
  outer: ReadonlySet<string>,
  local: Set<string>,
  free: Set<string>,
): void {
  const named = parameter.childForFieldName('name') ?? namedChildren(parameter)[0] ?? parameter;
  for (const name of patternNames(parameter.type === 'identifier' ? parameter : named)) {
    local.add(name);
  }
  visitField(parameter, 'value', outer, free);
  visitField(parameter, 'type', outer, free);
}

function visitClass(node: SyntaxNode, bound: ReadonlySet<string>, free: Set<string>): void {
  visitField(node, 'superclasses', bound, free);
  const body = node.childForFieldName('body');
  if (body === null) return;
  const attributes = new Set([...bound, ...boundNames(body)]);
  for (const statement of namedChildren(body)) {
    const definition = statement.childForFieldName('definition') ?? statement;
    if (definition.type === 'function_definition') {
      visit(definition, bound, free);
      for (const child of namedChildren(statement)) {
        if (child.type === 'decorator') visit(child, attributes, free);
      }
    } else {
      visit(statement, attributes, free);
    }
  }
}

function visitComprehension(node: SyntaxNode, bound: ReadonlySet<string>, free: Set<string>): void {
  const local = new Set(bound);
  for (const clause of namedChildren(node)) {
    if (clause.type !== 'for_in_clause') continue;
    const left = clause.childForFieldName('left');
    if (left !== null) for (const name of patternNames(left)) local.add(name);
  }
  for (const child of namedChildren(node)) visit(child, local, free);
}

function collectBound(node: SyntaxNode, names: Set<string>): void {
  for (const name of ownBoundNames(node)) names.add(name);
  if (SCOPES.has(node.type) || COMPREHENSIONS.has(node.type)) return;
  for (const child of namedChildren(node)) collectBound(child, names);
}

function ownBoundNames(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'function_definition':
    case 'class_definition':
    case 'named_expression':
      return fieldNames(node, 'name');
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return fieldNames(node, 'left');
    case 'as_pattern':
      return namedChildren(node)
        .filter((child) => child.type === 'as_pattern_target')
        .flatMap((child) => namedChildren(child).flatMap(patternNames));
    case 'import_statement':
    case 'import_from_statement':
      return importedNames(node);
    default:
      return [];
  }
}

function fieldNames(node: SyntaxNode, field: string): string[] {
  const child = node.childForFieldName(field);
  return child === null ? [] : patternNames(child);
}

/** Names a pattern binds: identifiers, also inside tuples, lists and stars; attributes and items bind none. */
function patternNames(pattern: SyntaxNode): string[] {
  if (pattern.type === 'identifier') return [pattern.text];
  if (pattern.type === 'attribute' || pattern.type === 'subscript') return [];
  return namedChildren(pattern).flatMap(patternNames);
}

function importedNames(node: SyntaxNode): string[] {
  return node.childrenForFieldName('name').flatMap((child) => {
    if (child === null) return [];
    const alias = child.childForFieldName('alias');
    return [alias?.text ?? child.text.split('.')[0] ?? child.text];
  });
}
