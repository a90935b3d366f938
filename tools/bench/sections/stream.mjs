import { request } from 'node:http'
import { finished, pipeline } from 'node:stream/promises'
import { Readable, Writable } from 'node:stream'
import { screen, servers, texts } from '../context.mjs'

/** `POST /screen/stream` against the core on the same messages, and the memory of the service while it streams. */
export const title = 'the stream'
export async function measure({ megabytes }) {
  const all = [...texts.legitimate, ...texts.violating]
  for (const text of all) screen(text)
  const since = performance.now()
  for (const text of all) screen(text)
  const core = (all.length * 1_000) / (performance.now() - since)

  const server = await servers.sekisho()
  await send(server, all, 2)
  const memory = [server.rss()]
  const watch = setInterval(() => memory.push(server.rss()), 500)
  const { lines, seconds } = await send(server, all, megabytes)
  clearInterval(watch)
  await server.stop()
  const quarter = memory.slice(0, Math.ceil(memory.length / 4))
  return {
    stream: {
      megabytes,
      messages: lines,
      streamPerSecond: lines / seconds,
      corePerSecond: core,
      share: lines / seconds / core,
      mostMegabytesEarly: Math.max(...quarter),
      mostMegabytesLate: Math.max(...memory.slice(quarter.length)),
    },
  }
}

async function send({ url }, all, megabytes) {
  let sent = 0
  function* messages() {
    for (let bytes = 0; bytes < megabytes * 1e6; sent++) {
      const line = `${JSON.stringify({ text: `${all[sent % all.length]}\n${sent}`, dryRun: true })}\n`
      bytes += Buffer.byteLength(line)
      yield line
    }
  }
  const since = performance.now()
  const post = request(`${url}/screen/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  })
  const answered = new Promise((resolve, reject) => post.once('response', resolve).once('error', reject))
  const sending = pipeline(Readable.from(messages(), { objectMode: false }), post)
  const response = await answered
  let lines = 0
  const counting = new Writable({
    write: (chunk, _, next) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
      next()
    },
  })
  response.pipe(counting)
  await Promise.all([sending, finished(counting)])
  if (response.statusCode !== 200 || lines !== sent)
    throw new Error(`the stream answered ${response.statusCode} and ${lines} lines for ${sent} messages`)
  return { lines, seconds: (performance.now() - since) / 1_000 }
}
