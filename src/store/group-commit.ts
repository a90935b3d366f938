/** Commits items that come while another commit is under way together, so that many share one. */
export type GroupCommit<Item, Result> = (item: Item) => Promise<Result>

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (reason: unknown) => void
}

/**
 * `commit` gets the items of a group, keeps all of them or none, and returns a result for each. An item's promise is
 * settled only after its commit. When a group fails its items are tried one by one: no item fails for another's sake.
 */
export function buildGroupCommit<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
  largest = 200,
): GroupCommit<Item, Result> {
  let queue: Waiting<Item, Result>[] = []
  let busy = false

  return item =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      if (!busy) void work()
    })

  async function work(): Promise<void> {
    busy = true
    while (queue.length > 0) {
      const group = queue.slice(0, largest)
      queue = queue.slice(largest)
      await settle(group)
    }
    busy = false
  }

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(group.map(({ item }) => item))
      if (results.length !== group.length) throw new Error('a group commit returned too few results')
      for (const [at, result] of results.entries()) group[at]?.resolve(result)
    } catch (failure) {
      const [only, ...others] = group
      if (others.length === 0) only?.reject(failure)
      else for (const one of group) await settle([one])
    }
  }
}
