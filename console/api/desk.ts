import { ask, askFor } from './ask.js'
import type {
  Appeal,
  Audience,
  BulkResult,
  Case,
  Category,
  Counts,
  Outcome,
  Page,
  Review,
  Session,
  Statement,
  Summary,
  TrailEvent,
  Wanted,
  Ways,
} from './shapes.js'

/** Minutes for which an open case is the moderator's own; renewed while it is open. */
export const LEASE_MINUTES = 10

const of = (id: string, step = ''): string => `/screenings/${encodeURIComponent(id)}${step}`

type Circumstances = Pick<
  Case,
  'appeals' | 'mayAnswerAppeals' | 'history' | 'order' | 'sender' | 'identifiers' | 'events' | 'policy'
>
type Answered = Omit<Case, keyof Circumstances> & Partial<Circumstances>

/** While an update is rolled out, an instance of the version before may answer: it leaves out what it does not know. */
function whole(found: Answered): Case {
  const asked = { appeals: [], mayAnswerAppeals: null, identifiers: [], events: [], policy: [] }
  return { history: null, order: null, sender: null, ...asked, ...found }
}

/** Every call that the desk makes. */
export const desk = {
  ways: () => askFor<Ways>('GET', '/session/ways'),
  session: () => askFor<Session>('GET', '/session'),
  signOut: () => ask<never>('DELETE', '/session'),
  categories: async () =>
    (await askFor<{ readonly categories: readonly Category[] }>('GET', '/categories')).categories,
  list: (query: URLSearchParams) => askFor<Page>('GET', `/screenings?${query}`),
  counts: (query: URLSearchParams) => askFor<Counts>('GET', `/screenings/counts?${query}`),
  /** The next case by the queue's order, leased; null when nothing is left. */
  next: async (wanted: Wanted) => {
    const found = await ask<Answered>('POST', '/screenings/next', { body: wanted })
    return found && whole(found)
  },
  /** Opens a case by its id; the view is recorded. */
  open: async (id: string) => whole(await askFor<Answered>('GET', of(id))),
  claim: (id: string) => askFor<Summary>('POST', of(id, '/claim'), { body: { minutes: LEASE_MINUTES } }),
  release: (id: string, keepalive = false) => ask<Summary>('POST', of(id, '/release'), { keepalive }),
  review: (id: string, review: Review) => askFor<Summary>('POST', of(id, '/review'), { body: review }),
  reopen: (id: string) => askFor<Summary>('POST', of(id, '/reopen')),
  events: async (id: string) =>
    (await askFor<{ readonly events: readonly TrailEvent[] }>('GET', of(id, '/events'))).events,
  /** It is recorded that it was given. */
  statement: (id: string, audience: Audience) =>
    askFor<Statement>('GET', of(id, `/statement?for=${audience}`)),
  answerAppeal: (appeal: string, answer: Omit<Review, 'decision'> & { readonly outcome: Outcome }) =>
    askFor<Appeal>('POST', `/appeals/${encodeURIComponent(appeal)}/decide`, { body: answer }),
  reviewMany: (ids: readonly string[], review: Review) =>
    askFor<BulkResult<'decided'>>('POST', '/screenings/review', { body: { ids, ...review } }),
  reopenMany: (ids: readonly string[]) =>
    askFor<BulkResult<'reopened'>>('POST', '/screenings/reopen', { body: { ids } }),
}
