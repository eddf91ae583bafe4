/** Does work on each item, at most so many at once and begun in their order; the results in the same order. */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  // One iterator is shared: whoever is free takes the next item.
  const entries = items.entries();
  const take = async (): Promise<void> => {
    for (const [at, item] of entries) results[at] = await work(item, at);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, take));
  return results;
}
