import { ownTable } from '../../core/index.ts';
import { SPLITS, type SplitName } from './record.ts';
import type { DatasetReport, SplitStatistics } from './statistics.ts';

/** The card of a dataset as Markdown: what it holds (the figures of the paper's Table I), how it was made, what was left out. */
export function renderCard(report: DatasetReport): string {
  const sections = [
    `# Keras programs: requirement, attributes and plan\n\nWritten by \`dlcodegen dataset build\`; dataset.json holds the same figures.\n\n${describeFiles(report)}`,
    `## Size\n\nAs Table I of the paper counts; code has ${report.meanLines} lines on average, empty ones not counted.\n\n${renderSizes(report)}`,
    `## Splits\n\n${renderSplits(report)}\n\n${describeSplits(report)}`,
    `## Leakage between splits\n\n${renderLeakage(report)}`,
    `## How it was made\n\n${describeMaking(report)}`,
    `## What was left out\n\n${renderDropped(report)}`,
    `## What was taken out of the code\n\n${renderCounts(report.mined.removed, 'nothing')}`,
    `## Task categories\n\n${renderCounts(report.categories, 'none')}`,
    `## Licences\n\n${describeLicences(report)}\n\n${renderCounts(report.licences, 'none')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function describeFiles({ options }: DatasetReport): string {
  const code = options.withCode
    ? '`code` is the program, without the e-mail addresses, keys, passwords and user names counted below; its comments may name whom its licence names.'
    : 'The code itself is not in it: `codeHash` is the hash of its tokens, and `codeSignature` (32 band keys and 128 MinHash places, base64) finds near copies of it.';
  return `Each split is a file \`NAME.jsonl\` and the same rows as \`NAME.parquet\`. \`User Requirement\`, \`Dataset Attributes\` and \`Code Plan\` were written from what the code states; no sentence of a notebook is in them. ${code} \`provenance\` is the number of the file among the inputs of the mining run: names of files and folders, which may name people, are left out.`;
}

const ROWS: readonly {
  readonly name: string;
  readonly size: (programs: (split: SplitName) => number) => string;
  readonly content: string;
}[] = [
  {
    name: 'evaluated tasks (DLCodeEval)',
    size: (programs) => String(programs('evaluation')),
    content: '<user requirement, code>',
  },
  {
    name: 'programs (DLSamplePool)',
    size: (programs) => String(programs('train') + programs('validation')),
    content: '<code, solution>',
  },
  {
    name: 'plans (DLPlanData), train / evaluation / test',
    size: (programs) => SPLITS.map(programs).join('/'),
    content: '<user requirement, solution>',
  },
];

function renderSizes({ splits }: DatasetReport): string {
  const programs = (split: SplitName): number => splits[split]?.programs ?? 0;
  return table(
    ['Dataset', 'Data size', 'Data content'],
    ROWS.map(({ name, size, content }) => [name, size(programs), content]),
  );
}

function renderSplits({ splits }: DatasetReport): string {
  const rows = SPLITS.flatMap((split) => {
    const one: SplitStatistics | undefined = splits[split];
    if (one === undefined) return [];
    const { programs, parses, meanLines, withLicence, withDate, days } = one;
    const dates = days === null ? '0' : `${withDate}, ${days.join(' to ')}`;
    return [[split, programs, parses, meanLines, withLicence, dates].map(String)];
  });
  return table(
    ['split', 'programs', 'parse as a whole', 'lines of code', 'with a licence', 'with a date'],
    rows,
  );
}

function describeSplits({ options, splits, groups }: DatasetReport): string {
  const { evaluationAfter, validationShare, seed } = options;
  const learnt = (splits.train?.programs ?? 0) + (splits.validation?.programs ?? 0);
  const wanted = Math.round(validationShare * learnt);
  const given = splits.validation?.programs ?? 0;
  const short =
    given < wanted
      ? ` It has ${given} of the ${wanted} wanted, since the groups that are left are larger than its room.`
      : '';
  const evaluation =
    evaluationAfter === null
      ? 'There is no evaluation split: no date was named from which it begins.'
      : `\`evaluation\` holds what last ran after ${evaluationAfter} (UTC). What has no date is in no evaluation.`;
  return `${evaluation} The other programs are ${groups} groups: near copies of each other, in code, plan or requirement, directly or through others. Each group lies in one split, \`validation\` gets a share of ${validationShare} by a seeded order (seed ${seed}).${short}`;
}

function renderLeakage({ leakage }: DatasetReport): string {
  if (leakage === null) return 'There is one split alone.';
  const rows = leakage.rows.map(({ aspect, left, right, exact, near }) => [
    aspect,
    `${left} and ${right}`,
    String(exact),
    String(near),
  ]);
  return `\`dataset audit\` finds:\n\n${table(['aspect', 'between', 'equal', 'nearly equal'], rows)}\n\nSignature: \`${leakage.signature}\``;
}

function describeMaking({ mined, options }: DatasetReport): string {
  const { files, status, threshold } = mined;
  const sources = options.hasSources
    ? 'Licences, and dates where notebooks say none, are those of a list of the inputs.'
    : 'No list of the inputs was given: licences are not known, and dates are those that notebooks say.';
  return `\`dlcodegen corpus mine\` read ${files} files and kept the ${status.kept} that import TensorFlow or Keras, make a model and train it, each once (near copies from ${threshold} of common 5-token shingles on, the first by date kept). Requirement, attributes and plan were read out of their code by its syntax; no language model took part. A date is when a notebook last ran, by its own metadata. ${sources}`;
}

function renderDropped({ mined, dropped }: DatasetReport): string {
  const all = { ...mined.reasons, ...dropped };
  const { exact, near } = mined.duplicates;
  return `Of ${mined.files} files; of the duplicates ${exact} repeat the tokens of another program and ${near} nearly.\n\n${renderCounts(all, 'nothing')}`;
}

function describeLicences({ splits, licences }: DatasetReport): string {
  const programs = Object.values(splits).reduce((sum, one) => sum + one.programs, 0);
  const unknown = licences['not known'] ?? 0;
  return unknown === 0
    ? `All ${programs} programs have a licence.`
    : `Of ${unknown} of ${programs} programs no licence is known: whoever passes them on has to find out.`;
}

function renderCounts(counts: Readonly<Record<string, number>>, none: string): string {
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  if (rows.length === 0) return `${none}.`;
  rows.sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1));
  return table(
    ['what', 'count'],
    rows.map(([what, count]) => [what, String(count)]),
  );
}

/** Texts of others stay in their cells. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll(/[|<>\r\n]/g, (mark) => ESCAPES[mark] ?? ' ')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = ownTable({
  '|': '\\|',
  '<': '&lt;',
  '>': '&gt;',
});
