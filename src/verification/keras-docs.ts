import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { findPythonEnvironment } from './python-environment.ts';

/** What the installed Keras says of one of its public names. */
export interface KerasDoc {
  /** e.g. `keras.layers.Conv2D` */
  readonly name: string;
  /** The docstring up to its first example. */
  readonly text: string;
}

/** The public name of an export, and the first docstring behind it. */
const NAME = /^\(\s*(?:\[\s*)?"(keras\.[\w.]+)"/;
const DOCSTRING = /:\n\s+"""([\s\S]*?)"""/;

let read: readonly KerasDoc[] | null = null;

/**
 * The docstrings of the installed Keras, read from its sources without running them, once a process.
 * Errors: ENVIRONMENT (no Python environment, or no Keras in it).
 */
export function readKerasDocs(): readonly KerasDoc[] {
  read ??= readKerasSources(findSources());
  return read;
}

function findSources(): string {
  const folders = (findPythonEnvironment()?.folders ?? []).filter((folder) =>
    folder.endsWith('/lib'),
  );
  const found = folders
    .flatMap((lib) =>
      readdirSync(lib).map((python) => path.join(lib, python, 'site-packages/keras/src')),
    )
    .find((folder) => existsSync(folder));
  if (found !== undefined) return found;
  throw new DLCodeGenError(
    'ENVIRONMENT',
    'DocPrompting reads the docstrings of the installed Keras; dlcodegen doctor makes the environment',
  );
}

/** Public names with their docstrings, from the Python files below a folder. */
export function readKerasSources(folder: string): readonly KerasDoc[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !file.endsWith('_test.py'))
    .toSorted();
  const docs = files.flatMap((file) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('@keras_export')
      .slice(1)
      .flatMap(readExport),
  );
  return [...new Map(docs.map((doc) => [doc.name, doc])).values()];
}

/** What stands behind `@keras_export`; nothing where it has no docstring of its own. */
function readExport(text: string): readonly KerasDoc[] {
  const name = NAME.exec(text)?.[1];
  const docstring = DOCSTRING.exec(text)?.[1];
  return name === undefined || docstring === undefined
    ? []
    : [{ name, text: cutExamples(docstring) }];
}

function cutExamples(docstring: string): string {
  const [before = ''] = docstring.split(
    /\n\s*(?:Examples?|Call arguments|References?|Raises|Input shape):/,
  );
  return before
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
