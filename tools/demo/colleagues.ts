import type { ScreeningDetail } from '../../src/store/screening.js'
import { openStore, type Store } from '../../src/store/store.js'
import { pick } from './invent.js'
import { OBJECTIONS, OPINIONS } from './voices.js'

interface Colleagues {
  readonly url: string
  /** The file of the service's store. */
  readonly file: string
  readonly draw: () => number
  readonly post: (url: string, body: object) => Promise<unknown>
}

const TENANT = 'default'
const [FIRST, SECOND] = ['佐藤', '鈴木']
/** Cases that two have decided before the visitor comes. */
const DECIDED = 30
/** Of how many the second says something else. */
const DISAGREED = 6

/**
 * What others have done before the visitor sits down: cases decided twice, people who object to decisions, and who reported
 * what is flagged. It goes past the API where the API would take all of it for the visitor's own doing. Returns how many
 * objections wait.
 */
export async function leaveTraces({ url, file, draw, post }: Colleagues): Promise<number> {
  const store = await openStore({ kind: 'sqlite', file }, 'full', {
    rates: { secondReviewRate: 1, goldenRate: 0, auditRate: 0 },
  })
  try {
    const { items } = await store.screenings.list(
      TENANT,
      { status: 'pending', claimedBy: 'free', origin: 'screen' },
      { limit: 2 * DECIDED },
    )
    for (const [at, { id, messageId }] of items.slice(0, DECIDED).entries()) {
      const first = draw() < 0.7 ? 'confirmed' : 'dismissed'
      const second = at % (DECIDED / DISAGREED) === 0 ? otherThan(first) : first
      await store.queue.review(TENANT, id, FIRST, { decision: first })
      await decideBlind(store, messageId ?? '', second)
    }
    const wholes: ScreeningDetail[] = []
    for (const { id } of items) {
      const whole = await store.screenings.find(TENANT, id)
      if (whole) wholes.push(whole)
    }
    await report(wholes)
    return await object(wholes)
  } finally {
    await store.close()
  }

  async function report(wholes: readonly ScreeningDetail[]): Promise<void> {
    for (const [at, opinion] of OPINIONS.entries()) {
      const about = wholes.find(isAbout('pending', opinion.category))
      if (about?.messageId == null) continue
      const { text, messageId } = about
      await post(`${url}/reports`, { text, messageId, reporterId: `worker-${at}`, ...opinion })
    }
  }

  async function object(wholes: readonly ScreeningDetail[]): Promise<number> {
    let filed = 0
    for (const { of, from, category, texts } of OBJECTIONS) {
      const about = wholes.findLast(isAbout(of, category))
      if (about === undefined) continue
      await post(`${url}/screenings/${about.id}/appeals`, { from, text: pick(draw, texts) })
      filed++
    }
    return filed
  }
}

function isAbout(of: string, category?: string) {
  return ({ status, flags }: ScreeningDetail): boolean =>
    status === of && (category === undefined || flags.some(flag => flag.category === category))
}

/** The second does not see what the first said. */
async function decideBlind(
  store: Pick<Store, 'queue'>,
  messageId: string,
  decision: 'confirmed' | 'dismissed',
): Promise<void> {
  const wish = { filter: { messageId }, sort: 'harm', skip: [], includeTests: false } as const
  const handed = await store.queue.next(TENANT, SECOND, wish, 1)
  if (handed !== undefined) await store.queue.review(TENANT, handed.id, SECOND, { decision })
}

const otherThan = (decision: 'confirmed' | 'dismissed') =>
  decision === 'confirmed' ? 'dismissed' : 'confirmed'
