import { DLCodeGenError, ERRORS } from '../../core/index.ts';
import { readProjectPlan } from '../../project/index.ts';
import { verifyProjects, writeVerification } from '../../verification/index.ts';
import type { RunCommand } from '../command.ts';
import { levelOf } from '../generation-options.ts';
import { textOf } from '../options.ts';

export const run: RunCommand = async ({ positionals, values, console, signal }) => {
  const directory = positionals[0] ?? '';
  const data = textOf(values, 'data');
  await readProjectPlan(directory);
  const asked = levelOf(values);
  if (asked === 'none')
    throw new DLCodeGenError('USAGE', 'verify takes --verify static, smoke or full');
  const level = data !== undefined && values.verify === undefined ? 'full' : asked;
  const [result] = await verifyProjects([{ directory, ...(data === undefined ? {} : { data }) }], {
    level,
    unsandboxed: values.unsandboxed === true,
    signal,
    onProgress: ({ done, total, text }) => console.progress(done, total, text),
  });
  if (result === undefined) throw new DLCodeGenError('UNEXPECTED', 'verification gave no result');
  await writeVerification(directory, result);
  const { verdict, asked: entries } = result;
  if (console.json) console.print(JSON.stringify({ ...verdict, asked: entries }));
  else {
    for (const { id, status, ms, message } of verdict.stages) {
      console.print(
        `${id}  ${status.padEnd(7)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${message}`,
      );
    }
    for (const [field, value] of Object.entries(verdict.agreement)) {
      console.print(`    ${field.padEnd(13)} ${value === null ? 'not stated' : String(value)}`);
    }
    for (const { status, words, by } of entries)
      console.print(`    ${status.padEnd(13)} ${words}${by === undefined ? '' : ` -> ${by}`}`);
  }
  return verdict.passed ? 0 : ERRORS.VERIFICATION_FAILED.exit;
};
