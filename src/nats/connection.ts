import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { QueueConfig } from '../config/queue.js'

type Servers = Pick<QueueConfig, 'servers' | 'isSecure' | 'user' | 'pass'>

/**
 * Connects once, or rejects. A connection that is lost later is made again for ever, after half a second to two: instances
 * that lost it together do not come back at one moment.
 */
export function connectTo({ servers, isSecure, user, pass }: Servers): Promise<NatsConnection> {
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
export async function followConnection(
  connection: NatsConnection,
  onChange: (isConnected: boolean) => void,
): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect' || type === 'staleConnection') onChange(false)
    if (type === 'reconnect') onChange(true)
  }
}
