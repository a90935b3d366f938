import autocannon, { type LoadRequest } from 'autocannon'

export interface Load {
  /** Makes the texts of one round other ones than those of the rounds before. */
  readonly mark: number
  readonly seconds: number
  readonly connections?: number
  /** Further fields of a message, by a name that no other message has. */
  readonly more?: (name: string) => Readonly<Record<string, unknown>>
}

interface Answered {
  readonly perSecond: number
  /** Milliseconds of every answer, in no order. */
  readonly milliseconds: readonly number[]
}

/** As many messages a second as hardly a service here judges: those of one round are all different. */
const MOST_PER_SECOND = 1_500

/** Sends texts, all of them distinct, to `POST /screen` for some seconds. Throws when one is refused. */
export async function load(
  url: string,
  texts: readonly string[],
  { mark, seconds, connections = 10, more = () => ({}) }: Load,
): Promise<Answered> {
  const requests = Array.from({ length: MOST_PER_SECOND * seconds }, (_, at): LoadRequest => {
    const name = `${mark}-${at}`
    return {
      method: 'POST',
      path: '/screen',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${texts[at % texts.length]}\n${name}`, ...more(name) }),
    }
  })
  const milliseconds: number[] = []
  const statuses = new Set<number>()
  let clients = 0
  let since = 0
  let until = 0
  const run = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient: client => {
      // Each connection has messages of its own.
      const own = clients++
      client.setRequests(requests.filter((_, at) => at % connections === own))
      client.on('response', (status, _bytes, taken) => {
        statuses.add(status)
        milliseconds.push(taken)
        until = performance.now()
      })
      since = performance.now()
    },
  })
  if (run.non2xx > 0 || run.errors > 0)
    throw new Error(
      `${url} answered ${[...statuses].join(', ')}: ${run.non2xx} refused, ${run.errors} failed`,
    )
  return { perSecond: (1_000 * milliseconds.length) / (until - since), milliseconds }
}
