import type { Store } from '../store/store.js'

export interface FollowParts {
  readonly store: Pick<Store, 'wantedRuleset'>
  readonly screener: { readonly ruleset: { readonly hash: string }; readonly reload: () => Promise<void> }
  /** The hash of the dictionary as it is on this machine's disk. */
  readonly hashOnDisk: () => string
  /** It reloaded, because another instance had. */
  readonly onReloaded: () => void
  /** It judges with another dictionary than is wanted, and cannot help it. Told once for each that is wanted. */
  readonly onDiffers: (differs: Differs) => void
  readonly onFailure: (failure: unknown) => void
}

export interface Differs {
  readonly wanted: string
  readonly reason: string
}

export interface Follower {
  /** Undefined while this instance judges with what is wanted. */
  readonly differs: () => Differs | undefined
  /** Looks once. */
  readonly look: () => Promise<void>
  readonly stop: () => void
}

const BETWEEN_LOOKS = 2_000

/**
 * Looks every two seconds which dictionary is wanted and takes it when the files on this machine are that one. While
 * they are another it goes on judging with what it has.
 */
export function followRuleset({ store, screener, hashOnDisk, ...on }: FollowParts): Follower {
  let differs: Differs | undefined
  let suspected: string | undefined
  let told: string | undefined
  let looking = false

  async function look(): Promise<void> {
    const wanted = await store.wantedRuleset.read()
    if (wanted === undefined || wanted === screener.ruleset.hash) {
      differs = undefined
      suspected = undefined
      return
    }
    const reason = await takeOrSay(wanted)
    if (reason === undefined) {
      differs = undefined
      return
    }
    // An instance that has just reloaded is for a moment ahead of what is wanted: said at the second look.
    if (suspected === wanted) differs = { wanted, reason }
    suspected = wanted
    if (differs === undefined || told === wanted) return
    told = wanted
    on.onDiffers(differs)
  }

  /** Undefined when it has it now; else why not. */
  async function takeOrSay(wanted: string): Promise<string | undefined> {
    try {
      if (hashOnDisk() !== wanted) return 'the files on this machine are another dictionary'
      await screener.reload()
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    on.onReloaded()
    return undefined
  }

  async function lookInTurn(): Promise<void> {
    if (looking) return
    looking = true
    await look().catch(on.onFailure)
    looking = false
  }

  const timer = setInterval(() => void lookInTurn(), BETWEEN_LOOKS).unref()
  return { differs: () => differs, look, stop: () => clearInterval(timer) }
}
