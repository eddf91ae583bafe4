import * as z from 'zod';

/** How one step of python/harness.py ended. */
export interface StepEnd {
  readonly exit: number;
  readonly ms: number;
  readonly timeout: boolean;
}

const EVENT = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('imported'),
    versions: z.record(z.string(), z.string()),
  }),
  z.strictObject({ event: z.literal('start'), step: z.string() }),
  z.strictObject({
    event: z.literal('end'),
    step: z.string(),
    exit: z.int(),
    ms: z.number().nonnegative(),
    timeout: z.boolean(),
  }),
  z.strictObject({ event: z.literal('finished') }),
]);

export interface HarnessEvents {
  /** Takes the next line of the channel; returns the step that it starts, if it does. */
  readonly take: (line: string) => string | null;
  readonly ends: ReadonlyMap<string, StepEnd>;
  readonly versions: () => Readonly<Record<string, string>>;
  /** What is wrong with the lines so far; null where nothing is. */
  readonly fault: () => string | null;
  readonly isFinished: () => boolean;
}

/**
 * Reads the events of one run: first `imported`, then each of `steps` at most once, `start` before `end`, last
 * `finished`. A line that is anything else, or that comes again, spoils the run: no event counts any more.
 */
export function readEvents(steps: readonly string[]): HarnessEvents {
  const ends = new Map<string, StepEnd>();
  const started = new Set<string>();
  let versions: Readonly<Record<string, string>> | null = null;
  let finished = false;
  let fault: string | null = null;
  const spoil = (line: string): null => {
    fault ??= `the events of the run are not those of the harness: ${line.slice(0, 200)}`;
    ends.clear();
    return null;
  };
  const take = (line: string): string | null => {
    if (fault !== null) return null;
    const event = parse(line);
    if (event === null || finished) return spoil(line);
    if (event.event === 'imported') {
      if (versions !== null) return spoil(line);
      versions = event.versions;
      return null;
    }
    if (versions === null) return spoil(line);
    if (event.event === 'finished') {
      if (ends.size !== started.size) return spoil(line);
      finished = true;
      return null;
    }
    const { step } = event;
    if (event.event === 'start') {
      if (!steps.includes(step) || started.has(step)) return spoil(line);
      started.add(step);
      return step;
    }
    if (!started.has(step) || ends.has(step)) return spoil(line);
    const { exit, ms, timeout } = event;
    ends.set(step, { exit, ms, timeout });
    return null;
  };
  return {
    take,
    ends,
    versions: () => versions ?? {},
    fault: () => fault,
    isFinished: () => finished,
  };
}

function parse(line: string): z.infer<typeof EVENT> | null {
  try {
    return EVENT.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
