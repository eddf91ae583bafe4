import { ERRORS } from '../core/index.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands-table.ts';
import { COMMON_OPTIONS, OPTIONS, type Option } from './options.ts';

/** `dlcodegen --help`. */
export function renderHelp(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `dlcodegen COMMAND [options]

A requirement in plain words, and your data, in; a planned, proven Keras project out.

${lines.join('\n')}

dlcodegen COMMAND --help shows a command's options. Every option has the environment twin DLCODEGEN_OPTION.
Exit status: ${renderStatuses()}
`;
}

/** `dlcodegen COMMAND --help`. */
export function renderCommandHelp(command: Command): string {
  const names = [...command.options, ...COMMON_OPTIONS];
  const rows = names.map((name) => {
    const option: Option = OPTIONS[name];
    const short = option.short === undefined ? '    ' : `-${option.short}, `;
    return [
      `${short}--${name}${option.placeholder === undefined ? '' : ` ${option.placeholder}`}`,
      option.help,
    ];
  });
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return `dlcodegen ${command.usage}

${command.summary}

${rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`).join('\n')}
`;
}

function renderStatuses(): string {
  const names: Record<number, string> = {
    0: 'done',
    [ERRORS.UNEXPECTED.exit]: 'unexpected',
    [ERRORS.USAGE.exit]: 'usage',
    [ERRORS.BAD_INPUT.exit]: 'bad input',
    [ERRORS.PROVIDER.exit]: 'provider',
    [ERRORS.ENVIRONMENT.exit]: 'environment',
    [ERRORS.VERIFICATION_FAILED.exit]: 'verification failed',
    [ERRORS.BATCH_FAILED.exit]: 'batch finished with failures',
    [ERRORS.INTERRUPTED.exit]: 'interrupted',
  };
  return Object.entries(names)
    .map(([status, name]) => `${status} ${name}`)
    .join(', ');
}
