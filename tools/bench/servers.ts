import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../src/package-root.js'

export interface Server {
  readonly url: string
  /** Milliseconds from `node` to ready. */
  readonly readyAfter: number
  /** Resident megabytes now. */
  readonly rss: () => number
  readonly stop: () => Promise<void>
}

const baseline = fileURLToPath(new URL('baselines/serve.js', import.meta.url))

/** One process each: what is measured, and what it is measured against. */
export const servers = {
  echo: () => start('echo', [baseline, 'echo']),
  kuromoji: () => start('kuromoji', [baseline, 'kuromoji']),
  sekisho: (environment: NodeJS.ProcessEnv = {}) =>
    start('sekisho', [join(packageRoot, 'dist/main.js')], {
      DATABASE_URL: 'sqlite::memory:',
      WORKERS: '1',
      READER: 'off',
      ...environment,
    }),
}

/** Starts a server in a directory of its own and waits for its address. */
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
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      output += chunk
      const found = /ready at (http:\S+)/.exec(output)?.[1]
      if (found) resolve(found.replace('[::1]', 'localhost'))
    })
    child.once('exit', () => reject(new Error(`${name} ended: ${output}`)))
  })
  const readyAfter = performance.now() - since
  return {
    url,
    readyAfter,
    rss: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    stop: async () => {
      child.removeAllListeners('exit')
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}
