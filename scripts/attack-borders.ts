import { attackBorders } from '../tests/attacks/attack-borders.ts';
import { BORDERS } from '../tests/attacks/borders-table.ts';
import { recordFigures } from './record-figures.ts';

/**
 * Attacks all borders with changed inputs, in rounds of a seed each: no input may end in a raw exception, take more than
 * ten seconds of processor time, or bring the process to a gigabyte. Prints a row a round; ends with 1 where one did.
 *
 * Usage: npm run attack:borders -- [INPUTS] [--record]
 */
const ROUND = 1000;
const FIRST_SEED = 17;
const MOST_MEMORY = 2 ** 30;
const inputs = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? ROUND);

const crashes = new Set<string>();
const hangs: string[] = [];
let memory = 0;
let done = 0;
for (let seed = FIRST_SEED; done < inputs; seed += 1) {
  const found = await attackBorders(Math.min(ROUND, inputs - done), seed);
  for (const crash of found.crashes) crashes.add(crash.replace(/^\d+ x /, ''));
  hangs.push(...found.hangs.map((hang) => `seed ${seed}: ${hang}`));
  memory = Math.max(memory, found.memory);
  done += found.inputs;
  process.stdout.write(
    `${done} inputs: ${crashes.size} kinds of crash, ${hangs.length} hangs, ${Math.round(memory / 2 ** 20)} MiB\n`,
  );
}
const { user, system } = process.cpuUsage();
for (const line of [...crashes, ...hangs]) process.stdout.write(`${line}\n`);
recordFigures('borders', {
  title: 'Changed inputs at the borders that read what comes from outside',
  command: `npm run attack:borders -- ${inputs}`,
  figures: {
    borders: BORDERS.length,
    inputs: done,
    'kinds of crash': crashes.size,
    'inputs over 10 s': hangs.length,
    'most memory, MiB': Math.round(memory / 2 ** 20),
    'processor time, minutes': Math.round((user + system) / 6e6) / 10,
  },
});
process.exitCode = crashes.size > 0 || hangs.length > 0 || memory >= MOST_MEMORY ? 1 : 0;
