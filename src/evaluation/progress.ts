import { renderDuration } from '../core/index.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being done, and how long it will still take. */
  readonly text: string;
}
export type TellProgress = (progress: Progress) => void;

/** Counts steps and says how long the rest will take, by the mean of those made in this run. */
export function createProgress(
  total: number,
  tell: TellProgress,
  now: () => number = () => performance.now(),
): {
  readonly skip: (count: number) => void;
  /** Steps that ended together count together: a lot of eight is not one step eight times as long. */
  readonly step: (...texts: readonly string[]) => void;
  /** What goes on between two steps. */
  readonly note: (text: string) => void;
} {
  const began = now();
  let done = 0;
  let made = 0;
  return {
    skip: (count) => {
      done += count;
      if (count > 0) tell({ done, total, text: `${count} kept from an earlier run` });
    },
    note: (text) => tell({ done, total, text }),
    step: (...texts) => {
      made += texts.length;
      const each = (now() - began) / made;
      for (const text of texts) {
        done += 1;
        const left = `${renderDuration(each * (total - done))} left`;
        tell({ done, total, text: done < total ? `${text}, ${left}` : text });
      }
    },
  };
}
