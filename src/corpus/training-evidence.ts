import type { ScannedTokens } from '../python/tokens.ts';
import {
  FITTED_OTHERS,
  FRAMEWORKS,
  KERAS_PACKAGES,
  MODEL_BASES,
  MODEL_MAKERS,
  MODEL_PARTS,
  OTHER_FITTERS,
  TRAINERS,
  UPDATERS,
} from './keras-names-table.ts';
import { readBindings, type Bindings, type Call, type Origin } from './read-bindings.ts';

/** What makes a program one that trains a Keras model; each is where it stands, as a line from 1. */
export interface TrainingEvidence {
  readonly imports: Found | null;
  readonly model: Found | null;
  readonly training: Found | null;
}

export interface Found {
  /** As the program writes it, such as `keras.Sequential`. */
  readonly what: string;
  readonly line: number;
}

/**
 * Reads whether a program imports TensorFlow or Keras, makes a model and trains it; by the syntax of its statements, never by
 * words in comments, strings or prose. A `fit` counts unless its receiver comes from another library; a `GradientTape` counts
 * where gradients change weights. What only runs a TensorFlow 1 graph in a session trains no Keras model.
 * Paper: IV-D, where the filter goes by keywords; docs/results-corpus.md compares both.
 */
export function findTraining(tokens: ScannedTokens): TrainingEvidence {
  if (!FRAMEWORK.test(tokens.source)) return { imports: null, model: null, training: null };
  return new Judge(tokens, readBindings(tokens)).judge();
}

/** No framework is imported where its name does not stand; most notebooks are done with. */
const FRAMEWORK = /tensorflow|keras/;
/** Followed from name to name: `a = b`, `b = build()`, ... */
const MOST_STEPS = 8;

type Source = 'keras' | 'other' | 'unknown';

class Judge {
  readonly #tokens: ScannedTokens;
  readonly #bindings: Bindings;
  readonly #sources = new Map<string, Source>();

  constructor(tokens: ScannedTokens, bindings: Bindings) {
    this.#tokens = tokens;
    this.#bindings = bindings;
  }

  judge(): TrainingEvidence {
    const imports = this.#findImport();
    if (imports === null) return { imports, model: null, training: null };
    return { imports, model: this.#findModel(), training: this.#findTraining() };
  }

  #findImport(): Found | null {
    const places = [...this.#bindings.importedAt]
      .filter(([root]) => FRAMEWORKS.has(root))
      .toSorted(([, one], [, other]) => one - other);
    const [first] = places;
    return first === undefined ? null : this.#found(first[0], first[1]);
  }

  #findModel(): Found | null {
    const call = this.#bindings.calls.find((one) => this.#paths(one.path).some(makesModel));
    if (call !== undefined) return this.#found(call.path, call.at);
    const made = this.#bindings.classes.find(({ bases }) =>
      bases.some((base) => this.#isBase(base)),
    );
    return made === undefined ? null : this.#found(`class ${made.name}`, made.at);
  }

  #isBase(base: string): boolean {
    return this.#paths(base).some((path) => isKeras(path) && MODEL_BASES.has(lastPart(path)));
  }

  #findTraining(): Found | null {
    const { calls } = this.#bindings;
    const fit = calls.find((call) => this.#trains(call));
    if (fit !== undefined) return this.#found(fit.path, fit.at);
    const tape = calls.find((call) =>
      this.#paths(call.path).some((path) => isKeras(path) && lastPart(path) === 'GradientTape'),
    );
    if (tape === undefined) return null;
    const isApplied = calls.some(
      ({ path, receiver }) =>
        UPDATERS.has(lastPart(path)) && (path.includes('.') || receiver !== null),
    );
    return isApplied ? this.#found(tape.path, tape.at) : null;
  }

  #trains({ path, receiver }: Call): boolean {
    if (!TRAINERS.has(lastPart(path))) return false;
    if (receiver !== null) return this.#sourceOf(receiver, MOST_STEPS) !== 'other';
    const owner = path.slice(0, -lastPart(path).length - 1);
    return owner !== '' && this.#source(owner, MOST_STEPS) !== 'other';
  }

  /** Where a name's values come from; `other` only where all of them do. */
  #source(name: string, steps: number): Source {
    const known = this.#sources.get(name);
    if (known !== undefined) return known;
    this.#sources.set(name, 'unknown');
    const origins = this.#bindings.origins.get(name);
    const source =
      origins === undefined
        ? this.#sourceOfPath(name)
        : joinSources(origins.map((origin) => this.#sourceOf(origin, steps)));
    this.#sources.set(name, source);
    return source;
  }

  #sourceOf(origin: Origin, steps: number): Source {
    if (origin.path === '?' || steps === 0) return 'unknown';
    const source = this.#bindings.origins.has(origin.path)
      ? this.#source(origin.path, steps - 1)
      : this.#sourceOfPath(origin.path);
    // A search or a pipeline of another library may hold a Keras model.
    const isWrapped = source === 'other' && origin.isCall && this.#mentionsKeras(origin, steps);
    return isWrapped ? 'unknown' : source;
  }

  #sourceOfPath(path: string): Source {
    return joinSources(
      this.#paths(path).map((full) => {
        if (isKeras(full)) return FITTED_OTHERS.has(lastPart(full)) ? 'other' : 'keras';
        const root = firstPart(full);
        return this.#bindings.modules.has(root) && OTHER_FITTERS.has(root) ? 'other' : 'unknown';
      }),
    );
  }

  #mentionsKeras({ from, to }: Origin, steps: number): boolean {
    const { source, start, end } = this.#tokens;
    for (let at = from + 1; at < Math.min(to, from + MOST_ARGUMENTS); at += 1) {
      const name = source.slice(start[at], end[at]);
      if (this.#bindings.origins.has(name) && this.#source(name, steps - 1) === 'keras')
        return true;
    }
    return false;
  }

  /** Full paths that a path may stand for: names of imports replaced, names of star imports tried. */
  #paths(path: string): readonly string[] {
    const parts = path.split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const origins = this.#bindings.origins.get(parts.slice(0, length).join('.'));
      if (origins === undefined) continue;
      const rest = parts.slice(length).map((part) => `.${part}`);
      return origins
        .filter(({ isCall, path: full }) => !isCall && full !== '?')
        .slice(0, MOST_STEPS)
        .flatMap(({ path: full }) => this.#expand(full, MOST_STEPS))
        .map((full) => `${full}${rest.join('')}`);
    }
    if (!/^[A-Z]\w*$/.test(path)) return [path];
    return [path, ...this.#bindings.stars.map((star) => `${star}.${path}`)];
  }

  /** `layers = keras.layers`, where `keras` is `tensorflow.keras`. */
  #expand(path: string, steps: number): readonly string[] {
    if (steps === 0) return [path];
    const root = firstPart(path);
    const alias = this.#bindings.origins
      .get(root)
      ?.find(({ isCall, path: full }) => !isCall && full !== '?' && firstPart(full) !== root);
    if (alias === undefined) return [path];
    return this.#expand(`${alias.path}${path.slice(root.length)}`, steps - 1);
  }

  #found(what: string, at: number): Found {
    const { source, start } = this.#tokens;
    let line = 1;
    const end = start[at] ?? 0;
    for (let next = source.indexOf('\n'); next !== -1 && next < end; line += 1) {
      next = source.indexOf('\n', next + 1);
    }
    return { what, line };
  }
}

/** Tokens of a call that are looked through. */
const MOST_ARGUMENTS = 400;

function joinSources(sources: readonly Source[]): Source {
  if (sources.includes('keras')) return 'keras';
  return sources.length > 0 && sources.every((source) => source === 'other') ? 'other' : 'unknown';
}

function isKeras(path: string): boolean {
  const root = firstPart(path);
  // Hugging Face's Keras classes are those whose names begin with TF.
  return KERAS_PACKAGES.has(root) || /^transformers\.(?:\w+\.)*TF[A-Z]/.test(path);
}

function makesModel(path: string): boolean {
  if (!isKeras(path)) return false;
  const parts = path.split('.');
  return (
    MODEL_MAKERS.has(lastPart(path)) || parts.slice(1, -1).some((part) => MODEL_PARTS.has(part))
  );
}

function firstPart(path: string): string {
  return path.slice(0, path.includes('.') ? path.indexOf('.') : path.length);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
