import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on `/readyz` says that the service goes; it answers on, and asks its callers to connect elsewhere. */
    readonly beginDrain: () => void
    readonly isDraining: () => boolean
  }
}

/**
 * Closing waits for every connection. Idle ones are closed at once, but a busy one would be kept alive by its client after
 * the answer, so answers that are sent while closing carry `connection: close`.
 */
export const drain = fp(
  async app => {
    let closing = false
    const beginDrain = (): void => {
      closing = true
    }
    app.decorate('beginDrain', beginDrain)
    app.decorate('isDraining', () => closing)
    app.addHook('preClose', async () => beginDrain())
    app.addHook('onSend', async (_request, reply) => {
      if (closing) void reply.header('connection', 'close')
    })
  },
  { name: 'drain' },
)
