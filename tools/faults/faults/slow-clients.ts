import { connect, type Socket } from 'node:net'
import { anyInstance, type Fault, healing, onBoth, type Stage } from './fault.js'

const EACH = 15
const SECONDS = 6

/** Callers that drip their headers, their body or their stream, and callers that never read what they asked for. */
export const slowClients: Fault = {
  title: `${EACH * 4} slow clients for ${SECONDS} s`,
  stores: onBoth,
  answers: 'all',
  inject: async stage => {
    const sockets = Array.from({ length: EACH }, () => [
      drip(stage, 'POST /screen HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      drip(stage, `${head(stage, '/screen', 'application/json')}Content-Length: 100000\r\n\r\n{"text":"`),
      drip(stage, `${head(stage, '/screen/stream', 'application/x-ndjson')}Content-Length: 100000\r\n\r\n`),
      neverReading(stage),
    ]).flat()
    await healing(
      () => stage.pause(SECONDS),
      () => {
        for (const socket of sockets) socket.destroy()
      },
    )
  },
}

const head = ({ key }: Stage, path: string, type: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: ${type}\r\n`

function open(stage: Stage): Socket {
  const { hostname, port } = new URL(anyInstance(stage).url)
  const socket = connect(Number(port), hostname)
  // Being cut off is what they deserve.
  socket.on('error', () => undefined)
  return socket
}

/** Sends its start at once, then a byte five times a second. */
function drip(stage: Stage, start: string): Socket {
  const socket = open(stage)
  socket.write(start)
  const timer = setInterval(() => socket.writable && socket.write('a'), 200)
  socket.on('close', () => clearInterval(timer))
  return socket
}

/** Streams messages and reads no answer. */
function neverReading(stage: Stage): Socket {
  const line = `${JSON.stringify({ text: 'よろしくお願いいたします。'.repeat(20), dryRun: true })}\n`
  const body = line.repeat(200)
  const socket = open(stage)
  socket.pause()
  socket.write(
    `${head(stage, '/screen/stream', 'application/x-ndjson')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return socket
}
