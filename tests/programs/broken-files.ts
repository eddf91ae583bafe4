import type { ProjectFiles } from '../../src/artifacts/index.ts';
import { firstError, withSyntaxTree } from '../../src/python/index.ts';

/** Python files of a project that do not parse. */
export function brokenFiles(files: ProjectFiles): string[] {
  return [...files]
    .filter(([name]) => name.endsWith('.py'))
    .filter(([, text]) => withSyntaxTree(text, (root) => firstError(root) !== null))
    .map(([name]) => name);
}
