import type { Screener } from './types.js'

/** A screener that can be told to read its dictionary again. Each judgement is made by one dictionary from end to end. */
export interface ReloadableScreener extends Screener {
  /**
   * Loads and proves the dictionary anew and then, in one step, judges with it. Throws RulesetError (file, line, reason)
   * when it cannot be used; the old one then stays. Judging waits for the proof: about a fifth of a second.
   */
  readonly reload: () => void
}

/** Judges with `first` until a reload has loaded another. */
export function reloadable(first: Screener, load: () => Screener): ReloadableScreener {
  let current = first
  return {
    screen: input => current.screen(input),
    get ruleset() {
      return current.ruleset
    },
    get categories() {
      return current.categories
    },
    get rules() {
      return current.rules
    },
    reload: () => {
      current = load()
    },
  }
}
