import cluster, { type Worker } from 'node:cluster'
import { availableParallelism, totalmem } from 'node:os'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'

/** What a worker and the process that started it tell each other. */
type Message =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'close' }
  | { readonly kind: 'scrape' }
  | { readonly kind: 'scraped'; readonly text: string | undefined }

/** Bytes that one process may come to need: dictionary, model, a heap under load. */
const PER_WORKER = 700 * 1024 * 1024
/** Milliseconds before a worker that died is started again. */
const PAUSE = 1_000

/** A process for each core, as far as seven tenths of the memory go round. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor((totalmem() * 0.7) / PER_WORKER)))
}

export interface WorkersOptions {
  readonly count: number
  readonly onReady: (url: string) => void
  readonly onDeath: (reason: string) => void
}

/**
 * Serves from several processes behind one port. The first is alone until it is ready, so that what keeps it from
 * starting is said once, and tables are made once. One that dies is started again; a reload in one reaches all; on
 * SIGTERM and SIGINT all close with grace. Resolves with the exit code.
 */
export function runWorkers({ count, onReady, onDeath }: WorkersOptions): Promise<number> {
  return new Promise(resolve => {
    let closing = false
    let ready = 0
    const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
    const tell = (worker: Worker, message: Message): void =>
      void (worker.isConnected() && worker.send(message))

    const figures = new AggregatorRegistry()
    // What the workers count together is counted here.
    new RateLimiterClusterMaster()
    cluster.on('message', (sender, message: Message) => {
      if (message.kind === 'scrape')
        figures.clusterMetrics().then(
          text => tell(sender, { kind: 'scraped', text }),
          () => tell(sender, { kind: 'scraped', text: undefined }),
        )
      if (message.kind === 'reloaded')
        for (const worker of all()) if (worker !== sender) tell(worker, { kind: 'reload' })
      if (message.kind !== 'ready') return
      ready++
      if (ready > 1) return
      // One serves: nobody has to wait for the others.
      onReady(message.url)
      for (let started = 1; started < count; started++) cluster.fork()
    })
    cluster.on('exit', (_worker, code, signal) => {
      if (ready === 0) resolve(code === 0 ? 1 : code)
      else if (closing) {
        if (all().length === 0) resolve(0)
      } else {
        onDeath(signal || `exit code ${code}`)
        setTimeout(() => closing || cluster.fork(), PAUSE)
      }
    })
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        closing = true
        for (const worker of all()) tell(worker, { kind: 'close' })
        if (all().length === 0) resolve(0)
      })
    process.on('SIGHUP', () => {
      for (const worker of all()) tell(worker, { kind: 'reload' })
    })
    cluster.fork()
  })
}

export interface WorkerDuties {
  readonly reload: () => void
  readonly close: () => void
}

/** A worker's side. Signals are its parent's to hear: a terminal sends them to both. When the parent is gone it closes. */
export function obey({ reload, close }: WorkerDuties): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('message', (message: Message) => {
    if (message.kind === 'reload') reload()
    if (message.kind === 'close') close()
  })
  process.on('disconnect', close)
}

/** The figures of all workers together, asked of the process that started them. */
export function scrapeAll(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries([own])
  // Makes this process answer when figures are gathered.
  new AggregatorRegistry()
  return () => {
    waiting ??= gathered().finally(() => {
      waiting = undefined
    })
    return waiting
  }
}

/** Whoever asks while figures are on their way gets the same. */
let waiting: Promise<string> | undefined

async function gathered(): Promise<string> {
  const answer = new Promise<string | undefined>(resolve => {
    const listen = (message: Message): void => {
      if (message.kind !== 'scraped') return
      process.off('message', listen)
      resolve(message.text)
    }
    process.on('message', listen)
  })
  process.send?.({ kind: 'scrape' } satisfies Message)
  const text = await answer
  if (text === undefined) throw new Error('a worker did not tell its figures')
  return text
}

export const isWorker = cluster.isWorker
export const tellReady = (url: string): void => void process.send?.({ kind: 'ready', url } satisfies Message)
export const tellReloaded = (): void => void process.send?.({ kind: 'reloaded' } satisfies Message)
