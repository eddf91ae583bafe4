import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** Descriptor that leads to the process that waits for the end of this one; null where there is none. */
let channel: number | null = null;

/** Connects this process with the one that supervises it, see bin/supervise.cjs; where that is gone, this one ends. */
export function joinSupervisor(descriptor: number): void {
  channel = descriptor;
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  const end = (): boolean => process.kill(process.pid, 'SIGKILL');
  socket.on('error', end).on('end', end).resume().unref();
}

/** Names a place that must not stay where this process ends without a word: a draft, or a folder for the time of a run. */
export function tellDraft(place: string): void {
  if (channel === null) return;
  try {
    writeSync(channel, `${JSON.stringify(place)}\n`);
  } catch {
    return; // it reads no more; the next run removes the place
  }
}
