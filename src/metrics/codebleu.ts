import type { Issue } from '../core/index.ts';
import { readDataFlow, readFlatTree, stripComments } from '../python/index.ts';
import { bleuOf } from './bleu.ts';
import { countFlows, countSharedFlows, totalFlows, type FlowCounts } from './dataflow-match.ts';
import { KEYWORD_WEIGHT, OTHER_WEIGHT, PYTHON_KEYWORDS } from './keywords-table.ts';
import { countShared, indexNGrams, totalNGrams, type NGramIndex } from './n-grams.ts';
import { countSubtrees, subtreeForms } from './syntax-match.ts';

/**
 * `codebleu-0.7` repeats two habits of the package codebleu 0.7: a data-flow match of zero counts as 1 in the total,
 * and token texts are cut by byte columns out of lines of characters.
 */
export type Compatibility = 'none' | 'codebleu-0.7';

/** White space to Python's `split` and `strip`: Unicode's, and four separators. */
const BLANKS = String.raw`[\p{White_Space}${String.fromCodePoint(28, 29, 30, 31)}]+`;
const SPACE = new RegExp(BLANKS, 'u');
const LEADING = new RegExp(`^${BLANKS}`, 'u');
const TRAILING = new RegExp(`(?<!${BLANKS.slice(0, -1)})${BLANKS}$`, 'u');

/** One program, read once and compared with many. */
export interface CodeAnalysis {
  readonly tokens: readonly string[];
  readonly grams: NGramIndex;
  /** By token number. */
  readonly weights: Float64Array;
  /** Sum of the weights over all tokens. */
  readonly weight: number;
  readonly forms: Float64Array;
  readonly formSet: ReadonlySet<number>;
  readonly flows: FlowCounts;
  readonly flowCount: number;
  /** What could not be read: CODE_SYNTAX, CODE_FLOW; the part counts as empty. */
  readonly issues: readonly Issue[];
}

/**
 * A reference's length in the weighted match's brevity penalty. CodeXGLUE's program takes the length of the pair
 * (tokens, weights), so that no published weighted match has a penalty to speak of; another length would not compare.
 */
const WEIGHTED_REFERENCE_LENGTH = 2;

/** What one pair adds to a corpus' scores; sums over pairs are a corpus' counts. */
export interface CodeCounts {
  readonly pairs: number;
  readonly shared: readonly number[];
  readonly candidateTotals: readonly number[];
  readonly referenceTotals: readonly number[];
  readonly sharedWeight: number;
  readonly referenceWeight: number;
  readonly candidateLength: number;
  readonly referenceLength: number;
  readonly subtrees: number;
  readonly referenceSubtrees: number;
  readonly flows: number;
  readonly referenceFlows: number;
}

export const CODE_METRICS = ['codebleu', 'ngram', 'weightedNgram', 'syntax', 'dataflow'] as const;
export type CodeMetric = (typeof CODE_METRICS)[number];

/**
 * Reads one program for CodeBLEU.
 *
 * Paper: IV-C. Any text is taken; what the parser gives up on is an issue, and its part is empty.
 */
export function analyseForCodeBleu(
  code: string,
  compatibility: Compatibility = 'none',
): CodeAnalysis {
  const text = code.replace(LEADING, '').replace(TRAILING, '');
  const tokens = text.split(SPACE).filter(Boolean);
  const grams = indexNGrams(tokens);
  const weights = Float64Array.from(grams.tokens.keys(), (token) =>
    PYTHON_KEYWORDS.has(token) ? KEYWORD_WEIGHT : OTHER_WEIGHT,
  );
  let weight = 0;
  for (const [token, value] of weights.entries()) weight += value * (grams.counts[token] ?? 0);
  const { forms, flows, issues } = readStructure(text, compatibility);
  return {
    tokens,
    grams,
    weights,
    weight,
    forms,
    formSet: new Set(forms),
    flows,
    flowCount: totalFlows(flows),
    issues,
  };
}

/** A pair's counts. A program that could not be read shares nothing. */
export function compareCode(reference: CodeAnalysis, candidate: CodeAnalysis): CodeCounts {
  const { shared, weighted } = countShared(reference.grams, candidate.tokens, reference.weights);
  return {
    pairs: 1,
    shared,
    candidateTotals: totalNGrams(candidate.tokens.length),
    referenceTotals: totalNGrams(reference.tokens.length),
    sharedWeight: weighted,
    referenceWeight: Math.max(1, reference.weight),
    candidateLength: candidate.tokens.length,
    referenceLength: reference.tokens.length,
    subtrees: countSubtrees(reference.forms, candidate.formSet),
    referenceSubtrees: reference.forms.length,
    flows: countSharedFlows(reference.flows, candidate.flows),
    referenceFlows: reference.flowCount,
  };
}

/**
 * CodeBLEU and its four parts from (summed) counts.
 *
 * Paper: IV-C, Table II. Units: 0-1; a part is 0 where the reference has none of it.
 */
export function codeScores(
  counts: CodeCounts,
  compatibility: Compatibility = 'none',
): Record<CodeMetric, number> {
  const { candidateLength, referenceLength } = counts;
  const ngram = bleuOf(
    { shared: counts.shared, total: counts.candidateTotals, candidateLength, referenceLength },
    'epsilon',
  );
  const weightedNgram = bleuOf(
    {
      shared: [counts.sharedWeight, ...counts.shared.slice(1)],
      total: [counts.referenceWeight, ...counts.referenceTotals.slice(1)],
      candidateLength,
      referenceLength: WEIGHTED_REFERENCE_LENGTH * counts.pairs,
    },
    'epsilon',
  );
  const syntax = share(counts.subtrees, counts.referenceSubtrees);
  const dataflow = share(counts.flows, counts.referenceFlows);
  const counted = dataflow === 0 && compatibility === 'codebleu-0.7' ? 1 : dataflow;
  const codebleu = (ngram + weightedNgram + syntax + counted) / 4;
  return { codebleu, ngram, weightedNgram, syntax, dataflow };
}

function readStructure(
  text: string,
  compatibility: Compatibility,
): Pick<CodeAnalysis, 'forms' | 'flows' | 'issues'> {
  const tree = readFlatTree(stripComments(text) ?? text);
  if (tree === null) {
    const message = 'the parser gave up; syntax and data flow count as empty';
    return {
      forms: new Float64Array(0),
      flows: new Map(),
      issues: [{ code: 'CODE_SYNTAX', path: '', message }],
    };
  }
  const forms = subtreeForms(tree);
  const flow = readDataFlow(tree, { byteColumns: compatibility === 'codebleu-0.7' });
  if (flow !== null) return { forms, flows: countFlows(flow), issues: [] };
  const message = 'loops are nested too deeply for the data flow; it counts as empty';
  return { forms, flows: new Map(), issues: [{ code: 'CODE_FLOW', path: '', message }] };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
