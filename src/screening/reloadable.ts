import type { Answer, Screener } from '../contract/screener.js'

/** A screener of one dictionary. */
export interface Loaded<Given extends Answer = Answer> extends Screener<Given> {
  /** What it judges in spite of: lines for an operator. */
  readonly warnings: readonly string[]
  /** Ends what it holds open. */
  readonly close: () => Promise<void>
}

/** A screener that can be told to read its dictionary again. Each judgement is made by one dictionary from end to end. */
export interface ReloadableScreener<Given extends Answer = Answer> extends Loaded<Given> {
  /**
   * Loads and proves the dictionary anew and then, in one step, judges with it. Rejects with RulesetError (file, line,
   * reason) when it cannot be used; the old one then stays. One runs at a time: all that are asked for meanwhile share the
   * next one, which reads what was edited since.
   */
  readonly reload: () => Promise<void>
}

/** Judges with `first` until a reload has loaded another. */
export function reloadable<Given extends Answer>(
  first: Loaded<Given>,
  load: () => Promise<Loaded<Given>>,
): ReloadableScreener<Given> {
  let current = first
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  function begin(): Promise<void> {
    next = undefined
    running = replace().finally(() => {
      running = undefined
    })
    return running
  }

  async function replace(): Promise<void> {
    const before = current
    current = await load()
    await before.close()
  }

  return {
    screen: input => current.screen(input),
    fingerprint: text => current.fingerprint(text),
    recall: (judgement, input, known) => current.recall(judgement, input, known),
    identifiers: text => current.identifiers(text),
    hints: (draft, judgement) => current.hints(draft, judgement),
    posting: post => current.posting(post),
    get ruleset() {
      return current.ruleset
    },
    get reader() {
      return current.reader
    },
    get categories() {
      return current.categories
    },
    get rules() {
      return current.rules
    },
    fold: text => current.fold(text),
    get countsAs() {
      return current.countsAs
    },
    get warnings() {
      return current.warnings
    },
    close: () => current.close(),
    reload: () => {
      if (next === undefined && running === undefined) return begin()
      next ??= Promise.resolve(running).then(begin, begin)
      return next
    },
  }
}
