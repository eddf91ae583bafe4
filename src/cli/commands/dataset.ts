import { DLCodeGenError, writeFolder, ownTable } from '../../core/index.ts';
import { importArtifact } from '../../dataset/index.ts';
import type { RunCommand } from '../command.ts';
import { runExperiment } from './evaluate.ts';
import { textOf } from '../options.ts';

/** `dataset import DIR -o DIR` and `dataset audit --tasks DIR -o DIR` (DESIGN 5). */
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
  audit: async (context) => runExperiment('audit', context),
});

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
