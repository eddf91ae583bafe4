import os from 'node:os';
import { DLCodeGenError } from '../../core/index.ts';
import { startMiningWork } from '../../corpus/index.ts';
import { startEvaluationWork } from '../../evaluation/index.ts';
import { parseAddress, takeJobs } from '../../queue/index.ts';
import type { RunCommand } from '../command.ts';
import { countOf, textOf } from '../options.ts';

const END_MS = 1000;

/** `worker` (DESIGN 5): takes jobs of other runs until it is interrupted; those begun are finished. */
export const run: RunCommand = async ({ values, console, signal }) => {
  const queue = textOf(values, 'queue');
  if (queue === undefined) {
    throw new DLCodeGenError('USAGE', 'worker needs --queue redis://HOST:PORT');
  }
  const address = parseAddress(queue);
  const jobs = countOf(values, 'jobs', os.availableParallelism());
  const work = await startEvaluationWork({
    tasks: textOf(values, 'tasks') ?? null,
    unsandboxed: values.unsandboxed === true,
  });
  const mining = startMiningWork({ root: textOf(values, 'inputs') ?? null, threads: jobs });
  signal.addEventListener('abort', () => console.talk('interrupted; finishing what is begun'));
  let done = 0;
  try {
    return await takeJobs(address, {
      kinds: { ...work.kinds, ...mining.kinds },
      stamp: work.stamp,
      jobs,
      signal,
      talk: console.talk,
      onDone: (name) => console.talk(`done ${(done += 1)}: ${name}`),
    });
  } finally {
    await Promise.all([work.close(), mining.close()]);
    // BullMQ seeks a Redis that is gone for ever; that shall not keep an ended worker.
    setTimeout(() => process.exit(), END_MS).unref();
  }
};
