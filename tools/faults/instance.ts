import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { packageRoot } from '../../src/package-root.js'

/** One instance of the built service, kept running as a supervisor would: when it ends, it is started again. */
export interface Instance {
  readonly url: string
  readonly workers: number
  /** Whether it should be answering now: it was ready, and nobody has ended it since. */
  readonly isMeantUp: () => boolean
  /** Whether all of its workers take requests. */
  readonly isWhole: () => boolean
  /** What it said of itself since this was last asked: dying workers, fatal errors. */
  readonly troubles: () => readonly string[]
  /** How often it ended with nobody having asked for it. */
  readonly crashes: () => number
  /** Its process, then those of its workers. */
  readonly processes: () => readonly number[]
  /** Starts it and waits for what becomes of that. Afterwards it is kept running if it came up. */
  readonly start: () => Promise<'ready' | 'ended'>
  /** Ends it with a signal, to be started again by itself. */
  readonly signal: (signal: 'SIGKILL' | 'SIGTERM') => void
  /** Ends it, for it to stay down. What has not ended after some seconds is killed. */
  readonly stop: () => Promise<void>
  /** Ends it at once, for good. */
  readonly kill: () => Promise<void>
  readonly output: () => string
}

export interface InstanceOptions {
  /** Where it runs. */
  readonly directory: string
  readonly databaseUrl: string
  readonly workers: number
}

/** Milliseconds between the end of a process and its next start. */
const RESTART_DELAY = 300
/** Milliseconds that a stopping service has: longer than its own last resort of 25 s. */
const STOP_TIMEOUT = 30_000

/** Lines of its log of level fatal, of workers that died, and of node's own last words. */
const TROUBLE = /^.*(?:"level":60|a worker died|FATAL ERROR).*$/gm

const main = join(packageRoot, 'dist/main.js')
const preloads = ['shifted-clock', 'tell-serving'].map(
  name => `--import=${new URL(`processes/${name}.js`, import.meta.url).href}`,
)

export async function buildInstance({ directory, databaseUrl, workers }: InstanceOptions): Promise<Instance> {
  const port = await freePort()
  let child: ChildProcess | undefined
  let wanted = false
  let isOver = false
  let isUp = false
  let crashes = 0
  let asked = false
  let output = ''
  const serving = new Set<number>()
  const troubles: string[] = []

  const processes = (): readonly number[] =>
    child?.pid === undefined ? [] : [child.pid, ...childrenOf(child.pid)]

  function start(): Promise<'ready' | 'ended'> {
    if (isOver) throw new Error('it was ended for good')
    asked = false
    const started = spawn(process.execPath, [main], {
      cwd: directory,
      // In a group of its own: an interrupt at the terminal is ours to pass on, and its workers end with it.
      detached: true,
      env: {
        DATABASE_URL: databaseUrl,
        HOST: '127.0.0.1',
        LOG_LEVEL: 'error',
        NODE_OPTIONS: preloads.join(' '),
        PORT: String(port),
        READER: 'off',
        WEBHOOK_ALLOW_PRIVATE: 'true',
        WORKERS: String(workers),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    return new Promise(resolve => {
      const listen = (chunk: Buffer): void => {
        output = `${output}${chunk}`.slice(-20_000)
        for (const [, pid] of String(chunk).matchAll(/^serving (\d+)$/gm)) serving.add(Number(pid))
        troubles.push(...(String(chunk).match(TROUBLE) ?? []))
        if (isUp || asked || !/ready at http/.test(String(chunk))) return
        isUp = true
        wanted = true
        resolve('ready')
      }
      started.stdout.on('data', listen)
      started.stderr.on('data', listen)
      started.once('exit', () => {
        if (child !== started) return
        if (isUp && !asked) crashes++
        isUp = false
        endGroup(started.pid)
        resolve('ended')
        void startAgain()
      })
    })
  }

  async function startAgain(): Promise<void> {
    if (wanted) await setTimeout(RESTART_DELAY)
    if (wanted) await start()
  }

  async function end(patience: number): Promise<void> {
    wanted = false
    asked = true
    isUp = false
    const running = child
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise(resolve => running.once('exit', resolve))
    running.kill('SIGTERM')
    await Promise.race([ended, setTimeout(patience, undefined, { ref: false })])
    endGroup(running.pid)
    await ended
  }

  return {
    url: `http://127.0.0.1:${port}`,
    workers,
    isMeantUp: () => isUp,
    isWhole: () => isUp && (workers === 1 || processes().filter(pid => serving.has(pid)).length === workers),
    troubles: () => troubles.splice(0),
    crashes: () => crashes,
    processes,
    start,
    signal: signal => {
      asked = true
      isUp = false
      child?.kill(signal)
    },
    stop: () => end(STOP_TIMEOUT),
    kill: () => {
      isOver = true
      return end(0)
    },
    output: () => output,
  }
}

/** Workers outlive a killed parent for a moment, and a stopped one for ever. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // All of them have ended.
  }
}

/** From Linux' own list; empty for a process that has ended. */
function childrenOf(parent: number): readonly number[] {
  try {
    return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}

/** The same after every restart, as callers expect. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return address.port
}
