import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach } from 'vitest'

export const main = resolve('dist/main.js')
const children = new Set<ChildProcess>()

// Whatever a test leaves running ends with it.
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

export type Command = readonly [program: string, ...parameters: readonly string[]]

/**
 * Starts the built service in a directory of its own. One process, unless `WORKERS` says otherwise; without the reader, unless
 * `READER` does: a start takes half the time; and however busy the machine is, unless `MAX_DELAY_MS` does.
 */
export function startProcess(
  directory: string,
  environment: Readonly<Record<string, string>>,
  command: Command = [process.execPath, main],
) {
  const { PATH = '' } = process.env
  const [program, ...parameters] = command
  const env = { PATH, WORKERS: '1', READER: 'off', MAX_DELAY_MS: '0', ...environment }
  const child = spawn(program, parameters, { cwd: directory, env })
  children.add(child)
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  const ended = once(child, 'close').then(([code]) => code)
  const said = async (words: RegExp): Promise<string> => {
    for (;;) {
      const found = words.exec(output)?.[1]
      if (found !== undefined) return found
      if (child.exitCode !== null) throw new Error(`the service ended: ${output}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  return {
    url: async () => (await said(/ready at (\S+)/)).replace('0.0.0.0', '127.0.0.1'),
    says: (words: string) => said(new RegExp(`(${words})`)),
    output: () => output,
    pid: child.pid,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    ended: () => ended,
    stop: (signal: NodeJS.Signals) => {
      child.kill(signal)
      return ended
    },
  }
}

/** `POST /screen`, the answer read as JSON. */
export async function post(url: string, message: object) {
  const reply = await fetch(`${url}/screen`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  return reply.json()
}
