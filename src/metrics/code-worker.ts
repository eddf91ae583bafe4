import { parentPort, workerData } from 'node:worker_threads';
import { createMeasure, type CodeOptions, type CodePair } from './code-metrics.ts';

// A thread that measures pairs one after the other as they come; started by `measure-in-parallel.ts`.
const measure = createMeasure(workerData as CodeOptions);
const send = (message: unknown): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(message);
};
parentPort?.on('message', (pair: CodePair) => send(measure(pair)));
send('ready');
