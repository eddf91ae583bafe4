import {
  SECTIONS,
  type Origin,
  type Program,
  type Section,
  type Segment,
} from '../artifacts/index.ts';
import { fail, ok, type Issue, type Result } from '../core/index.ts';
import { boundNames, freeNames } from './names.ts';
import { firstError, namedChildren, withSyntaxTree, type SyntaxNode } from './parser.ts';

const HEADING = /^#\s*%%\s*(\w+)\s*$/;

/**
 * Reads a program in percent format (docs/pool.md) into segments, one per top-level statement;
 * an import of several names becomes one segment a name.
 *
 * Errors, as issues: PYTHON_SYNTAX, PROGRAM_SECTION (a heading nobody knows), PROGRAM_STATEMENT
 * (code that would run at import).
 */
export function readProgram(source: string, origin: Origin): Result<Program> {
  return withSyntaxTree(source, (root) => {
    const error = firstError(root);
    if (error !== null) {
      const { row, column } = error.startPosition;
      return fail({
        code: 'PYTHON_SYNTAX',
        path: `line ${row + 1}, column ${column + 1}`,
        message: `does not parse at: ${error.text.slice(0, 60)}`,
      });
    }
    return readStatements(namedChildren(root), origin);
  });
}

/** What a piece of code binds and what it needs from outside. */
export function analyseCode(code: string): { defines: string[]; uses: string[] } {
  return withSyntaxTree(code, analyseNode);
}

function analyseNode(node: SyntaxNode): { defines: string[]; uses: string[] } {
  const defines = boundNames(node);
  return { defines: [...defines], uses: [...freeNames(node, defines)].sort() };
}

/** A segment with the names its code binds and uses; `name` defaults to the first name it binds. */
export function createSegment(
  section: Section,
  code: string,
  origin: Origin,
  name?: string,
): Segment {
  return nameSegment({ section, code, ...analyseCode(code), origin }, name);
}

function nameSegment(parts: Omit<Segment, 'id'>, name?: string): Segment {
  return { id: `${parts.section}.${name ?? parts.defines[0] ?? 'statement'}`, ...parts };
}

function readStatements(nodes: readonly SyntaxNode[], origin: Origin): Result<Program> {
  const segments: Segment[] = [];
  const issues: Issue[] = [];
  let docstring = '';
  let section: Section = 'configuration';
  let comments: SyntaxNode[] = [];
  for (const node of nodes) {
    if (node.type === 'comment') {
      const heading = HEADING.exec(node.text)?.[1]?.toLowerCase();
      const previous = segments.at(-1);
      if (heading !== undefined) {
        comments = [];
        if (isSection(heading)) section = heading;
        else issues.push(unknownSection(node, heading));
      } else if (previous !== undefined && isTrailing(node)) {
        segments[segments.length - 1] = { ...previous, code: `${previous.code}  ${node.text}` };
      } else {
        comments.push(node);
      }
      continue;
    }
    const leading = comments.map((comment) => `${comment.text}\n`).join('');
    comments = [];
    if (node.type === 'expression_statement' && namedChildren(node)[0]?.type === 'string') {
      docstring = stripQuotes(node.text);
    } else if (node.type === 'import_statement' || node.type === 'import_from_statement') {
      for (const code of splitImport(node)) segments.push(createSegment('imports', code, origin));
    } else if (isDefinition(node)) {
      const code = leading + node.text;
      segments.push(nameSegment({ section, code, ...analyseNode(node), origin }));
    } else {
      issues.push({
        code: 'PROGRAM_STATEMENT',
        path: `line ${node.startPosition.row + 1}`,
        message: `runs at import: ${node.text.slice(0, 60)}`,
        fix: 'move it into a function',
      });
    }
  }
  return issues.length > 0 ? fail(...issues) : ok({ docstring, segments });
}

function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

function unknownSection(node: SyntaxNode, heading: string): Issue {
  return {
    code: 'PROGRAM_SECTION',
    path: `line ${node.startPosition.row + 1}`,
    message: `unknown section ${heading}; known: ${SECTIONS.join(', ')}`,
  };
}

function isTrailing(comment: SyntaxNode): boolean {
  const previous = comment.previousNamedSibling;
  return previous !== null && previous.endPosition.row === comment.startPosition.row;
}

function isDefinition(node: SyntaxNode): boolean {
  return (
    node.type === 'function_definition' ||
    node.type === 'class_definition' ||
    node.type === 'decorated_definition' ||
    (node.type === 'expression_statement' && namedChildren(node)[0]?.type === 'assignment')
  );
}

function stripQuotes(text: string): string {
  return text
    .replace(/^[rRuU]*("""|'''|"|')/, '')
    .replace(/("""|'''|"|')$/, '')
    .trim();
}

function splitImport(node: SyntaxNode): string[] {
  const names = node
    .childrenForFieldName('name')
    .flatMap((child) => (child === null ? [] : [child.text]));
  const module = node.childForFieldName('module_name')?.text;
  return names.map((name) =>
    module === undefined ? `import ${name}` : `from ${module} import ${name}`,
  );
}
