import { expect, test } from 'vitest';
import { mapAtOnce } from './index.ts';

test.for([1, 2, 3, 9])(
  '%s at once: all are done, in order, and no more than that at once',
  async (atOnce) => {
    let [open, most] = [0, 0];
    const results = await mapAtOnce([5, 1, 4, 2, 3], atOnce, async (item, at) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, item));
      open -= 1;
      return [item, at];
    });
    expect(results).toEqual([
      [5, 0],
      [1, 1],
      [4, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(most).toBe(Math.min(atOnce, 5));
  },
);

test('an error ends it', async () => {
  const work = async (item: number): Promise<number> => {
    if (item === 2) throw new Error('two');
    return item;
  };
  await expect(mapAtOnce([1, 2, 3], 1, work)).rejects.toThrow('two');
});
