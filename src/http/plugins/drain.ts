import fp from 'fastify-plugin'

/**
 * Closing waits for every connection. Idle ones are closed at once, but a busy one would be kept alive by its client after
 * the answer, so answers that are sent while closing carry `connection: close`.
 */
export const drain = fp(
  async app => {
    let closing = false
    app.addHook('preClose', async () => {
      closing = true
    })
    app.addHook('onSend', async (_request, reply) => {
      if (closing) void reply.header('connection', 'close')
    })
  },
  { name: 'drain' },
)
