import type { Issue } from '../core/index.ts';
import { GRAMMAR } from '../python/index.ts';
import { bootstrap, RESAMPLES, SEED, type Interval } from './bootstrap.ts';
import {
  analyseForCodeBleu,
  codeScores,
  compareCode,
  type CodeAnalysis,
  type CodeCounts,
  type CodeMetric,
  type Compatibility,
} from './codebleu.ts';
import {
  cutLines,
  joinLines,
  preparationName,
  PREPARED,
  prepareLines,
  type Preparation,
} from './prepare.ts';

export interface CodePair {
  readonly id: string;
  readonly reference: string;
  /** Null where nothing was generated: it counts as an empty program. */
  readonly candidate: string | null;
}

export interface CodeOptions {
  readonly preparation?: Preparation;
  readonly compatibility?: Compatibility;
}

/** One pair's counts in the three forms that a report shows. */
export interface CodeMeasure {
  readonly id: string;
  readonly prepared: CodeCounts;
  readonly raw: CodeCounts;
  /** The candidate cut to the reference's length, so that length alone earns nothing. */
  readonly lengthMatched: CodeCounts;
  /** CODE_MISSING, CODE_SYNTAX or CODE_FLOW, by the pair's id; the pair counts with what it has. */
  readonly issues: readonly Issue[];
}

export type CodeScores = Readonly<Record<CodeMetric, Interval>>;

export interface CodeReport {
  readonly n: number;
  /** Over the corpus: counts are summed before they are divided. */
  readonly metrics: CodeScores;
  readonly raw: CodeScores;
  readonly lengthMatched: CodeScores;
  /** Tokens of the candidates for each of the references, prepared. */
  readonly lengthRatio: number;
  /** Each pair on its own, prepared. */
  readonly perPair: readonly { readonly id: string; readonly scores: Record<CodeMetric, number> }[];
  readonly failures: readonly Issue[];
  readonly signature: string;
}

/**
 * Code against references: CodeBLEU and its parts over the corpus, prepared, raw and length-matched.
 *
 * Paper: IV-C, Tables II and V. Units: 0-1. A missing candidate counts as an empty program.
 */
export function scoreCode(pairs: readonly CodePair[], options: CodeOptions = {}): CodeReport {
  const measure = createMeasure(options);
  return reportCode(pairs.map(measure), options);
}

/** A function that measures pairs one by one; it keeps what it read of the last references. */
export function createMeasure(options: CodeOptions = {}): (pair: CodePair) => CodeMeasure {
  const preparation = options.preparation ?? PREPARED;
  const compatibility = options.compatibility ?? 'none';
  const references = new Map<string, Prepared>();
  return ({ id, reference, candidate }) => {
    let expected = references.get(reference);
    if (expected === undefined) {
      expected = readCode(reference, preparation, compatibility);
      const [oldest] = references.keys();
      if (references.size >= MOST_REFERENCES && oldest !== undefined) references.delete(oldest);
      references.set(reference, expected);
    }
    const received = readCode(candidate ?? '', preparation, compatibility);
    const longest = expected.prepared.tokens.length;
    const cut =
      received.prepared.tokens.length <= longest
        ? received.prepared
        : analyseForCodeBleu(
            joinLines(cutLines(received.lines, longest, preparation), preparation),
            compatibility,
          );
    const prepared = compareCode(expected.prepared, received.prepared);
    return {
      id,
      prepared,
      raw: compareCode(expected.raw, received.raw),
      lengthMatched: cut === received.prepared ? prepared : compareCode(expected.prepared, cut),
      issues: issuesOf(id, candidate, received, expected),
    };
  };
}

/** The corpus' scores of measured pairs, with 95 % intervals over pairs. */
export function reportCode(
  measures: readonly CodeMeasure[],
  options: CodeOptions = {},
): CodeReport {
  const compatibility = options.compatibility ?? 'none';
  const corpus = (form: 'prepared' | 'raw' | 'lengthMatched'): CodeScores =>
    scoreCorpus(
      measures.map((measure) => measure[form]),
      compatibility,
    );
  const total = sumCounts(measures.map(({ prepared }) => prepared));
  return {
    n: measures.length,
    metrics: corpus('prepared'),
    raw: corpus('raw'),
    lengthMatched: corpus('lengthMatched'),
    lengthRatio: total.candidateLength / total.referenceLength,
    perPair: measures.map(({ id, prepared }) => ({
      id,
      scores: codeScores(prepared, compatibility),
    })),
    failures: measures.flatMap(({ issues }) => issues),
    signature: codeSignature(options),
  };
}

/** How a code score was made; two scores compare only where these are equal. */
export function codeSignature(options: CodeOptions = {}): string {
  return [
    'codebleu:1',
    'weights:.25,.25,.25,.25',
    'corpus',
    'tokens:whitespace',
    `grammar:${GRAMMAR}`,
    `prepared:${preparationName(options.preparation ?? PREPARED)}`,
    `compatibility:${options.compatibility ?? 'none'}`,
    'missing:empty-program',
    `bootstrap:percentile-95,${RESAMPLES},seed-${SEED}`,
  ].join('|');
}

const MOST_REFERENCES = 64;

interface Prepared {
  readonly lines: readonly string[];
  readonly prepared: CodeAnalysis;
  readonly raw: CodeAnalysis;
}

function readCode(code: string, preparation: Preparation, compatibility: Compatibility): Prepared {
  const lines = prepareLines(code, preparation);
  const raw = analyseForCodeBleu(code.replaceAll('\r\n', '\n'), compatibility);
  const text = joinLines(lines, preparation);
  return { lines, raw, prepared: analyseForCodeBleu(text, compatibility) };
}

function issuesOf(
  id: string,
  candidate: string | null,
  received: Prepared,
  expected: Prepared,
): Issue[] {
  const message = 'no candidate; it counts as an empty program';
  const named = (name: string, { prepared, raw }: Prepared): Issue[] => [
    ...prepared.issues.map((issue) => ({ ...issue, path: `${name} ${id}, prepared` })),
    ...raw.issues.map((issue) => ({ ...issue, path: `${name} ${id}, raw` })),
  ];
  return [
    ...(candidate === null ? [{ code: 'CODE_MISSING', path: id, message }] : []),
    ...named('candidate', received),
    ...named('reference', expected),
  ];
}

const COLUMNS = [
  (counts: CodeCounts) => counts.pairs,
  ...[0, 1, 2, 3].map((at) => (counts: CodeCounts) => counts.shared[at] ?? 0),
  ...[0, 1, 2, 3].map((at) => (counts: CodeCounts) => counts.candidateTotals[at] ?? 0),
  ...[0, 1, 2, 3].map((at) => (counts: CodeCounts) => counts.referenceTotals[at] ?? 0),
  (counts: CodeCounts) => counts.sharedWeight,
  (counts: CodeCounts) => counts.referenceWeight,
  (counts: CodeCounts) => counts.candidateLength,
  (counts: CodeCounts) => counts.referenceLength,
  (counts: CodeCounts) => counts.subtrees,
  (counts: CodeCounts) => counts.referenceSubtrees,
  (counts: CodeCounts) => counts.flows,
  (counts: CodeCounts) => counts.referenceFlows,
] as const;

function scoreCorpus(counts: readonly CodeCounts[], compatibility: Compatibility): CodeScores {
  const table = Float64Array.from(counts.flatMap((pair) => COLUMNS.map((column) => column(pair))));
  const width = COLUMNS.length;
  return bootstrap(counts.length, (indices) => {
    const sums = new Float64Array(width);
    for (const at of indices) {
      for (let column = 0; column < width; column += 1) {
        sums[column] = (sums[column] ?? 0) + (table[at * width + column] ?? 0);
      }
    }
    return codeScores(countsOf(sums), compatibility);
  });
}

function sumCounts(counts: readonly CodeCounts[]): CodeCounts {
  return countsOf(
    Float64Array.from(COLUMNS, (column) => counts.reduce((sum, pair) => sum + column(pair), 0)),
  );
}

function countsOf(sums: Float64Array): CodeCounts {
  const at = (column: number): number => sums[column] ?? 0;
  return {
    pairs: at(0),
    shared: [at(1), at(2), at(3), at(4)],
    candidateTotals: [at(5), at(6), at(7), at(8)],
    referenceTotals: [at(9), at(10), at(11), at(12)],
    sharedWeight: at(13),
    referenceWeight: at(14),
    candidateLength: at(15),
    referenceLength: at(16),
    subtrees: at(17),
    referenceSubtrees: at(18),
    flows: at(19),
    referenceFlows: at(20),
  };
}
