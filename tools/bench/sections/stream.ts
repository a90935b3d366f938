import { type IncomingMessage, request } from 'node:http'
import { Readable, Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { screen, texts } from '../context.js'
import { servers } from '../servers.js'
import { milliseconds } from '../stopwatch.js'
import type { Section } from './section.js'

/** `POST /screen/stream` against the core on the same messages, and the memory of the service while it streams. */
export const stream: Section = {
  title: 'the stream',
  measure: async ({ megabytes }) => {
    const all = [...texts.legitimate, ...texts.violating]
    const judgeAll = (): void => {
      for (const text of all) screen(text)
    }
    judgeAll()
    const core = (all.length * 1_000) / milliseconds(judgeAll)

    const server = await servers.sekisho()
    await send(server.url, all, 2)
    const memory = [server.rss()]
    const watch = setInterval(() => memory.push(server.rss()), 500)
    const { lines, seconds } = await send(server.url, all, megabytes)
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
  },
}

/** Sends messages until so many megabytes are sent, and counts the lines that come back. */
async function send(
  url: string,
  all: readonly string[],
  megabytes: number,
): Promise<{ readonly lines: number; readonly seconds: number }> {
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
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    post.once('response', resolve).once('error', reject)
  })
  const sending = pipeline(Readable.from(messages(), { objectMode: false }), post)
  const response = await answered
  let lines = 0
  const counting = new Writable({
    write: (chunk: Buffer, _, next) => {
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
