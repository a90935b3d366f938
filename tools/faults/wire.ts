import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A wire to a server that can be made to misbehave. */
export interface Wire {
  readonly port: number
  /** Forwards nothing any more, and closes nothing: what a dead network looks like from either end. */
  freeze(): void
  /** Every piece arrives this many milliseconds late. */
  slow(milliseconds: number): void
  /** Forwards again, what was held back first. */
  mend(): void
  /** Resets every connection that there is; new ones are let through. */
  cut(): void
  /** As a server that is down: resets every connection and refuses new ones, until it is `up`. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** Listens on loopback and forwards to `host` and `port`. */
export async function startWire(host: string, port: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let frozen = false
  let delay = 0
  const held: (() => void)[] = []

  const server = createServer({ allowHalfOpen: true }, client => {
    const upstream = connect({ port, host, allowHalfOpen: true })
    forward(client, upstream)
    forward(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')

  /** In order: what one end sent, its end, and its breaking off. */
  function forward(from: Socket, to: Socket): void {
    sockets.add(from)
    from.setNoDelay(true)
    from.on('data', chunk => pass(() => to.writable && to.write(chunk)))
    from.on('end', () => pass(() => to.end()))
    from.on('error', () => pass(() => to.destroy()))
    from.on('close', () => {
      sockets.delete(from)
      pass(() => to.destroy())
    })
  }

  function pass(action: () => void): void {
    const late = delay > 0 ? () => void setTimeout(action, delay) : action
    if (frozen) held.push(late)
    else late()
  }

  return {
    port: address.port,
    freeze: () => {
      frozen = true
    },
    slow: milliseconds => {
      delay = milliseconds
    },
    mend: () => {
      frozen = false
      delay = 0
      for (const action of held.splice(0)) action()
    },
    cut,
    down: async () => {
      if (!server.listening) return
      server.close()
      cut()
      await once(server, 'close')
    },
    up: async () => {
      server.listen(address.port, '127.0.0.1')
      await once(server, 'listening')
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }

  function cut(): void {
    for (const socket of sockets) socket.resetAndDestroy()
  }
}
