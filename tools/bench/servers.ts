import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../src/package-root.js'
import { cpuMilliseconds, residentMegabytes } from './processes.js'

export interface Server {
  readonly url: string
  /** Milliseconds from `node` to the first 200 of `/readyz`. */
  readonly readyAfter: number
  /** Resident megabytes now, with its workers. */
  readonly rss: () => number
  /** Milliseconds that it and its workers computed since they began. */
  readonly cpu: () => number
  readonly stop: () => Promise<void>
}

const baseline = fileURLToPath(new URL('baselines/serve.js', import.meta.url))

/** What is measured, and what it is measured against. */
export const servers = {
  echo: () => start('echo', [baseline, 'echo']),
  kuromoji: () => start('kuromoji', [baseline, 'kuromoji']),
  /** One process and nothing on disk, unless the environment says otherwise. */
  sekisho: (environment: NodeJS.ProcessEnv = {}, nodeOptions: readonly string[] = []) =>
    start('sekisho', [...nodeOptions, join(packageRoot, 'dist/main.js')], {
      DATABASE_URL: 'sqlite::memory:',
      WORKERS: '1',
      READER: 'off',
      ...environment,
    }),
}

/** None outlives the bench, however that ends. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Starts a server in a directory of its own and waits until it is ready. */
async function start(
  name: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
  const since = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: directory,
    env: { NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      output += chunk
      const found = /ready at (http:\S+)/.exec(output)?.[1]
      if (found) resolve(found.replace('[::1]', 'localhost'))
    })
    child.once('exit', () => reject(new Error(`${name} ended: ${output}`)))
  })
  while ((await fetch(`${url}/readyz`)).status !== 200) await setTimeout(5)
  const readyAfter = performance.now() - since
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} has no process`)
  return {
    url,
    readyAfter,
    rss: () => residentMegabytes(pid),
    cpu: () => cpuMilliseconds(pid),
    stop: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}

/** Waits until a server does nothing: its other workers have started, and caught up. */
export async function rest({ cpu }: Server): Promise<void> {
  let before = cpu()
  let computed: number
  do {
    await setTimeout(LOOK)
    const now = cpu()
    computed = now - before
    before = now
  } while (computed > BUSY)
}

/** Milliseconds between two looks, and how many of them a process may compute that rests. */
const LOOK = 500
const BUSY = 50

/**
 * Milliseconds of the longest turn of an event loop since this was last asked, as `/metrics` shows it: up to ten more than
 * the standstill, since it is looked at every ten.
 */
export async function longestTurn({ url }: Server): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return 1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1])
}
