import { readdirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, passMachineFault } from '../core/index.ts';
import { LANGUAGE_OF_ENDING } from './languages.ts';

/**
 * The input files in order: what is named, and below folders everything that is a notebook or a program by its ending, names
 * in order of their code units. Links below a folder are inputs and are not followed into folders. Nothing is held but the
 * names of the folders on the way.
 * Errors: BAD_INPUT (a place that is not there).
 */
export function* findInputs(places: readonly string[]): Generator<string> {
  for (const place of outermost(places)) {
    const status = attempt(place, () => statSync(place));
    if (status.isDirectory()) yield* below(place);
    else yield place;
  }
}

function* below(folder: string): Generator<string> {
  const entries = list(folder);
  if (entries === null) yield folder;
  entries?.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries ?? []) {
    const place = path.join(folder, entry.name);
    const isInput = path.extname(entry.name).toLowerCase() in LANGUAGE_OF_ENDING;
    if (isInput) yield place;
    if (entry.isDirectory()) yield* below(place);
  }
}

/** Null, and the folder itself is an input that fails, where it cannot be listed. */
function list(folder: string): Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    passMachineFault(error);
    return null;
  }
}

/** Without places that are named twice or lie below another. */
function outermost(places: readonly string[]): string[] {
  const full = places.map((place) => path.resolve(place));
  return places.filter((_, at) => {
    const own = full[at] ?? '';
    return !full.some(
      (other, place) =>
        (other === own && place < at) || (other !== own && own.startsWith(withSlash(other))),
    );
  });
}

function withSlash(folder: string): string {
  return folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`;
}

function attempt<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { message } = cause as Error;
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${place}: ${message}`, { cause });
  }
}
