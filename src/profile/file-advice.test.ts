import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fileAdvice } from './file-advice.ts';

test.each([
  ['a/b.h5', /h5py\.File\('a\/b\.h5'\).*np\.savez\('a\/b\.npz'/],
  ['scan.nii.gz', /nibabel\.load\(p\)/],
  ['all.tar.gz', /tar -xzf "all\.tar\.gz"/],
  ['rows.csv.gz', /gunzip -k "rows\.csv\.gz"/],
  ['train-images-idx3-ubyte', /save them as \.npy: .*'train-images-idx3-ubyte'/],
  ['run.mp4', /find \. -name "\*\.mp4" -exec ffmpeg/],
  ['big.bin', /\.bin files are not read/],
])('%s is refused with the command that converts it', (name, said) => {
  expect(fileAdvice(name, 'foreign')).toMatch(said);
});

test.each(['t.$(touch x)-idx3-ubyte', "t10k.';touch x;'-idx3-ubyte", 'a.$(touch x)'])(
  'nothing of a suffix that a shell would read stands in a command: %j',
  (name) => {
    expect(fileAdvice(name, 'foreign')).not.toMatch(/python.*(?:\$\(|touch)/);
  },
);

test.each(['$(touch x).h5', "a'); import os; (' .mat", 'a`b`.sqlite', '-rf.zip', 'a\nb.xlsx'])(
  'nothing of a name that a shell would read stands in a command: %j',
  (name) => {
    expect(fileAdvice(name, 'foreign')).not.toContain(name);
    expect(fileAdvice(name, 'foreign')).toContain('FILE');
  },
);

test.each(['x.h5', 'x.mat', 'x.sqlite', 'x.dcm', 'x.nii', 'x.xlsx', 'x.tfrecord', 'x-idx1-ubyte'])(
  'the command for %s is one of Python',
  (name) => {
    const code = /python -c "(.*)"$/.exec(fileAdvice(name, 'foreign'))?.[1] ?? '';
    const check = 'import ast, sys; ast.parse(sys.argv[1])';
    expect(() => execFileSync('python3', ['-c', check, code])).not.toThrow();
  },
);
