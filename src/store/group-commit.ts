import { outOfTime, PATIENCE } from './patience.js'

/** Commits items that come while another commit is under way together, so that many share one. */
export type GroupCommit<Item, Result> = (item: Item) => Promise<Result>

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (reason: unknown) => void
  /** It was told that it had waited for too long. */
  over: boolean
}

interface Options {
  /** Whether an item is to blame for a failure of its group, and not the store. */
  readonly isOfItem: (failure: unknown) => boolean
  /** Milliseconds after which an item is told that it was not committed, wherever it waits. */
  readonly patience?: number
  readonly largest?: number
}

/**
 * `commit` takes a group when it holds the store (whoever came while it waited for that is in it), keeps all of it or
 * nothing, and returns a result for each item. An item's promise is settled only after its commit. When an item is to
 * blame for a failure the group is tried one by one, so that no item fails for another's sake. When it is the store,
 * all fail at once: asking it again for each would only make them wait one after the other.
 */
export function buildGroupCommit<Item, Result>(
  commit: (take: () => readonly Item[]) => Promise<readonly Result[]>,
  { isOfItem, patience = PATIENCE, largest = 200 }: Options,
): GroupCommit<Item, Result> {
  let queue = new Set<Waiting<Item, Result>>()
  /** How many at the head of the queue go one by one. */
  let alone = 0
  let working = false

  return item =>
    new Promise((resolve, reject) => {
      const one = { item, resolve: settling(resolve), reject: settling(reject), over: false }
      const clock = setTimeout(() => {
        one.over = true
        queue.delete(one)
        reject(outOfTime(patience))
      }, patience)
      queue.add(one)
      if (!working) void work()

      function settling<Value>(settle: (value: Value) => void): (value: Value) => void {
        return value => {
          clearTimeout(clock)
          settle(value)
        }
      }
    })

  async function work(): Promise<void> {
    working = true
    while (queue.size > 0) await commitNext()
    working = false
  }

  async function commitNext(): Promise<void> {
    let group: readonly Waiting<Item, Result>[] | undefined
    try {
      const results = await commit(() => {
        group ??= take()
        return group.map(({ item }) => item)
      })
      if (results.length !== group?.length) throw new Error('a group commit returned too few results')
      for (const [at, result] of results.entries()) group[at]?.resolve(result)
    } catch (failure) {
      if (group !== undefined && group.length > 1 && isOfItem(failure)) {
        const again = group.filter(({ over }) => !over)
        queue = new Set([...again, ...queue])
        alone = again.length
      } else {
        // Whoever had not been taken yet waited for the same store.
        for (const one of group ?? takeAll()) one.reject(failure)
      }
    }
  }

  function take(): readonly Waiting<Item, Result>[] {
    const group = [...queue].slice(0, alone > 0 ? 1 : largest)
    if (alone > 0) alone--
    for (const one of group) queue.delete(one)
    return group
  }

  function takeAll(): readonly Waiting<Item, Result>[] {
    const all = [...queue]
    queue.clear()
    alone = 0
    return all
  }
}
