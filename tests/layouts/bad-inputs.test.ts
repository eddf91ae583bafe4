import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DLCodeGenError, ERRORS } from '../../src/core/index.ts';
import { decideTask } from './decide-task.ts';
import { BAD_INPUTS } from './bad-inputs-table.ts';

const base = mkdtempSync(path.join(tmpdir(), 'bad-inputs-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.each(BAD_INPUTS.map((input, index) => ({ ...input, index })))(
  '$name is refused',
  async ({ index, write, path: given = '', requirement = '', target, expected }) => {
    const folder = path.join(base, String(index), 'data');
    mkdirSync(folder, { recursive: true });
    await write(folder);
    const profile = decideTask(path.join(folder, given), requirement, target);
    const error: unknown = await profile.then(
      ({ data }) => data,
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(DLCodeGenError);
    const { code, message } = error as DLCodeGenError;
    expect({ code, exit: ERRORS[code].exit }).toEqual({ code: expected.code, exit: 3 });
    for (const words of expected.words) expect(message).toContain(words);
  },
);
