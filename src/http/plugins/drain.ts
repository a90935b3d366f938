import fp from 'fastify-plugin'

/**
 * Closing waits for every connection. One that is idle is closed at once, but one that is busy then would be kept
 * alive by its client after the answer: the answer has to say that it is the last.
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
