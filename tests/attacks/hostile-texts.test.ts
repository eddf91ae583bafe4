import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  recordOf,
  type DataSpec,
  type FactValue,
  type PlanRecord,
} from '../../src/artifacts/index.ts';
import { createRandom, DLCodeGenError, PACKAGE_ROOT } from '../../src/core/index.ts';
import { kindOf } from '../../src/kinds/index.ts';
import { generateProject, type Generated } from '../../src/pipeline/index.ts';
import { planProject, type PlannedProject } from '../../src/pipeline/plan-project.ts';
import { parsePlanRecord, renderPlanRecord } from '../../src/plan/index.ts';
import { withSyntaxTree } from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { brokenFiles } from '../programs/broken-files.ts';

const COUNT = 340;
const CANARY = 'touch_canary';
const ATOMS: readonly string[] = [
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\\\\',
  '\\"',
  '\0',
  '\n',
  '\r\n',
  '\u2028',
  '\u0085',
  '\f',
  '\u200F',
  '\u202E',
  '\uFEFF',
  '\uD800',
  '\uDC00',
  '\u{1F600}',
  `$(${CANARY})`,
  `\`${CANARY}\``,
  `; ${CANARY} #`,
  `\n\`\`\`\n${CANARY}\n\`\`\`sh\n`,
  `| ${CANARY} |`,
  `"); __import__('os').system('${CANARY}') #`,
  `'); __import__("os").system("${CANARY}") #`,
  `{__import__('os').system('${CANARY}')}`,
  '{{}}',
  '{0}',
  '{x!r:>{y}}',
  '%s %(a)s %',
  'class',
  'None',
  'lambda: 0',
  '#',
  '\\N{BULLET}',
  '\\x',
  '\\u12',
  '<script>',
  '[a](b)',
  '![a](https://example.invalid/a.png)',
  '../../x',
  '-rf',
  'w'.repeat(3000),
  '\u0301',
];

/** The same texts each time: one to four atoms among plain words. */
function makeTexts(): readonly string[] {
  const random = createRandom(340);
  const pick = (): string => ATOMS[Math.floor(random() * ATOMS.length)] ?? '';
  return Array.from({ length: COUNT }, (_, at) => {
    const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, pick);
    return `${at % 3 === 0 ? '' : 'pears '}${ATOMS[at] ?? ''}${parts.join(at % 2 === 0 ? '' : ' ')}`;
  });
}

/** Facts that are no free text. */
const FIXED = new Set(['TABLE_FORM', 'ENCODING', 'CELL_FORM']);

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const REQUIREMENTS = [
  "Predict 'grade' from a CSV table of pears with 4 classes",
  'Classify photos of leaves into four diseases',
  'Classify product reviews into three classes with an LSTM',
  'Forecast the next 24 hours of demand from a CSV series',
] as const;
const planned: PlannedProject[] = [];
beforeAll(async () => {
  for (const text of REQUIREMENTS) {
    const requirement = { text, attributes: '' };
    planned.push(await planProject({ requirement, data: null, samples, given: null }));
  }
});

/** Texts of one project: in its requirement, in its facts, in fields of its plan, in its layers and notes. */
interface Texts {
  readonly said: string;
  readonly fact: string;
  readonly field: string;
  readonly note: string;
}

/** Texts stand wherever a record holds text. */
function withTexts(record: PlanRecord, { fact, field, note }: Texts, at: number): PlanRecord {
  const facts = Object.entries(record.data?.facts ?? {}).map(([name, value]) => {
    if (name === 'TABLE_FORM') return [name, value] as const;
    if (Array.isArray(value) && typeof value[0] === 'string') {
      return [name, value.map((_, place) => `${fact}${place}`)] as const;
    }
    return [name, typeof value === 'string' && value !== '' ? fact : value] as const;
  });
  const { plan } = record;
  return {
    ...record,
    data: record.data === null ? null : { ...record.data, facts: Object.fromEntries(facts) },
    warnings: [...record.warnings, note],
    assumptions: [...record.assumptions, note],
    plan: {
      ...plan,
      preprocess: field,
      dataset: { input: field, output: note },
      ...(at % 2 === 0 ? { category: field } : {}),
      hyperparameters: { ...plan.hyperparameters, ...(at % 4 === 1 ? { metric: note } : {}) },
      layers: at % 3 === 0 ? [...plan.layers, note] : plan.layers,
    },
  };
}

async function generate(texts: Texts, at: number): Promise<Generated> {
  const one = planned[at % planned.length] as PlannedProject;
  return generateProject({
    requirement: {
      text: `${REQUIREMENTS[at % REQUIREMENTS.length]} ${texts.said}`,
      attributes: texts.said,
    },
    ...one,
    record: withTexts(one.record, texts, at),
    samples,
    method: 'dlcodegen',
    seed: 42,
  });
}

/** Names of functions that a program calls, and names it reads. */
function usedNames(source: string): readonly string[] {
  return withSyntaxTree(source, (root) =>
    root.descendantsOfType('identifier').map((node) => node?.text ?? ''),
  );
}

/** Lines of the shell blocks of a README. */
function shellLines(markdown: string): readonly string[] {
  const lines: string[] = [];
  let fence: string | null = null;
  let isShell = false;
  for (const line of markdown.split('\n')) {
    const mark = /^\s{0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence === null && mark !== null) {
      fence = mark[1] ?? '';
      isShell = /^\s*(sh|bash|shell|console)\b/.test(mark[2] ?? '');
    } else if (fence !== null && line.trim().startsWith(fence)) fence = null;
    else if (fence !== null && isShell) lines.push(line);
  }
  return lines;
}

/** What a shell would see of a line outside single quotes. */
const unquoted = (line: string): string => line.replace(/'[^']*'/g, '');

describe('texts that are made to be more than text', () => {
  const faults: string[] = [];
  let made = 0;

  test(`${COUNT} of them as requirement, attributes, columns, classes, files and plan fields stay text`, async () => {
    const texts = makeTexts();
    for (let at = 0; at < COUNT / 4; at += 1) {
      const [said = '', fact = '', field = '', note = ''] = texts.slice(at * 4, at * 4 + 4);
      const shown = JSON.stringify({ said, fact, field, note }, (_, value: unknown) =>
        typeof value === 'string' ? value.slice(0, 120) : value,
      );
      const fault = (words: string): void => void faults.push(`${at} ${words}: ${shown}`);
      let generated: Generated;
      try {
        generated = await generate({ said, fact, field, note }, at);
      } catch (error) {
        const isSaid = error instanceof DLCodeGenError && error.code !== 'UNEXPECTED';
        if (!isSaid) fault(String(error));
        continue;
      }
      made += 1;
      const { files } = generated;
      for (const name of brokenFiles(files)) fault(`${name} does not parse`);
      for (const [name, source] of files) {
        if (!name.endsWith('.py')) continue;
        const names = usedNames(source);
        if (names.includes(CANARY) || names.includes('__import__')) fault(`${name} runs it`);
      }
      const notebook = JSON.parse(files.get('notebook.ipynb') ?? '') as {
        cells: readonly { cell_type: string; source: readonly string[] }[];
      };
      for (const { cell_type: type, source } of notebook.cells) {
        const code = source.join('');
        if (type !== 'code') continue;
        if (usedNames(code.replace(/^%.*$/m, '')).includes(CANARY)) fault('the notebook runs it');
      }
      for (const line of shellLines(files.get('README.md') ?? '')) {
        if (unquoted(line).includes(CANARY)) fault(`README: ${line.slice(0, 200)}`);
      }
      for (const name of ['plan.json', 'PROVENANCE.json']) JSON.parse(files.get(name) ?? '');
    }
    console.log('texts', COUNT, { projects: made, of: COUNT / 4, faults: faults.length });
    expect(faults).toEqual([]);
    expect(made).toBeGreaterThan(COUNT / 8);
  });
});

/** Of each kind of data and target, one sample. */
const ONE_OF_EACH = [
  ...new Map(
    samples.map((sample) => [`${sample.data?.kind}/${sample.data?.target}`, sample] as const),
  ),
];

/** Facts that the profile of such data may find besides, so that the code for them is written as well. */
function besides(data: DataSpec, at: number): readonly string[] {
  const { groups } = kindOf(data);
  if (groups.column === true) return at % 2 === 0 ? ['SPLIT_COLUMN'] : ['GROUP_COLUMN'];
  return groups.paths === undefined ? [] : ['GROUP_PATTERN'];
}

describe('the facts of a plan file', () => {
  const texts = makeTexts();
  const written = new Set<string>();

  test.each(ONE_OF_EACH)('of %s stay text', async (_kind, { data, plan, requirement }) => {
    if (data === null) return;
    for (const at of [0, 1]) {
      let next = at * 17 + data.kind.length;
      const text = (): string => texts[(next += 1) % texts.length] ?? '';
      const facts: Record<string, FactValue> = { ...data.facts };
      for (const [name, value] of Object.entries(data.facts)) {
        if (FIXED.has(name)) continue;
        if (typeof value === 'string' && value !== '') facts[name] = text();
        else if (Array.isArray(value) && typeof value[0] === 'string') {
          const base = text();
          facts[name] = value.map((_, place) => `${base}${place}`);
        }
      }
      for (const name of besides(data, at)) facts[name] = text();
      const given = parsePlanRecord(renderPlanRecord(recordOf(plan, { ...data, facts })));
      if (!given.ok) continue;
      const project = await planProject({ requirement, data: null, samples, given: given.value });
      const { files } = await generateProject({
        requirement,
        ...project,
        samples,
        method: 'dlcodegen',
        seed: 42,
      });
      expect(brokenFiles(files)).toEqual([]);
      const code = [...files].filter(([name]) => name.endsWith('.py'));
      expect(code.filter(([, source]) => usedNames(source).includes(CANARY))).toEqual([]);
      for (const name of besides(data, at))
        if (files.get('data.py')?.includes(name) === true) written.add(name);
    }
  });

  test('are those of splits and groups as well', () => {
    expect([...written].sort()).toEqual(['GROUP_COLUMN', 'GROUP_PATTERN', 'SPLIT_COLUMN']);
  });
});

test('the checks see a canary that is run', () => {
  expect(usedNames(`x = 1\n${CANARY}()`)).toContain(CANARY);
  expect(usedNames(`x = "${CANARY}()"`)).not.toContain(CANARY);
  expect(shellLines(`a\n\`\`\`sh\npython $(${CANARY})\n\`\`\`\nb`)).toEqual([
    `python $(${CANARY})`,
  ]);
  expect(unquoted(`a '$(${CANARY})'`)).not.toContain(CANARY);
});
