import cluster from 'node:cluster'
import inspector from 'node:inspector'
import type { Registry } from 'prom-client'
import type { Message } from './messages.js'

type Signal = 'SIGHUP' | 'SIGTERM' | 'SIGINT'

interface Actions {
  readonly reload: () => void
  readonly close: () => void
}

/** How a serving process starts, hears of reloads and ends: alone, or as one of several workers behind one port. */
export interface Lifecycle {
  readonly isWorker: boolean
  /** True for one of the processes only: what an operator should read once is said there. */
  readonly isFirst: boolean
  /** Signals that do not end this process directly. */
  readonly handledSignals: readonly Signal[]
  /** From now on reloads and closes when it is told to. */
  readonly follow: (actions: Actions) => void
  /** Called when the process listens. */
  readonly ready: (url: string) => void
  /** Called after a reload that came over the API. */
  readonly reloaded: () => void
  /** Produces what `GET /metrics` answers, given the figures of this process. */
  readonly scrape: (own: Registry) => () => Promise<string>
}

/** The lifecycle of this process; `announce` prints its address, which a worker leaves to the primary. */
export function lifecycleOf(announce: (url: string) => void): Lifecycle {
  return cluster.isWorker ? worker() : alone(announce)
}

function alone(announce: (url: string) => void): Lifecycle {
  return {
    isWorker: false,
    isFirst: true,
    handledSignals: ['SIGHUP'],
    follow: ({ reload }) => void process.on('SIGHUP', reload),
    ready: announce,
    reloaded: () => undefined,
    scrape: own => () => own.metrics(),
  }
}

function worker(): Lifecycle {
  const handledSignals = ['SIGHUP', 'SIGTERM', 'SIGINT'] as const
  return {
    isWorker: true,
    isFirst: cluster.worker?.id === 1,
    handledSignals,
    follow: ({ reload, close }) => {
      // The primary passes signals on. A terminal sends them to both, so here they are ignored.
      for (const signal of handledSignals) process.on(signal, () => undefined)
      process.on('message', (message: Message) => {
        if (message.kind === 'ping') send({ kind: 'pong', isDebugged: inspector.url() !== undefined })
        if (message.kind === 'reload') reload()
        if (message.kind === 'close') close()
      })
      // Without the primary nobody would ever tell this process to close.
      process.on('disconnect', close)
    },
    ready: url => send({ kind: 'ready', url }),
    reloaded: () => send({ kind: 'reloaded' }),
    scrape: scrapeAll,
  }
}

/** Asks the primary for the figures of all workers, and gives it this worker's when it asks. */
function scrapeAll(own: Registry): () => Promise<string> {
  process.on('message', (message: Message) => {
    if (message.kind !== 'report') return
    void own.getMetricsAsJSON().then(figures => send({ kind: 'figures', figures }))
  })
  let inProgress: Promise<string> | undefined
  return () => {
    // Scrapes at the same time share one answer.
    inProgress ??= requestFigures().finally(() => {
      inProgress = undefined
    })
    return inProgress
  }
}

function requestFigures(): Promise<string> {
  return new Promise(resolve => {
    const listen = (message: Message): void => {
      if (message.kind !== 'scraped') return
      process.off('message', listen)
      resolve(message.text)
    }
    process.on('message', listen)
    send({ kind: 'scrape' })
  })
}

function send(message: Message): void {
  process.send?.(message)
}
