/** One expected failure: what is wrong, where, and what to do about it. Issues are data and may be fed back for repair. */
export interface Issue {
  /** Stable name that callers test, e.g. `LAYER_SHAPE`. */
  readonly code: string;
  /** Where: a field path or file position, e.g. `Model Architecture.Layers[3]`. */
  readonly path: string;
  readonly message: string;
  /** What would mend it, in words. */
  readonly fix?: string;
}

/** A value, or the issues that stand in its way. */
export type Result<T, E = readonly Issue[]> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail(...issues: Issue[]): {
  readonly ok: false;
  readonly issues: readonly Issue[];
} {
  return { ok: false, issues };
}
