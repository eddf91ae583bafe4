/** Gathers news that come at any time, for one reader who takes them in its own time. */
export interface Bell {
  readonly ring: (news: string) => void;
  /** Starts gathering; the result ends it. */
  readonly listen: () => () => void;
  /**
   * The next news, at most so many, each once; none after so many milliseconds of silence. Errors: the signal's reason.
   */
  readonly next: (quietMs: number, most: number, signal?: AbortSignal) => Promise<string[]>;
}

export function createBell(): Bell {
  const heard = new Set<string>();
  let isListening = false;
  let wake: (() => void) | null = null;
  return {
    ring: (news) => {
      if (!isListening) return;
      heard.add(news);
      wake?.();
    },
    listen: () => {
      isListening = true;
      return () => {
        isListening = false;
        heard.clear();
      };
    },
    next: async (quietMs, most, signal) => {
      signal?.throwIfAborted();
      if (heard.size === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, quietMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal?.addEventListener('abort', wake, { once: true });
        });
        if (wake !== null) signal?.removeEventListener('abort', wake);
        wake = null;
        signal?.throwIfAborted();
      }
      const taken = [...heard].slice(0, most);
      for (const news of taken) heard.delete(news);
      return taken;
    },
  };
}
