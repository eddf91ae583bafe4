import { expect, test } from 'vitest';
import { DLCodeGenError } from './errors.ts';
import { machineFault, passMachineFault } from './machine-fault.ts';

const system = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

test.each([
  ['no more files', system('EMFILE'), 'open files'],
  [
    'a full disk, read as bad input',
    new DLCodeGenError('BAD_INPUT', 'cannot write a', { cause: system('ENOSPC') }),
    'disk space',
  ],
  ['a native library', new Error('vips: unable to open: Too many open files'), 'open files'],
  [
    'DuckDB',
    new DLCodeGenError('BAD_DATA', 'a.csv', { cause: new Error('Out of Memory Error: 16 KiB') }),
    'memory',
  ],
  ['the engine', new RangeError('Array buffer allocation failed'), 'memory'],
])('%s is a fault of the machine', (_name, error, lacking) => {
  expect(machineFault(error)).toMatchObject({ code: 'MACHINE' });
  expect(machineFault(error)?.message).toContain(lacking);
  expect(() => passMachineFault(error)).toThrow(lacking);
});

test.each([
  ['a missing file', system('ENOENT')],
  ['a refused file', system('EACCES')],
  ['input that speaks of memory', new DLCodeGenError('BAD_INPUT', 'unknown layer "out of memory"')],
  ['no error', 'out of memory'],
])('%s is none', (_name, error) => {
  expect(machineFault(error)).toBeNull();
  expect(() => passMachineFault(error)).not.toThrow();
});
