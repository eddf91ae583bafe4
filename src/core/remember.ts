/** The same function, called when its result is first needed. */
export function once<Value>(compute: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: compute() }).value;
}

/**
 * The same function, with each result kept for as long as its key is alive. For values that are computed from a key that
 * never changes, such as a sample of the pool or a segment.
 */
export function remember<Key extends object, Value>(
  compute: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const kept = known.get(key) ?? { value: compute(key) };
    known.set(key, kept);
    return kept.value;
  };
}

/**
 * The same function of texts, with the results for the texts seen last kept: at most `mostCharacters` of them, then all
 * are dropped. For results that nobody changes.
 */
export function rememberTexts<Value>(
  compute: (text: string) => Value,
  mostCharacters: number,
): (text: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  let characters = 0;
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) return kept.value;
    const value = compute(text);
    characters += text.length;
    if (characters > mostCharacters) {
      known.clear();
      characters = text.length;
    }
    known.set(text, { value });
    return value;
  };
}
