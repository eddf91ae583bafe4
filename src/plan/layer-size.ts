import type { DataSpec } from '../artifacts/index.ts';
import { knownFacts } from '../kinds/index.ts';

/** Sizes that the data decides; null where they are not known yet. */
export interface LayerContext {
  readonly classCount: number | null;
  readonly vocabularySize: number | null;
  readonly sequenceLength: number | null;
  readonly featureCount: number | null;
}

/** The sizes that the facts of data know. */
export function layerContext(data: Pick<DataSpec, 'facts'> | null): LayerContext {
  const facts = knownFacts(data?.facts ?? {});
  return {
    classCount: facts.CLASS_COUNT ?? null,
    vocabularySize: facts.VOCABULARY_SIZE ?? null,
    sequenceLength: facts.SEQUENCE_LENGTH ?? facts.WINDOW ?? null,
    featureCount: facts.NUMERIC_COUNT ?? null,
  };
}

/** What a name in a size expression stands for; the first row that matches. */
const NAMES: readonly (readonly [RegExp, keyof LayerContext])[] = [
  [
    /vocab|max_?features|num_?words|n_?words|max_?words|nb_?words|word_?index|tokeni?z|dictionary|total_?words|\bvoc/i,
    'vocabularySize',
  ],
  [
    /class|categor|label|tag|target|output|y_|y\.|\by\b|dummies|unique|intent|num_actions/i,
    'classCount',
  ],
  [
    /(?<!^)len(?:gth|\b)|len_|_len|seq|time_?steps?|window|n_steps|look_?back|max_?len/i,
    'sequenceLength',
  ],
  [/feature|column|n_?inputs?|input_?dim|x_?train|x\.|shape|\bx\b/i, 'featureCount'],
];

/**
 * A size written as an expression, e.g. `7*7*256`, `num_classes`, `len(word_index) + 1`, as a number;
 * null where a name in it is unknown. Nothing is evaluated but whole arithmetic.
 */
export function evaluateSize(text: string, context: LayerContext): number | null {
  const tokens = text.match(
    /\d+(?:\.\d*)?(?:e-?\d+)?|\/\/|[-+*/()]|[A-Za-z_][\w.]*(?:\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))*(?:\.\w+)*/gi,
  );
  if (
    tokens === null ||
    tokens.length > 40 ||
    tokens.join('').length !== text.replace(/\s/g, '').length
  ) {
    return null;
  }
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value += (tokens[at++] === '+' ? 1 : -1) * product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (/^(?:\*|\/\/?)$/.test(tokens[at] ?? '')) {
      const operator = tokens[at++];
      const right = factor();
      value =
        operator === '*'
          ? value * right
          : operator === '/'
            ? value / right
            : Math.floor(value / right);
    }
    return value;
  };
  const factor = (): number => {
    const token = tokens[at++] ?? '';
    if (token === '-') return -factor();
    if (token === '(') {
      const value = sum();
      at += 1;
      return value;
    }
    if (/^[\d.]/.test(token)) return Number(token);
    const inner = /^(?:int|float|round)\((.*)\)$/s.exec(token)?.[1];
    if (inner !== undefined) return Math.floor(evaluateSize(inner, context) ?? Number.NaN);
    return nameValue(token, context) ?? Number.NaN;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}

function nameValue(name: string, context: LayerContext): number | null {
  const role = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return role === undefined ? null : context[role];
}
