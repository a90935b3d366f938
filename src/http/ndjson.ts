/**
 * Splits a byte stream of newline-delimited JSON into lines, in order and in constant memory. A line longer than `longest`
 * bytes is yielded as undefined and its bytes are dropped as they arrive. Empty lines are skipped. Lines that arrived
 * together are yielded together, up to `most`, so that they can share a commit; no line waits for later ones.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { longest, most }: { readonly longest: number; readonly most: number },
): AsyncGenerator<(Uint8Array | undefined)[]> {
  let pieces: Uint8Array[] = []
  let size = 0
  let group: (Uint8Array | undefined)[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let newline = chunk.indexOf(NEWLINE); newline !== -1; newline = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, newline))
      from = newline + 1
      if (size > 0) group.push(take())
      if (group.length === most) yield takeGroup()
    }
    add(chunk.subarray(from))
    if (group.length > 0) yield takeGroup()
  }
  if (size > 0) yield [take()]

  function add(piece: Uint8Array): void {
    size += piece.length
    if (size > longest) pieces = []
    else if (piece.length > 0) pieces.push(piece)
  }

  function take(): Uint8Array | undefined {
    const line = size > longest ? undefined : Buffer.concat(pieces)
    pieces = []
    size = 0
    return line
  }

  function takeGroup(): (Uint8Array | undefined)[] {
    const taken = group
    group = []
    return taken
  }
}

/**
 * Passes groups on, and calls `cut` when none was taken for `pause` milliseconds: then the sender drips bytes that make
 * no line, or does not read its answers.
 */
export async function* inTime<Group>(
  groups: AsyncIterable<Group>,
  { pause, cut }: { readonly pause: number; readonly cut: () => void },
): AsyncGenerator<Group> {
  const clock = setTimeout(cut, pause)
  try {
    for await (const group of groups) {
      clock.refresh()
      yield group
    }
  } finally {
    clearTimeout(clock)
  }
}

const NEWLINE = 0x0a
