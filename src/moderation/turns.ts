/**
 * Work that keeps the event loop busy takes turns: of all that waits, whatever request it belongs to, one piece is done
 * between two looks at the network, in the order in which they asked. Ten messages that arrive together thus keep a health
 * check, or a mail that is ready to be sent, waiting for one of them and not for ten.
 *
 * The promise is kept when it is the caller's turn; the work has to follow at once.
 */
export type Turn = () => Promise<void>

export function buildTurns(): Turn {
  const waiting: (() => void)[] = []
  let taken = false

  function next(): void {
    const following = waiting.shift()
    taken = following !== undefined
    if (following === undefined) return
    setImmediate(next)
    following()
  }

  return async () => {
    if (taken) return new Promise(resolve => waiting.push(resolve))
    taken = true
    setImmediate(next)
  }
}
