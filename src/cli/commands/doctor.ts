import { ERRORS } from '../../core/index.ts';
import { doctor } from '../../verification/index.ts';
import type { RunCommand } from '../command.ts';

export const run: RunCommand = async ({ console }) => {
  const rows = await doctor();
  if (console.json) console.print(JSON.stringify(rows));
  else {
    for (const { name, found, version, how } of rows) {
      console.print(`${found ? 'ok     ' : 'missing'} ${name.padEnd(22)} ${found ? version : how}`);
    }
  }
  return rows.every(({ found, required }) => found || !required) ? 0 : ERRORS.ENVIRONMENT.exit;
};
