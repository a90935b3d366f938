import { setImmediate } from 'node:timers/promises'
import type { ListMark } from '../../store/lists.js'
import type { Store } from '../../store/store.js'
import { buildTenantLists, type TenantLists } from './tenant-lists.js'

/** The lists of all tenants as this instance knows them, in memory: judging never asks the store. */
export interface ListBook {
  /** Undefined for a tenant that lists nothing. */
  readonly of: (tenant: string) => TenantLists | undefined
  /** Takes over what was changed since the last look, here or by other instances. */
  readonly look: () => Promise<void>
  readonly stop: () => void
}

export interface ListBookParts {
  readonly lists: Pick<Store['lists'], 'versions' | 'changes'>
  readonly onFailure: (failure: unknown) => void
  /** Milliseconds between two looks. */
  readonly between?: number
}

interface Kept {
  readonly version: number
  readonly lists: TenantLists
}

const BETWEEN_LOOKS = 1_000
/** What was removed is told for a day: who has not looked for longer begins anew. */
const LONGEST_SILENCE = 12 * 60 * 60 * 1_000
const BEGINNING: ListMark = { version: 0, id: '' }

/** Looks every second whether lists were changed, and reads what was. */
export function followLists({ lists, onFailure, between = BETWEEN_LOOKS }: ListBookParts): ListBook {
  const tenants = new Map<string, Kept>()
  let lastLook = Date.now()
  let looking: Promise<void> = Promise.resolve()
  let isWaiting = false

  async function lookOnce(): Promise<void> {
    const versions = await lists.versions()
    if (Date.now() - lastLook > LONGEST_SILENCE) tenants.clear()
    for (const [tenant, version] of versions) {
      const known = tenants.get(tenant)
      if (known?.version === version) continue
      // A store that was put back from a backup has gone back as well.
      const begun = known !== undefined && known.version < version ? known : undefined
      const own = begun?.lists ?? buildTenantLists()
      await takeOver(tenant, own, begun ? { version: begun.version, id: '' } : BEGINNING)
      tenants.set(tenant, { version, lists: own })
    }
    lastLook = Date.now()
  }

  async function takeOver(tenant: string, own: TenantLists, since: ListMark): Promise<void> {
    for (let mark: ListMark | undefined = since; mark !== undefined; ) {
      const { entries, removed, next } = await lists.changes(tenant, mark)
      for (const entry of entries) own.set(entry)
      for (const id of removed) own.remove(id)
      mark = next
      if (mark) await setImmediate()
    }
  }

  /** One at a time, so that what is read first is taken over first. */
  function look(): Promise<void> {
    const next = looking.then(lookOnce)
    looking = next.catch(() => undefined)
    return next
  }

  const timer = setInterval(() => {
    if (isWaiting) return
    isWaiting = true
    void look()
      .catch(onFailure)
      .finally(() => {
        isWaiting = false
      })
  }, between).unref()

  return {
    of: tenant => {
      const own = tenants.get(tenant)?.lists
      return own === undefined || own.size() === 0 ? undefined : own
    },
    look,
    stop: () => clearInterval(timer),
  }
}
