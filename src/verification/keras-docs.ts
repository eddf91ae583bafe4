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

/** A public name with the docstring of its class or function. */
const EXPORTED =
  /@keras_export\(\s*\[?\s*"(keras\.[\w.]+)"[^@]*?\n(?:class|def) \w+[^\n]*?(?:\n[^\n]*){0,40}?:\n+\s+"""([\s\S]*?)"""/g;

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
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(EXPORTED)].map(
      ([, name = '', docstring = '']): KerasDoc => ({ name, text: cutExamples(docstring) }),
    ),
  );
  return [...new Map(docs.map((doc) => [doc.name, doc])).values()];
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
