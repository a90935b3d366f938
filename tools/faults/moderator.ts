import { setTimeout } from 'node:timers/promises'
import type { Instance } from './instance.js'
import type { CaseRecord, CaseStatus, Journal } from './journal.js'
import { type Call, send } from './send.js'

export interface ModeratorParts {
  readonly instances: readonly Instance[]
  readonly journal: Journal
  readonly tenant: string
  readonly key: string
  readonly random: () => number
}

/** Milliseconds between two steps. */
const PAUSE = 150
/** Milliseconds for which a step is tried again. */
const GIVE_UP = 40_000

/**
 * Decides, reopens and erases what was acknowledged, one step after the other, each until it is known to be done. Returns
 * a function that ends it.
 */
export function startModerator({
  instances,
  journal,
  tenant,
  key,
  random,
}: ModeratorParts): () => Promise<void> {
  let stopped = false
  const working = work()
  return async () => {
    stopped = true
    await working
  }

  async function work(): Promise<void> {
    while (!stopped) {
      await setTimeout(PAUSE)
      const found = someCase()
      if (found) await bring(found, nextOf(found))
    }
  }

  /** Mostly recent ones, and only those of which all is known. */
  function someCase(): CaseRecord | undefined {
    const known = [...journal.cases.values()]
      .slice(-400)
      .filter(found => found.tenant === tenant && found.possible.size === 1 && !found.possible.has('erased'))
    return known[Math.floor(random() * known.length)]
  }

  function nextOf({ possible }: CaseRecord): CaseStatus {
    if (random() < 0.12) return 'erased'
    if (!possible.has('pending')) return 'pending'
    return random() < 0.5 ? 'confirmed' : 'dismissed'
  }

  async function bring({ id }: CaseRecord, to: CaseStatus): Promise<void> {
    const until = performance.now() + GIVE_UP
    for (let isFirst = true; isFirst || (performance.now() < until && !stopped); isFirst = false) {
      journal.asked(id, to)
      const { during } = journal
      const instance = instances[Math.floor(random() * instances.length)]
      const outcome = await send(instance?.url ?? '', callFor(id, to, key))
      if (outcome.kind !== 'answered') journal.failed(outcome.kind, during)
      else if (outcome.status >= 500) journal.failed('refused', during)
      // An attempt that got no answer may have been done all the same; then the next is told so.
      else if (outcome.status < 300 || (!isFirst && outcome.status === doneAlready(to)))
        return journal.done(id, to)
      else return journal.wrong(`${id}: ${outcome.status} instead of ${to}`)
      await setTimeout(500 + random() * 500)
    }
  }
}

function callFor(id: string, to: CaseStatus, key: string): Call {
  const path = `/screenings/${id}`
  switch (to) {
    case 'erased':
      return { method: 'DELETE', path, key }
    case 'pending':
      return { method: 'POST', path: `${path}/reopen`, key }
    case 'confirmed':
    case 'dismissed':
      return { method: 'POST', path: `${path}/review`, key, body: JSON.stringify({ decision: to }) }
  }
}

const doneAlready = (to: CaseStatus): number => (to === 'erased' ? 404 : 409)
