/** Values as lines of JSON, written as fast as they are read. */
export function linesOf(values: Iterable<unknown> | AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    async cancel() {
      await source.return?.()
    },
  })
}

/** The values of lines of JSON. Who stops early lets go of the connection. */
export async function* valuesOf<Value>(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Value, void, undefined> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield JSON.parse(line)
      if (done) break
    }
    if (rest !== '') yield JSON.parse(rest)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
