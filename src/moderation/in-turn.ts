/** Messages of a batch that may wait for the reader at once: enough to keep it busy, few enough for others. */
const AT_ONCE = 8

/** Does the work of every item, a few at a time; the results are in the order of the items. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Promise<Result>[] = []
  const running = new Set<Promise<unknown>>()
  for (const item of items) {
    const result = work(item)
    const settled: Promise<unknown> = result.then(
      () => running.delete(settled),
      () => running.delete(settled),
    )
    running.add(settled)
    results.push(result)
    if (running.size >= AT_ONCE) await Promise.race(running)
  }
  return Promise.all(results)
}
