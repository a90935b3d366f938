import autocannon from 'autocannon'

/** Sends texts to `POST /screen` for some seconds. A mark in each makes all of them distinct, round after round. */
export async function load(url, texts, { mark, seconds, connections = 10, more = {} }) {
  const requests = texts.map((text, at) => ({
    method: 'POST',
    path: '/screen',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `${text}\n${mark}-${at}`, ...more }),
  }))
  const run = await autocannon({ url, connections, duration: seconds, requests })
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${url}: ${run.non2xx} refused, ${run.errors} failed`)
  return run
}
