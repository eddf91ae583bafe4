import type { LayerCall, Origin, Program, Segment } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { addLibraryNames } from './library.ts';

/** A network that is trained beside the planned one. */
export interface Rival {
  readonly name: string;
  /** Its head, that of the planned network, is the last. */
  readonly layers: readonly LayerCall[];
}

/** Function of `pool/techniques/` that trains and compares them, and the one that joins their answers. */
export const RIVAL_FUNCTIONS = ['compare_networks', 'average_networks'] as const;

/** Where the planned network is fitted. */
const FIT = /^( *)history = fit_network\(model, data, epochs, output_dir\)$/m;

export interface RivalRequest {
  readonly rivals: readonly Rival[];
  /** Whether the answers of all networks are averaged. */
  readonly isJoined: boolean;
  readonly library: readonly Segment[];
}

/**
 * Lets a program train other networks beside the planned one: each has a function like `build_model`, with its own layers
 * between the same input and the same head. `compile` gives the code of such a function for a list of layers.
 */
export function addRivals(
  program: Program,
  { rivals, isJoined, library }: RivalRequest,
  compile: (code: string, layers: readonly LayerCall[]) => string,
  origin: Origin,
): Program {
  const build = program.segments.find(({ id }) => id === 'model.build_model');
  const isTrained = program.segments.some(({ code }) => FIT.test(code));
  if (rivals.length === 0 || build === undefined || !isTrained) return program;
  const made = rivals.map(({ name, layers }) => ({
    name,
    builder: `build_${slug(name)}`,
    code: compile(build.code, layers),
  }));
  const functions = made.map(({ builder, code }) =>
    createSegment('model', code.replace('def build_model(', `def ${builder}(`), origin),
  );
  const rows = made.map(({ name, builder }) => `        "${name}": ${builder},\n`).join('');
  const listed = createSegment(
    'model',
    `def other_networks():\n    """Returns the networks that are compared with the main one, by name."""\n    return {\n${rows}    }`,
    origin,
  );
  const call = 'compare_networks(model, data, epochs, learning_rate, output_dir)';
  const segments = program.segments.map((segment) =>
    segment.section === 'training' && FIT.test(segment.code)
      ? createSegment(
          'training',
          segment.code.replace(
            FIT,
            isJoined
              ? `$&\n$1networks = ${call}\n$1average_networks(networks, data.test, output_dir)`
              : `$&\n$1${call}`,
          ),
          origin,
        )
      : segment,
  );
  const names = rivals.flatMap(({ layers }) => layers.map(({ name }) => name));
  return addLibraryNames(
    { ...program, segments: [...segments, ...functions, listed] },
    [...names, ...RIVAL_FUNCTIONS.slice(0, isJoined ? 2 : 1)],
    library,
  );
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}
