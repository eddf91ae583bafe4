import type { Program, ProjectFiles, Requirement } from '../artifacts/index.ts';

/** One row of PROVENANCE.json. */
export interface ProvenanceRow {
  readonly id: string;
  readonly file: string;
  /** First and last line in the file, from 1. */
  readonly lines: readonly [number, number];
  readonly origin: string;
  readonly samples: readonly string[];
  readonly licence: string;
  readonly reason: string;
  /** The other draft's segment; `swap` takes it. */
  readonly alternative?: {
    readonly code: string;
    readonly origin: string;
    readonly samples: readonly string[];
  };
}

export interface Provenance {
  /** The user's words; a project is made again from them when a segment is swapped. */
  readonly requirement: Requirement;
  /** Import lines of both drafts, for the alternatives to draw on. */
  readonly imports: readonly string[];
  readonly segments: readonly ProvenanceRow[];
  /** Segment lines by origin, as shares of all segment lines. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Where every segment of the program stands in the files and where it came from. */
export function traceSegments(
  requirement: Requirement,
  program: Program,
  files: ProjectFiles,
): Provenance {
  const modules = [...files].filter(([file]) =>
    /^(data|model|train|evaluate|predict)\.py$/.test(file),
  );
  const segments = program.segments
    .filter(({ section }) => section !== 'imports')
    .flatMap((segment): ProvenanceRow[] => {
      const place = modules
        .map(([file, text]) => ({ file, text, at: findCode(text, segment.code) }))
        .find(({ at }) => at >= 0);
      if (place === undefined) return [];
      const first = place.text.slice(0, place.at).split('\n').length;
      const { alternative, origin } = segment;
      return [
        {
          id: segment.id,
          file: place.file,
          lines: [first, first + segment.code.split('\n').length - 1],
          origin: origin.kind,
          samples: origin.samples,
          licence: origin.licence,
          reason: origin.reason,
          ...(alternative === undefined
            ? {}
            : {
                alternative: {
                  code: alternative.code,
                  origin: alternative.origin.kind,
                  samples: alternative.origin.samples,
                },
              }),
        },
      ];
    });
  const imports = program.segments
    .filter(({ section }) => section === 'imports')
    .map(({ code }) => code);
  return {
    requirement,
    imports: [...new Set(imports)].sort(),
    segments,
    shares: shareLines(segments),
  };
}

/** Share of a project's code that a language model wrote, 0-1, as its PROVENANCE.json has it. */
export function shareOfModel(files: ProjectFiles): number {
  const { shares } = JSON.parse(files.get('PROVENANCE.json') ?? '{"shares": {}}') as Provenance;
  return shares['model'] ?? 0;
}

function findCode(text: string, code: string): number {
  return text.startsWith(code)
    ? 0
    : text.indexOf(`\n${code}\n`) + (text.includes(`\n${code}\n`) ? 1 : 0);
}

function shareLines(rows: readonly ProvenanceRow[]): Record<string, number> {
  const lines = new Map<string, number>();
  let total = 0;
  for (const {
    origin,
    lines: [first, last],
  } of rows) {
    lines.set(origin, (lines.get(origin) ?? 0) + last - first + 1);
    total += last - first + 1;
  }
  return Object.fromEntries(
    [...lines]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([origin, count]) => [origin, Math.round((1000 * count) / total) / 1000]),
  );
}
