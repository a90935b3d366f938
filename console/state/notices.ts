import { signal } from '@preact/signals'
import { Failure, PASSING } from '../api/failure.js'
import { words } from '../words/words.js'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly wrong: boolean
  readonly stays?: boolean
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

/** Milliseconds for which a notice stays. A wrong turn stays until it is closed or done again. */
const STAYS = 8_000
const AT_MOST = 3

/** Newest last. They lie over the page, so that they are seen wherever it is scrolled. */
export const notices = signal<readonly Notice[]>([])
let latest = 0

/** What has just been done; it replaces what was said of the step before. */
export function say(text: string, action?: Notice['action'], stays = STAYS): void {
  notices.value = notices.value.filter(one => one.wrong || one.stays)
  add({ text, wrong: false, action }, stays)
}

/** What others did: it stays for its time, whatever is done meanwhile. */
export function tell(text: string): void {
  add({ text, wrong: false, stays: true })
}

/** Returns the notice's id. */
export function warn(text: string, action?: Notice['action']): number {
  // The same trouble twice is still one.
  notices.value = notices.value.filter(one => one.text !== text)
  return add({ text, wrong: true, action })
}

export function close(id: number): void {
  notices.value = notices.value.filter(one => one.id !== id)
}

function add(notice: Omit<Notice, 'id'>, stays = STAYS): number {
  const id = ++latest
  notices.value = [...notices.value, { ...notice, id }].slice(-AT_MOST)
  if (!notice.wrong) setTimeout(() => close(id), stays)
  return id
}

/** A failure in the moderator's words. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Failure)) return `${words.value.failures.broken}（${String(error)}）`
  const said = words.value.failures[error.kind]
  return error.kind === 'refused' || error.kind === 'broken'
    ? `${said}（${error.status} ${error.detail}）`
    : said
}

/** Called with a key that no longer works. */
let onKeyRefused: () => void = () => undefined
export function whenKeyRefused(run: () => void): void {
  onKeyRefused = run
}

/**
 * Runs what the moderator asked for and says what went wrong. What may work in a moment can be tried again by a button,
 * and is tried again by itself once when the service said when. So it must be one step: what follows upon a step that
 * changed something is an attempt of its own, or trying again would do that step to whatever is open by then.
 */
export async function attempt(work: () => Promise<unknown>, mayWait = true): Promise<void> {
  try {
    await work()
  } catch (error) {
    report(error, work, mayWait)
  }
}

function report(error: unknown, work: () => Promise<unknown>, mayWait: boolean): void {
  if (error instanceof Failure && error.kind === 'wrong_key') {
    onKeyRefused()
    return
  }
  if (!(error instanceof Failure && PASSING.has(error.kind))) {
    warn(wordsOf(error))
    return
  }
  const { retryAfter } = error
  const waits = mayWait && retryAfter !== undefined && retryAfter <= 30
  const said = wordsOf(error)
  const id = warn(waits ? `${said} ${words.value.retryIn(retryAfter)}` : said, {
    label: words.value.again,
    run: () => again(),
  })
  const again = () => {
    close(id)
    void attempt(work, false)
  }
  if (waits) setTimeout(() => notices.value.some(one => one.id === id) && again(), retryAfter * 1_000)
}
