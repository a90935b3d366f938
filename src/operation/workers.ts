import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'

/** What a worker and the process that started it tell each other. */
type Message =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'close' }
  | { readonly kind: 'scrape' }
  | { readonly kind: 'tell' }
  | { readonly kind: 'told'; readonly figures: object }
  | { readonly kind: 'scraped'; readonly text: string }

/** Milliseconds before a worker that died is started again. */
const PAUSE = 1_000

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
    const serving = new Set<Worker>()
    const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
    const tell = (worker: Worker, message: Message): void => {
      if (worker.isConnected()) worker.send(message)
    }

    // What the workers count together is counted here.
    new RateLimiterClusterMaster()
    cluster.on('message', async (sender, message: Message) => {
      if (message.kind === 'scrape') tell(sender, { kind: 'scraped', text: await figuresOf(serving) })
      if (message.kind === 'reloaded')
        for (const worker of all()) if (worker !== sender) tell(worker, { kind: 'reload' })
      if (message.kind !== 'ready') return
      serving.add(sender)
      ready++
      if (ready > 1) return
      // One serves: nobody has to wait for the others.
      onReady(message.url)
      for (let started = 1; started < count; started++) cluster.fork()
    })
    cluster.on('exit', (worker, code, signal) => {
      serving.delete(worker)
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
export function followPrimary({ reload, close }: WorkerDuties): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('message', (message: Message) => {
    if (message.kind === 'reload') reload()
    if (message.kind === 'close') close()
  })
  process.on('disconnect', close)
}

/** Milliseconds that a worker has to tell its figures: one that is too busy is left out. */
const TELL_WITHIN = 2_000

/** The figures of all workers that serve, together. */
async function figuresOf(workers: ReadonlySet<Worker>): Promise<string> {
  const told = await Promise.all([...workers].map(ask))
  return AggregatorRegistry.aggregate(told.filter(figures => figures !== undefined)).metrics()
}

function ask(worker: Worker): Promise<object | undefined> {
  return new Promise(resolve => {
    const answer = (figures: object | undefined): void => {
      clearTimeout(timer)
      worker.off('message', listen)
      worker.off('exit', leave)
      resolve(figures)
    }
    const listen = (message: Message): void => {
      if (message.kind === 'told') answer(message.figures)
    }
    const leave = (): void => answer(undefined)
    const timer = setTimeout(leave, TELL_WITHIN)
    worker.on('message', listen)
    worker.on('exit', leave)
    if (worker.isConnected()) worker.send({ kind: 'tell' } satisfies Message)
    else leave()
  })
}

/** The figures of all workers together, asked of the process that started them. */
export function scrapeAll(own: Registry): () => Promise<string> {
  process.on('message', async (message: Message) => {
    if (message.kind !== 'tell') return
    process.send?.({ kind: 'told', figures: await own.getMetricsAsJSON() } satisfies Message)
  })
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
  const answer = new Promise<string>(resolve => {
    const listen = (message: Message): void => {
      if (message.kind !== 'scraped') return
      process.off('message', listen)
      resolve(message.text)
    }
    process.on('message', listen)
  })
  process.send?.({ kind: 'scrape' } satisfies Message)
  return answer
}

export const isWorker = cluster.isWorker
export const tellReady = (url: string): void => void process.send?.({ kind: 'ready', url } satisfies Message)
export const tellReloaded = (): void => void process.send?.({ kind: 'reloaded' } satisfies Message)
