import { DLCodeGenError, ERRORS } from '../../core/index.ts';
import { PRESETS, PRETRAINED_WEIGHTS } from '../../plan/index.ts';
import {
  doctor,
  fetchPresets,
  fetchWeights,
  kerasHome,
  type FetchProgress,
} from '../../verification/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { textOf } from '../options.ts';

export const run: RunCommand = async (context) => {
  const { positionals, values, console } = context;
  if (values['fetch-weights'] === true) await fetchNamed(context);
  else if (positionals.length > 0) {
    throw new DLCodeGenError('USAGE', 'names of backbones stand behind --fetch-weights');
  }
  const rows = await doctor();
  if (console.json) console.print(JSON.stringify(rows));
  else {
    for (const { name, found, version, how } of rows) {
      console.print(`${found ? 'ok     ' : 'missing'} ${name.padEnd(22)} ${found ? version : how}`);
    }
  }
  return rows.every(({ found, required }) => found || !required) ? 0 : ERRORS.ENVIRONMENT.exit;
};

const MEGABYTE = 1e6;
/** Lines of progress a file. */
const PARTS = 10;

async function fetchNamed({ positionals, values, console, signal }: CommandContext): Promise<void> {
  const known = Object.keys(PRETRAINED_WEIGHTS);
  const asked = positionals
    .flatMap((text) => text.split(','))
    .filter((name) => name !== '')
    .map((name) => knownName(name, [...known, ...PRESETS]));
  const presets = asked.filter((name) => PRESETS.includes(name));
  const names = asked.length === 0 ? known : asked.filter((name) => !presets.includes(name));
  const mirror = textOf(values, 'weights-mirror');
  if (mirror !== undefined && !/^https?:\/\//.test(mirror)) {
    throw new DLCodeGenError(
      'USAGE',
      `--weights-mirror must be http(s)://..., received "${mirror}"`,
    );
  }
  if (asked.length === 0)
    console.talk(`all ${known.length} backbones, several GB; name some for those alone`);
  let shown = '';
  const onProgress = ({ name, bytes, total }: FetchProgress): void => {
    const part = total === null ? 0 : Math.floor((PARTS * bytes) / total);
    if (shown === `${name} ${part}`) return;
    shown = `${name} ${part}`;
    const size = total === null ? '' : `, ${(total / MEGABYTE).toFixed(0)} MB`;
    console.progress(part, PARTS, `${name} (${names.indexOf(name) + 1} of ${names.length}${size})`);
  };
  await fetchWeights(names, { signal, onProgress, ...(mirror === undefined ? {} : { mirror }) });
  await fetchPresets(kerasHome(), presets, { signal, tell: (text) => console.talk(text) });
}

function knownName(name: string, known: readonly string[]): string {
  const found = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new DLCodeGenError(
    'USAGE',
    `unknown backbone or preset "${name}"; known: ${known.join(', ')}`,
  );
}
