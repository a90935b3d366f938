import { fastifySSE, type SSEMessage, type SSEReplyInterface } from '@fastify/sse'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { watchQueue } from '../../moderation/live-queue.js'
import type { Changes } from '../../store/changes.js'
import { FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { changeStream } from '../schemas/changes.js'
import type { Routes } from '../typed-routes.js'

export interface ChangesParts {
  readonly changes: Changes
  /** Milliseconds that a connection may be silent. */
  readonly idleTimeout: number
}

/** Milliseconds between two heartbeats, unless silent connections are closed earlier. */
const HEARTBEAT = 15_000

/** Milliseconds between two looks whether the key or the session still holds. */
const BETWEEN_ADMISSIONS = 5_000

/** Streams that one process serves, and of these one tenant's. */
const MOST_STREAMS = 1_000
const MOST_OF_TENANT = 500

/** Events that a listener may be behind. Who does not read them is cut off, and sees all anew when it comes back. */
const MOST_BEHIND = 2_000

/** Milliseconds, at least, until a listener comes back. Not all come at once. */
const RETRY = 2_000

/** The queue as it changes, for moderators. */
export const changesRoutes: Routes<ChangesParts> = async (app, { changes, idleTimeout }) => {
  const live = watchQueue(changes, failure =>
    app.log.warn({ err: failure }, 'changes of the queue not looked up'),
  )
  /** By what ends a stream: whose it is. */
  const streams = new Map<() => void, string>()
  let isClosing = false
  // Closing waits for every answer, and these would not end by themselves.
  app.addHook('preClose', async () => {
    isClosing = true
    live.stop()
    for (const end of [...streams.keys()]) end()
  })
  // What it exports under its types' names works for routes inside of it only.
  await app.register(fp(fastifySSE), { heartbeatInterval: Math.min(HEARTBEAT, Math.ceil(idleTimeout / 3)) })

  app.get(
    '/screenings/changes',
    {
      sse: 'manual',
      exposeHeadRoute: false,
      config: { access: FOR_READERS, isEndless: true },
      schema: {
        operationId: 'watchScreenings',
        tags: ['queue'],
        summary: '待ち行列の変化を受け取り続ける',
        description:
          '接続を開いたまま、server-sent events で知らせます。`counts` は未確認の件数と、そのうち誰かが見ている件数で、はじめに 1 回と、変わるたびに届きます。はじめの `counts` より後の変化はすべて届くので、一覧はそのあとに読み込んでください。`case` は、担当・担当の解除・判定・差し戻し・新しい件・通報のたびに、その件のいまの状態を伝えます（本文は含みません）。ほかのインスタンスでの変化も 1 秒ほどで届きます。15 秒ごとにコメント行を送ります。鍵が取り消されるかセッションが切れると終わります。切れたらつなぎ直し、一覧を読み直してください。\n\nブラウザーの EventSource はヘッダーを送れないので、鍵で使うときは fetch で読んでください。',
        response: { 200: changeStream },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = request.caller
      const ofTenant = [...streams.values()].filter(one => one === tenant).length
      if (isClosing || streams.size >= MOST_STREAMS || ofTenant >= MOST_OF_TENANT) {
        void reply.header('retry-after', '5')
        throw new Problem('overloaded', 'There are as many listeners as there may be. Try again later.')
      }
      // The caller may be gone before it is let in.
      if (reply.raw.destroyed) return
      // Nothing else is ever asked for on this connection.
      void reply.header('connection', 'close')
      const { sse } = reply
      sse.keepAlive()
      sse.sendHeaders()
      const send = inOrder(reply, sse)
      let retry: number | undefined = RETRY + Math.floor(Math.random() * RETRY)
      const stopListening = live.listen(tenant, actor, event => {
        send({ ...event, ...(retry !== undefined && { retry }) })
        retry = undefined
      })
      const end = (): void => sse.close()
      const doorman = setInterval(async () => {
        if (!(await app.isStillAdmitted(request))) end()
      }, BETWEEN_ADMISSIONS).unref()
      streams.set(end, tenant)
      sse.onClose(() => {
        stopListening()
        clearInterval(doorman)
        streams.delete(end)
      })
    },
  )
}

/** One after the other, as the connection takes them. */
function inOrder(reply: FastifyReply, sse: SSEReplyInterface): (message: SSEMessage) => void {
  let behind = 0
  let last = Promise.resolve()
  return message => {
    behind++
    if (behind > MOST_BEHIND) reply.raw.destroy()
    last = last.then(async () => {
      if (sse.isConnected) await sse.send(message)
      behind--
    })
    // Who is gone needs no answer.
    last = last.catch(() => undefined)
  }
}
