import type { PlanRecord, SettledAsk } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { KINDS } from '../kinds/index.ts';
import { confirmAsked } from '../ledger/index.ts';
import {
  firstError,
  namedChildren,
  stripComments,
  withSyntaxTree,
  type SyntaxNode,
} from '../python/index.ts';
import { ENVIRONMENT_MODULES, STANDARD_MODULES } from './modules-table.ts';
import { PITFALLS, SERIES_PITFALLS } from './pitfalls-table.ts';

/** What can be said of a project's Python without running it. */
export interface StaticFindings {
  /** S0: files that do not parse or are missing. */
  readonly syntax: readonly Issue[];
  /** S1: imports that neither the project nor the environment has. */
  readonly imports: readonly Issue[];
  /** Pitfalls; they do not fail a stage. */
  readonly warnings: readonly Issue[];
  /** The ledger of the plan, `done` only where the code still shows it. */
  readonly asked: readonly SettledAsk[];
}

export const PROJECT_MODULES = ['data', 'model', 'train', 'evaluate', 'predict', 'script'] as const;

/** Reads every Python file of a project (relative path -> text). Codes: FILE_MISSING, PYTHON_SYNTAX, IMPORT_UNKNOWN and the pitfalls'. */
export function checkFiles(files: ReadonlyMap<string, string>, record: PlanRecord): StaticFindings {
  const paths = [...files.keys()].map((file) => file.replace(/\.py$/, ''));
  const syntax: Issue[] = PROJECT_MODULES.filter((name) => !files.has(`${name}.py`)).map(
    (name) => ({
      code: 'FILE_MISSING',
      path: `${name}.py`,
      message: `expected ${name}.py, found ${[...files.keys()].sort().join(', ') || 'no Python file'}`,
    }),
  );
  const imports: Issue[] = [];
  const warnings: Issue[] = [];
  const isSeries = record.data !== null && KINDS[record.data.kind].modality === 'series';
  const pitfalls = isSeries ? [...PITFALLS, ...SERIES_PITFALLS] : PITFALLS;
  for (const [file, text] of files) {
    withSyntaxTree(text, (root) => {
      const error = firstError(root);
      if (error !== null) {
        syntax.push({
          code: 'PYTHON_SYNTAX',
          path: `${file}:${error.startPosition.row + 1}`,
          message: `does not parse at: ${error.text.slice(0, 60)}`,
        });
        return;
      }
      // A module finds those of the project, and those beside it.
      const beside = file.slice(0, file.lastIndexOf('/') + 1);
      const own = [...paths, ...paths.map((other) => other.replace(beside, ''))];
      const modules = new Set(own.map((other) => other.split('/')[0] ?? ''));
      imports.push(...unknownImports(root, file, modules));
      // The maker of made data shuffles and writes as it likes.
      if (!file.startsWith('tests/')) {
        for (const node of namedChildren(root))
          warnings.push(...findPitfalls(node, file, pitfalls));
      }
    });
  }
  const script = files.get('script.py') ?? '';
  const view = { record, code: stripComments(script) ?? script, found: null };
  return { syntax, imports, warnings, asked: confirmAsked(record.asked, view) };
}

function unknownImports(root: SyntaxNode, file: string, own: ReadonlySet<string>): Issue[] {
  return root.descendantsOfType(['import_statement', 'import_from_statement']).flatMap((node) => {
    if (node === null) return [];
    const from = node.childForFieldName('module_name');
    const nodes = from === null ? node.childrenForFieldName('name') : [from];
    return nodes.flatMap((name) => {
      const dotted = name?.childForFieldName('name')?.text ?? name?.text ?? '';
      const top = dotted.split('.')[0] ?? '';
      const known =
        top === '' ||
        own.has(top) ||
        STANDARD_MODULES.has(top) ||
        Object.hasOwn(ENVIRONMENT_MODULES, top);
      if (known) return [];
      return [
        {
          code: 'IMPORT_UNKNOWN',
          path: `${file}:${node.startPosition.row + 1}`,
          message: `${top} is not in the pinned environment`,
          fix: `use one of ${Object.keys(ENVIRONMENT_MODULES).join(', ')}`,
        },
      ];
    });
  });
}

function findPitfalls(node: SyntaxNode, file: string, pitfalls: typeof PITFALLS): Issue[] {
  if (node.type === 'comment') return [];
  return pitfalls.flatMap(({ code, pattern, message, fix }) => {
    const at = node.text.search(pattern);
    if (at < 0) return [];
    const line = node.startPosition.row + node.text.slice(0, at).split('\n').length;
    return [{ code, path: `${file}:${line}`, message, fix }];
  });
}
