import type { Server } from 'node:http'
import type { Socket } from 'node:net'

interface Use {
  /** Requests that are not answered yet. */
  requests: number
  /** Runs while there are none. */
  clock: NodeJS.Timeout | undefined
}

/**
 * Closes connections whose last request was answered and that bring no other one for so many milliseconds. Node measures
 * silence, and blank lines between requests are allowed and not silent. What was answered with its body still on the way
 * is closed at once.
 */
export function closeIdleConnections(server: Server, most: number): void {
  const uses = new WeakMap<Socket, Use>()
  server.on('request', (request, response) => {
    const { socket } = request
    const use = uses.get(socket) ?? { requests: 0, clock: undefined }
    uses.set(socket, use)
    use.requests++
    clearTimeout(use.clock)
    response.once('close', () => {
      use.requests--
      if (!request.complete) socket.destroySoon()
      else if (use.requests === 0) use.clock = setTimeout(() => socket.destroySoon(), most).unref()
    })
  })
  server.on('connection', socket => socket.once('close', () => clearTimeout(uses.get(socket)?.clock)))
}
