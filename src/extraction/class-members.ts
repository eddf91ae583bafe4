import type { AbstractValue, ClassValue } from './values.ts';

/** Classes derive from each other no deeper. */
const MOST_BASES = 8;

/** A member of a class or of those that it derives from. */
export function memberOf(
  { attributes, bases }: ClassValue,
  name: string,
  depth = 0,
): AbstractValue | undefined {
  const own = attributes.get(name);
  if (own !== undefined || depth > MOST_BASES) return own;
  for (const base of bases) {
    const found = base.kind === 'class' ? memberOf(base, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a class derives from a model or layer of Keras. */
export function isKerasClass({ bases }: ClassValue, depth = 0): boolean {
  return bases.some((base) => {
    if (base.kind === 'class') return depth < MOST_BASES && isKerasClass(base, depth + 1);
    return (
      base.kind === 'external' &&
      /(?:^|\.)(?:Model|Sequential|Functional|\w*Layer|\w*RNNCell)$/.test(base.path)
    );
  });
}
