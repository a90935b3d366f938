import type { Store } from '../store/store.js'

export interface Retention {
  /** Days that a stored message is kept. */
  readonly days: number
  /** Days that it is remembered which messages were erased. */
  readonly tombstoneDays: number
  /** Days that an entry of the audit trail is kept; 0: for ever. */
  readonly auditDays: number
  readonly onPurged: (screenings: number) => void
  readonly onFailure: (failure: unknown) => void
}

const DAY = 24 * 60 * 60 * 1_000
const BETWEEN_PURGES = 60 * 60 * 1_000

/** Deletes screenings and entries of the trail older than the given days, now and every hour. Returns a function that stops it. */
export function startRetention(
  store: Pick<Store, 'erasure' | 'audit'>,
  { days, tombstoneDays, auditDays, onPurged, onFailure }: Retention,
): () => void {
  const purge = (): void => {
    store.erasure
      .purge(daysAgo(days))
      .then(onPurged)
      .then(() => store.erasure.purgeTombstones(daysAgo(tombstoneDays)))
      .catch(onFailure)
    if (auditDays > 0) store.audit.purge(daysAgo(auditDays)).catch(onFailure)
  }
  purge()
  const timer = setInterval(purge, BETWEEN_PURGES).unref()
  return () => clearInterval(timer)
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY)

const BETWEEN_FLUSHES = 2_000

/** Writes the counts every two seconds. Returns a function that writes them a last time and stops. */
export function startTallies(
  { tallies }: Pick<Store, 'tallies'>,
  onFailure: (failure: unknown) => void,
): () => Promise<void> {
  const flush = () => tallies.flush().catch(onFailure)
  const timer = setInterval(flush, BETWEEN_FLUSHES).unref()
  return async () => {
    clearInterval(timer)
    await flush()
  }
}

const BETWEEN_FORGETS = 5 * 60 * 1_000

/** Forgets every five minutes what is kept for a short time only. Returns a function that stops it. */
export function startForgetting(
  { lists, contacts }: Pick<Store, 'lists' | 'contacts'>,
  onFailure: (failure: unknown) => void,
): () => void {
  const forget = (): void => {
    lists.purge(new Date()).catch(onFailure)
    contacts.purge(new Date()).catch(onFailure)
  }
  forget()
  const timer = setInterval(forget, BETWEEN_FORGETS).unref()
  return () => clearInterval(timer)
}

const BETWEEN_FOLDS = 5_000

/** Adds up every five seconds what writers left to be counted. Returns a function that stops it. */
export function startFolding(
  { screenings }: Pick<Store, 'screenings'>,
  onFailure: (failure: unknown) => void,
): () => void {
  const timer = setInterval(() => void screenings.foldCounts().catch(onFailure), BETWEEN_FOLDS).unref()
  return () => clearInterval(timer)
}
