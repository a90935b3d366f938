import { inventMessage, inventReport } from './invent.js'

interface Demo {
  readonly url: string
  readonly draw: () => number
}

/** Messages on their way at once. */
const AT_ONCE = 4
/** One case in so many is a report. */
const REPORTED = 40
/** Milliseconds between two messages that arrive by themselves. */
const PAUSE = { least: 4_000, more: 16_000 }

let sent = 0

/** Sends invented messages until so many are kept for the moderators. Returns how many there are. */
export async function fill({ url, cases, draw }: Demo & { readonly cases: number }): Promise<number> {
  let kept = 0
  const work = async (): Promise<void> => {
    while (kept < cases && sent < cases * 4) if (await sendOne({ url, draw })) kept++
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, cases) }, work))
  return kept
}

export function trickle(demo: Demo): void {
  setTimeout(
    async () => {
      // The service may be closing.
      await sendOne(demo).catch(() => false)
      trickle(demo)
    },
    PAUSE.least + demo.draw() * PAUSE.more,
  ).unref()
}

/** Whether it became a case. */
async function sendOne({ url, draw }: Demo): Promise<boolean> {
  const number = ++sent
  if (number % REPORTED === 0) {
    await post(`${url}/reports`, inventReport(draw, number))
    return true
  }
  const answer = await post(`${url}/screen`, inventMessage(draw, number))
  return typeof answer === 'object' && answer !== null && 'flagged' in answer && answer.flagged === true
}

/** Waits as long as the service says that it has too much to do. */
export async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.status === 503) {
    await new Promise(done => setTimeout(done, 1_000))
    return post(url, body)
  }
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
