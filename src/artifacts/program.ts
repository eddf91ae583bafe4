/** The sections of every program, in order; `docs/pool.md` tells what each holds. */
export const SECTIONS = [
  'imports',
  'configuration',
  'data',
  'preprocessing',
  'model',
  'training',
  'evaluation',
  'inference',
] as const;
export type Section = (typeof SECTIONS)[number];

export const ORIGINS = ['code1', 'code2', 'plan', 'profile', 'model', 'repair'] as const;

/** Where a segment came from. */
export interface Origin {
  readonly kind: (typeof ORIGINS)[number];
  /** Sample ids, nearest first. */
  readonly samples: readonly string[];
  readonly licence: string;
  readonly reason: string;
}

/** One top-level statement of a program (function, class, constant), with what it binds and needs. */
export interface Segment {
  /** `section.name`, unique in its program, e.g. `model.build_model`. */
  readonly id: string;
  readonly section: Section;
  readonly code: string;
  readonly defines: readonly string[];
  /** Free names: bound elsewhere in the program, by an import or by a builtin. */
  readonly uses: readonly string[];
  readonly origin: Origin;
  /** The other draft's segment, which `swap` takes. */
  readonly alternative?: { readonly code: string; readonly origin: Origin };
}

/** A Python program as a list of segments. */
export interface Program {
  readonly docstring: string;
  readonly segments: readonly Segment[];
}
