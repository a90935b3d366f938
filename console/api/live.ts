import { headers } from './ask.js'

/** Milliseconds before the stream is asked for again: at first, and at most. */
const PAUSE = { first: 1_000, most: 30_000 }

interface Listeners {
  readonly event: (name: string, data: string) => void
  readonly connected: (is: boolean) => void
}

/**
 * Reads `GET /screenings/changes` for as long as the page lives. `EventSource` cannot carry a key, so the stream is read
 * by hand. Returns what ends it.
 */
export function listen({ event, connected }: Listeners): () => void {
  const ended = new AbortController()
  void (async () => {
    let pause = PAUSE.first
    while (!ended.signal.aborted) {
      try {
        const answer = await fetch('/screenings/changes', {
          headers: { ...headers(), accept: 'text/event-stream' },
          signal: ended.signal,
        })
        if (answer.ok && answer.body !== null) {
          connected(true)
          pause = PAUSE.first
          await read(answer.body, event)
        }
      } catch {
        // Said by `connected`; tried again below.
      }
      connected(false)
      await new Promise(done => setTimeout(done, pause))
      pause = Math.min(pause * 2, PAUSE.most)
    }
  })()
  return () => ended.abort()
}

async function read(body: ReadableStream<Uint8Array>, event: Listeners['event']): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const name = fieldOf(block, 'event')
      if (name !== '') event(name, fieldOf(block, 'data'))
    }
  }
}

/** The lines of a field, joined as the standard says. */
function fieldOf(block: string, name: string): string {
  return block
    .split('\n')
    .filter(line => line.startsWith(`${name}:`))
    .map(line => line.slice(name.length + 1).replace(/^ /, ''))
    .join('\n')
}
