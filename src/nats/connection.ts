import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { QueueConfig } from '../config/queue.js'
import type { Patience } from './patience.js'

type Servers = Pick<QueueConfig, 'servers' | 'isSecure' | 'user' | 'pass'>

export interface QueueLog {
  readonly info: (fields: object, words: string) => void
  readonly warn: (fields: object, words: string) => void
  readonly error: (fields: object, words: string) => void
}

/** The one connection to the queue's servers. */
export interface Line {
  /** The connection, made when there is none; undefined when it is stopped meanwhile. Rejects when nobody answers. */
  readonly connected: () => Promise<NatsConnection | undefined>
  /** `none`: not made yet; `lost`: it is being made again. */
  readonly state: () => 'none' | 'there' | 'lost'
  /** Lets what was said last reach the server, three seconds at most. */
  readonly close: () => Promise<void>
}

/** Milliseconds to tell the server of the last acknowledgements. */
const FAREWELL = 3_000

export function buildLine(servers: Servers, patience: Patience, log: QueueLog): Line {
  let connection: NatsConnection | undefined
  let isThere = false
  return {
    state: () => (connection === undefined ? 'none' : isThere ? 'there' : 'lost'),

    connected: async () => {
      if (connection !== undefined && !connection.isClosed()) return connection
      const connecting = connectTo(servers)
      const fresh = await patience.unlessStopped(connecting)
      if (fresh === undefined) {
        void connecting.then(late => late.close()).catch(() => undefined)
        return undefined
      }
      connection = fresh
      isThere = true
      void followConnection(fresh, is => {
        isThere = is
        if (is) log.info({}, 'the queue is there again')
        else log.warn({}, 'the queue is away')
      })
      return fresh
    },

    close: async () => {
      if (connection === undefined || connection.isClosed()) return
      const last = connection
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, FAREWELL)
      })
      await Promise.race([last.drain().catch(() => undefined), late])
      clearTimeout(timer)
      if (!last.isClosed()) await last.close().catch(() => undefined)
    },
  }
}

/**
 * Connects once, or rejects. A connection that is lost later is made again for ever, after half a second to two: instances
 * that lost it together do not come back at one moment.
 */
function connectTo({ servers, isSecure, user, pass }: Servers): Promise<NatsConnection> {
  return connect({
    servers: [...servers],
    name: 'sekisho',
    // A user without a password is a token.
    ...(user !== undefined && (pass === undefined ? { token: user } : { user, pass })),
    ...(isSecure && { tls: {} }),
    timeout: 5_000,
    pingInterval: 5_000,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 1_500,
    reconnectJitterTLS: 1_500,
    // A password may be put right while we wait.
    ignoreAuthErrorAbort: true,
  })
}

/** Told whenever the connection is lost or there again, until it is closed. */
async function followConnection(
  connection: NatsConnection,
  onChange: (isConnected: boolean) => void,
): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect' || type === 'staleConnection') onChange(false)
    if (type === 'reconnect') onChange(true)
  }
}
