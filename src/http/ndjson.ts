/**
 * Newline-delimited JSON. Lines of a byte stream, in order, in constant memory: a line longer than `longest` bytes is
 * given as undefined, and what it held is dropped as it comes. Empty lines are skipped.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<string | undefined> {
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let newline = chunk.indexOf(NEWLINE); newline !== -1; newline = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, newline))
      from = newline + 1
      if (size > 0) yield take()
    }
    add(chunk.subarray(from))
  }
  if (size > 0) yield take()

  function add(piece: Uint8Array): void {
    size += piece.length
    if (size > longest) pieces = []
    else if (piece.length > 0) pieces.push(piece)
  }

  function take(): string | undefined {
    const line = size > longest ? undefined : Buffer.concat(pieces).toString('utf8')
    pieces = []
    size = 0
    return line
  }
}

const NEWLINE = 0x0a

/** Gathers what is there at once, up to `most`: so that many lines share a commit and none waits for more to come. */
export async function* gathered<Item>(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item[]> {
  const source = items[Symbol.asyncIterator]()
  let next = pull()
  try {
    for (;;) {
      const first = await next
      if (first.done) return
      const group = [first.value]
      next = pull()
      while (group.length < most) {
        const more = await Promise.race([next, tick()])
        if (more === undefined || more.done) break
        group.push(more.value)
        next = pull()
      }
      yield group
    }
  } finally {
    await source.return?.()
  }

  /** One ahead of what is asked for. A failure is told when its turn comes, not as nobody's. */
  function pull(): Promise<IteratorResult<Item>> {
    const pulled = source.next()
    pulled.catch(() => undefined)
    return pulled
  }
}

/** Lets go of the turn: what is there already comes first. */
const tick = (): Promise<undefined> => new Promise(resolve => setImmediate(resolve, undefined))
