import autocannon, { type LoadResult } from 'autocannon'

export interface Load {
  /** Makes the texts of one round other ones than those of the rounds before. */
  readonly mark: number
  readonly seconds: number
  readonly connections?: number
  /** Further fields of every message. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** Sends texts, all of them distinct, to `POST /screen` for some seconds. */
export async function load(
  url: string,
  texts: readonly string[],
  { mark, seconds, connections = 10, more = {} }: Load,
): Promise<LoadResult> {
  const requests = texts.map((text, at) => ({
    method: 'POST' as const,
    path: '/screen',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `${text}\n${mark}-${at}`, ...more }),
  }))
  const run = await autocannon({ url, connections, duration: seconds, requests })
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${url}: ${run.non2xx} refused, ${run.errors} failed`)
  return run
}
