import { connect, type Socket } from 'node:net'

export interface RawConnection {
  readonly socket: Socket
  /** What has come so far. */
  readonly answer: () => string
  /** Resolves with all that came when the service has closed the connection. */
  readonly closed: Promise<string>
  /** Sends this again and again, as somebody does who wants to look busy. */
  readonly drip: (bytes: string, every: number) => void
}

/** A connection to a service on which anything can be said. */
export function rawConnection(url: string, first: string): RawConnection {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname, () => socket.write(first))
  let text = ''
  let dripping: NodeJS.Timeout | undefined
  socket.on('data', chunk => (text += chunk))
  // Whoever goes on writing to a closed connection is told so; the test looks at the closing.
  socket.on('error', () => undefined)
  return {
    socket,
    answer: () => text,
    closed: new Promise(resolve => {
      socket.once('close', () => {
        clearInterval(dripping)
        resolve(text)
      })
    }),
    drip: (bytes, every) => {
      dripping = setInterval(() => socket.write(bytes), every)
    },
  }
}

/** A request head; the fields of the second argument come after `Host`. */
export function head(line: string, fields: Readonly<Record<string, string | number>> = {}): string {
  const all = Object.entries({ Host: 'localhost', ...fields }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line} HTTP/1.1\r\n${all.join('')}\r\n`
}
