/** The middle one; of an even number the upper of the two. NaN of none. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/** What so large a share of the numbers does not pass (nearest rank). NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  return [...numbers].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)] ?? Number.NaN
}

/** Milliseconds that `work` takes once. */
export function milliseconds(work: () => void): number {
  const since = performance.now()
  work()
  return performance.now() - since
}

/** As many items as warm the code up before it is timed. */
const WARM_UP = 500

/** Microseconds an item, the median of the rounds; what is compared takes turns. */
export function timed<Name extends string, Item>(
  work: Readonly<Record<Name, (item: Item) => unknown>>,
  items: readonly Item[],
  rounds: number,
): (name: Name) => number {
  const all = Object.entries<(item: Item) => unknown>(work).map(([name, run]) => ({
    name,
    times: [] as number[],
    pass: (some: readonly Item[]) => {
      for (const item of some) run(item)
    },
  }))
  for (const { pass } of all) pass(items.slice(0, WARM_UP))
  for (let round = 0; round < rounds; round++)
    for (const { pass, times } of all) times.push((milliseconds(() => pass(items)) * 1_000) / items.length)
  const medians = new Map(all.map(({ name, times }) => [name, median(times)]))
  return name => medians.get(name) ?? Number.NaN
}
