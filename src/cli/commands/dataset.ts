import {
  auditSplits,
  buildDataset,
  DATASET_MARK,
  type BuildOptions,
  type DatasetReport,
} from '../../corpus/index.ts';
import { DLCodeGenError, ERRORS, ownTable, refuseOccupied, writeFolder } from '../../core/index.ts';
import { importArtifact } from '../../dataset/index.ts';
import { USUAL_SEED } from '../../pipeline/index.ts';
import type { RunCommand } from '../command.ts';
import { seedOf } from '../generation-options.ts';
import { runExperiment } from './evaluate.ts';
import { textOf, type OptionValues } from '../options.ts';

const USUAL_VALIDATION_SHARE = 0.1;

/** `dataset import`, `dataset build` and `dataset audit` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [what = ''] = context.positionals;
  const action = ACTIONS[what];
  if (action !== undefined) return action(context);
  throw new DLCodeGenError(
    'USAGE',
    `dataset takes ${Object.keys(ACTIONS).join(' or ')}, received "${what}"`,
  );
};

const ACTIONS: Readonly<Record<string, RunCommand>> = ownTable({
  import: importFolder,
  build: buildFolder,
  audit: async (context) =>
    context.positionals[1] === undefined ? runExperiment('audit', context) : auditFolder(context),
});

async function buildFolder({
  positionals,
  values,
  console,
}: Parameters<RunCommand>[0]): Promise<number> {
  const mined = positionals[1];
  const output = textOf(values, 'output');
  if (mined === undefined || output === undefined) {
    throw new DLCodeGenError('USAGE', 'dataset build needs the folder of a corpus mine and -o DIR');
  }
  const options: BuildOptions = {
    sources: textOf(values, 'sources') ?? null,
    evaluationAfter: readDay(values),
    validationShare: readShare(values),
    withCode: values['with-code'] === true,
    seed: seedOf(values) ?? USUAL_SEED,
  };
  const place = { force: values.force === true, mark: DATASET_MARK };
  refuseOccupied(output, place);
  const report = await writeFolder(output, place, async (scratch) =>
    buildDataset(mined, scratch, options),
  );
  if (console.json) console.print(JSON.stringify(report));
  else {
    for (const line of describeDataset(report)) console.talk(line);
    console.print(output);
  }
  return 0;
}

function describeDataset({ splits, dropped, licences, options }: DatasetReport): string[] {
  const all = Object.values(splits);
  const total = all.reduce((sum, { programs }) => sum + programs, 0);
  const dated = all.reduce((sum, { withDate }) => sum + withDate, 0);
  const evaluation =
    options.evaluationAfter !== null && splits.evaluation === undefined
      ? [`no program is known to have run after ${options.evaluationAfter}: no evaluation split`]
      : [];
  return [
    ...Object.entries(splits).map(
      ([split, { programs, meanLines }]) =>
        `${split.padEnd(11)} ${String(programs).padStart(7)} programs, ${meanLines} lines of code on average`,
    ),
    ...Object.entries(dropped).map(
      ([reason, count]) => `left out    ${String(count).padStart(7)}  ${reason}`,
    ),
    `a date is known of ${dated} of ${total}, a licence of ${total - (licences['not known'] ?? 0)}`,
    ...evaluation,
  ];
}

/** Near copies between splits end with the status of a failed verification. */
async function auditFolder({
  positionals,
  values,
  console,
}: Parameters<RunCommand>[0]): Promise<number> {
  const folder = positionals[1] ?? '';
  if (textOf(values, 'tasks') !== undefined) {
    throw new DLCodeGenError(
      'USAGE',
      'dataset audit takes a folder of splits or --tasks, not both',
    );
  }
  const report = await auditSplits(folder);
  const pairs = report.rows.reduce((sum, { exact, near }) => sum + exact + near, 0);
  if (console.json) console.print(JSON.stringify({ pairs, ...report }));
  else {
    for (const { aspect, left, right, leftCount, rightCount, exact, near, worst } of report.rows) {
      const sets = `${left} (${leftCount}) and ${right} (${rightCount})`;
      const shown = worst.map(
        (pair) => `${pair.left} ~ ${pair.right} ${pair.similarity.toFixed(2)}`,
      );
      console.print(
        [`${aspect.padEnd(11)} ${sets}: ${exact} equal, ${near} nearly equal`, ...shown].join('  '),
      );
    }
    console.print(`${pairs} near copies between splits; ${report.signature}`);
  }
  return pairs === 0 ? 0 : ERRORS.VERIFICATION_FAILED.exit;
}

function readDay(values: OptionValues): string | null {
  const text = textOf(values, 'evaluation-after');
  if (text === undefined) return null;
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  // 2024-02-31 is read as a day of March.
  if (Number.isFinite(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new DLCodeGenError(
    'USAGE',
    `--evaluation-after must be a day such as 2024-06-30, received "${text}"`,
  );
}

function readShare(values: OptionValues): number {
  const text = textOf(values, 'validation-share');
  if (text === undefined) return USUAL_VALIDATION_SHARE;
  const share = /^(?:0?\.\d{1,6}|0)$/.test(text) ? Number(text) : Number.NaN;
  if (share <= 0.5) return share;
  throw new DLCodeGenError(
    'USAGE',
    `--validation-share must be a number from 0 to 0.5, received "${text}"`,
  );
}

async function importFolder({
  positionals,
  values,
  console,
}: Parameters<RunCommand>[0]): Promise<number> {
  const folder = positionals[1];
  const output = textOf(values, 'output');
  if (folder === undefined || output === undefined) {
    throw new DLCodeGenError(
      'USAGE',
      'dataset import needs the folder of the released files and -o DIR',
    );
  }
  const options = { force: values.force === true, mark: 'import.json' };
  const report = await writeFolder(output, options, async (scratch) =>
    importArtifact(folder, scratch),
  );
  if (console.json) {
    console.print(JSON.stringify(report));
    return 0;
  }
  for (const { file, role, holds, count, invalid } of report.files) {
    console.talk(
      `${role.padEnd(11)} ${String(count).padStart(5)} ${holds}, ${invalid} invalid  ${file}`,
    );
  }
  const { tasks, references, goldPlans, withheld } = report;
  console.talk(
    `${tasks} tasks, ${references} with a reference, ${goldPlans} with a gold plan; ${withheld} plans of tasks withheld`,
  );
  console.print(output);
  return 0;
}
