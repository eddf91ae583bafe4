import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import modern from '../../tests/reference/codebleu-grammar-0.25.json' with { type: 'json' };
import old from '../../tests/reference/codebleu-grammar-0.21.json' with { type: 'json' };
import { withSyntaxTree } from '../python/index.ts';
import { scoreCode } from './code-metrics.ts';
import {
  analyseForCodeBleu,
  CODE_METRICS,
  codeScores,
  compareCode,
  type CodeAnalysis,
  type CodeMetric,
} from './codebleu.ts';
import { RAW } from './prepare.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TASKS = path.resolve(ROOT, process.env['DLCODEGEN_DATA'] ?? '../shared/data', 'tasks');
const PROGRAMS = path.join(ROOT, 'tests/reference/programs');
const COLUMNS = ['ngram', 'weightedNgram', 'syntax', 'dataflow', 'codebleu'] as const;
const NEAR = 1e-9;

type Row = readonly (number | readonly number[])[];
type Rows = Readonly<Record<string, Row | null>>;

/** The fenced blocks of a reply, or all of it; as record-codebleu.py cuts them. */
function codeOf(text: string): string {
  const blocks = [...text.matchAll(/^```[^\n]*\n([^]*?)^```/gm)].map(([, block]) => block);
  return blocks.length > 0 ? blocks.join('\n') : text.replaceAll(/^```[^\n]*\n?/gm, '');
}

function textOf(name: string): string {
  const [task = '', method] = name.split('/');
  if (method !== undefined) {
    return codeOf(readFileSync(path.join(TASKS, task, 'published', `${method}.txt`), 'utf8'));
  }
  const program = path.join(PROGRAMS, `${task}.py`);
  return readFileSync(
    existsSync(program) ? program : path.join(TASKS, task, 'reference.py'),
    'utf8',
  );
}

const read = new Map<string, CodeAnalysis>();
function analyse(name: string): CodeAnalysis {
  const known = read.get(name) ?? analyseForCodeBleu(textOf(name), 'codebleu-0.7');
  read.set(name, known);
  return known;
}

/** Pairs whose score differs, by part. */
function differing(rows: Rows): Record<CodeMetric, { ids: string[]; most: number }> {
  const found = Object.fromEntries(
    CODE_METRICS.map((metric) => [metric, { ids: [] as string[], most: 0 }]),
  ) as Record<CodeMetric, { ids: string[]; most: number }>;
  for (const [id, row] of Object.entries(rows)) {
    const [candidate = '', reference = ''] = id.split('->');
    const scores = codeScores(compareCode(analyse(reference), analyse(candidate)), 'codebleu-0.7');
    for (const [at, metric] of COLUMNS.entries()) {
      const difference = Math.abs(scores[metric] - Number(row?.[at]));
      if (difference > NEAR) found[metric].ids.push(id);
      found[metric].most = Math.max(found[metric].most, difference);
    }
  }
  return found;
}

describe(`against codebleu 0.7.0 ${verifies('code-metrics')}`, () => {
  test('own programs, same grammar: every part is equal, broken and non-ASCII ones too', () => {
    const found = differing(modern.own);
    expect(Object.keys(modern.own)).toHaveLength(readdirSync(PROGRAMS).length ** 2);
    expect(CODE_METRICS.flatMap((metric) => found[metric].ids)).toEqual([]);
  });

  test('own programs, grammar 0.21: n-grams and data flow are equal', () => {
    const found = differing(old.own);
    expect([...found.ngram.ids, ...found.weightedNgram.ids, ...found.dataflow.ids]).toEqual([]);
  });

  test('a data-flow match of zero counts as 1 only where the habit is asked for', () => {
    const counts = compareCode(
      analyseForCodeBleu('value = other\nprint(value)'),
      analyseForCodeBleu('pass'),
    );
    const plain = codeScores(counts);
    expect(plain.dataflow).toBe(0);
    expect(codeScores(counts, 'codebleu-0.7').codebleu - plain.codebleu).toBeCloseTo(0.25, 12);
  });
});

describe.skipIf(!existsSync(TASKS))(
  'against codebleu 0.7.0 on 320 real pairs (needs the shared data)',
  () => {
    test('n-gram parts are equal with both grammars', () => {
      for (const rows of [modern.data, old.data]) {
        const found = differing(rows);
        expect(Object.keys(rows)).toHaveLength(320);
        expect([...found.ngram.ids, ...found.weightedNgram.ids]).toEqual([]);
      }
    });

    test('over the corpus of the 75 own pairs the n-gram parts are equal, the total near', () => {
      const own = Object.keys(modern.data).slice(0, 75);
      const pairs = own.map((id) => {
        const [candidate = '', reference = ''] = id.split('->');
        return { id, reference: textOf(reference), candidate: textOf(candidate) };
      });
      const { raw } = scoreCode(pairs, { preparation: RAW, compatibility: 'codebleu-0.7' });
      const expected = modern.corpus;
      expect(raw.ngram.value).toBeCloseTo(expected[0] ?? Number.NaN, 9);
      expect(raw.weightedNgram.value).toBeCloseTo(expected[1] ?? Number.NaN, 9);
      expect(raw.codebleu.value).toBeCloseTo(expected[4] ?? Number.NaN, 3);
    });

    test('same grammar: syntax and data flow are equal where the reference parses', () => {
      // Error recovery weighs skipped bytes; tree-sitter reads UTF-16 here and UTF-8 in Python.
      const found = differing(modern.data);
      const parsing = [...found.syntax.ids, ...found.dataflow.ids].filter((id) => {
        const broken = (name: string): boolean =>
          withSyntaxTree(textOf(name), ({ hasError }) => hasError);
        return !id.split('->').some(broken);
      });
      expect(parsing).toEqual([]);
      expect([found.syntax.ids.length, found.dataflow.ids.length]).toEqual([22, 22]);
      expect(found.codebleu.most).toBeLessThan(0.003);
    });

    test('grammar 0.21: the count of pairs that its other trees move is known', () => {
      const found = differing(old.data);
      expect([found.syntax.ids.length, found.dataflow.ids.length]).toEqual([128, 80]);
      expect(found.syntax.most).toBeLessThan(0.0034);
      expect(found.dataflow.most).toBeLessThan(0.04);
      expect(found.codebleu.most).toBeLessThan(0.01);
    });
  },
);
