import {
  SECTIONS,
  type Origin,
  type Program,
  type Section,
  type Segment,
} from '../artifacts/index.ts';
import { fail, ok, type Issue, type Result } from '../core/index.ts';
import { readNames, unboundNames } from './names.ts';
import { firstError, withSyntaxTree } from './parser.ts';
import { readTree, type TreeNode } from './tree.ts';

const HEADING = /^#\s*%%\s*(\w+)\s*$/;

/**
 * Reads a program in percent format (docs/pool.md) into segments, one per top-level statement;
 * an import of several names becomes one segment a name.
 *
 * Errors, as issues: PYTHON_SYNTAX, PROGRAM_SECTION (a heading nobody knows), PROGRAM_STATEMENT
 * (code that would run at import).
 */
export function readProgram(source: string, origin: Origin): Result<Program> {
  const { root, isBroken } = readTree(source);
  if (isBroken) return fail(syntaxIssue(source));
  const { program, issues } = readStatements(root, origin);
  return issues.length > 0 ? fail(...issues) : ok(program);
}

/**
 * Reads what can be read of a text that need not be a program: imports, constants, functions and classes without errors.
 * What runs at import, does not parse or is no Python comes back as issues (those of `readProgram`). A name bound twice
 * has its last binding.
 */
export function salvageProgram(
  source: string,
  origin: Origin,
): { readonly program: Program; readonly issues: readonly Issue[] } {
  const { program, issues } = readStatements(readTree(source).root, origin);
  const last = new Map(program.segments.map((segment) => [segment.id, segment] as const));
  const broken = [...last.values()].filter(({ code }) => readTree(code).isBroken);
  for (const { id } of broken) last.delete(id);
  return {
    program: { ...program, segments: [...last.values()] },
    issues: [...issues, ...broken.map(({ code }) => syntaxIssue(code))],
  };
}

function syntaxIssue(source: string): Issue {
  return withSyntaxTree(source, (root) => {
    const error = firstError(root) ?? root;
    const { row, column } = error.startPosition;
    return {
      code: 'PYTHON_SYNTAX',
      path: `line ${row + 1}, column ${column + 1}`,
      message: `does not parse at: ${error.text.slice(0, 60)}`,
    };
  });
}

/** What a piece of code binds and what it needs from outside. */
export function analyseCode(code: string): { defines: string[]; uses: string[] } {
  return analyseNode(readTree(code).root);
}

function analyseNode(node: TreeNode): { defines: string[]; uses: string[] } {
  const names = readNames(node);
  return { defines: [...names.module.bindings.keys()], uses: unboundNames(names) };
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

function readStatements(
  root: TreeNode,
  origin: Origin,
): { readonly program: Program; readonly issues: Issue[] } {
  const segments: Segment[] = [];
  const issues: Issue[] = [];
  let docstring = '';
  let section: Section = 'configuration';
  let comments: TreeNode[] = [];
  for (const node of root.children) {
    if (node.type === 'comment') {
      const heading = HEADING.exec(node.text)?.[1]?.toLowerCase();
      const previous = segments.at(-1);
      if (heading !== undefined) {
        comments = [];
        if (isSection(heading)) section = heading;
        else issues.push(unknownSection(node, heading));
      } else if (previous !== undefined && isTrailing(node, root)) {
        segments[segments.length - 1] = { ...previous, code: `${previous.code}  ${node.text}` };
      } else {
        comments.push(node);
      }
      continue;
    }
    const leading = comments.map((comment) => `${comment.text}\n`).join('');
    comments = [];
    if (node.type === 'expression_statement' && node.named()[0]?.type === 'string') {
      docstring = stripQuotes(node.text);
    } else if (node.type === 'import_statement' || node.type === 'import_from_statement') {
      for (const code of splitImport(node)) segments.push(createSegment('imports', code, origin));
    } else if (isDefinition(node)) {
      const code = leading + node.text;
      segments.push(nameSegment({ section, code, ...analyseNode(node), origin }));
    } else {
      issues.push({
        code: 'PROGRAM_STATEMENT',
        path: `line ${lineOf(node)}`,
        message: `runs at import: ${node.text.slice(0, 60)}`,
        fix: 'move it into a function',
      });
    }
  }
  return { program: { docstring, segments }, issues };
}

function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

function unknownSection(node: TreeNode, heading: string): Issue {
  return {
    code: 'PROGRAM_SECTION',
    path: `line ${lineOf(node)}`,
    message: `unknown section ${heading}; known: ${SECTIONS.join(', ')}`,
  };
}

function lineOf({ source, start }: TreeNode): number {
  return source.slice(0, start).split('\n').length;
}

/** Whether a comment stands at the end of a statement's line. */
function isTrailing(comment: TreeNode, root: TreeNode): boolean {
  const previous = root.children[root.children.indexOf(comment) - 1];
  return (
    previous !== undefined && !comment.source.slice(previous.end, comment.start).includes('\n')
  );
}

function isDefinition(node: TreeNode): boolean {
  return (
    node.type === 'function_definition' ||
    node.type === 'class_definition' ||
    node.type === 'decorated_definition' ||
    (node.type === 'expression_statement' && node.named()[0]?.type === 'assignment')
  );
}

function stripQuotes(text: string): string {
  return text
    .replace(/^[rRuU]*("""|'''|"|')/, '')
    .replace(/("""|'''|"|')$/, '')
    .trim();
}

function splitImport(node: TreeNode): string[] {
  const names = node.children.filter(({ field }) => field === 'name').map(({ text }) => text);
  const module = node.child('module_name')?.text;
  return names.map((name) =>
    module === undefined ? `import ${name}` : `from ${module} import ${name}`,
  );
}
