import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import type { Message } from './messages.js'
import { takePulse } from './pulse.js'
import { workerFigures } from './worker-figures.js'

/** Milliseconds before a worker that died is replaced. */
const RESTART_DELAY = 1_000

/** Milliseconds that a worker has to report its figures: one that is too busy is left out. */
const REPORT_TIMEOUT = 2_000

export interface WorkersOptions {
  readonly count: number
  /** Seconds that a worker may be silent before it is killed and replaced; 0: for ever. */
  readonly timeout: number
  readonly onReady: (url: string) => void
  /** A worker died, or is killed because it hangs; in both cases another is started in its place. */
  readonly onDeath: (reason: string) => void
}

/** True in the process that should start the workers, when there are to be several. */
export function runsWorkers(count: number): boolean {
  return count > 1 && cluster.isPrimary
}

/**
 * Serves from several processes behind one port. The others start when the first is ready, so that a failing start is
 * reported once and tables are made once. A worker that dies or hangs is replaced; a reload in one reaches all; SIGTERM and SIGINT
 * close all of them gracefully. Resolves with the exit code.
 */
export function runWorkers({ count, timeout, onReady, onDeath }: WorkersOptions): Promise<number> {
  return new Promise(resolve => {
    let closing = false
    let ready = 0
    const serving = new Set<Worker>()
    const hung = new Set<Worker>()
    const figures = workerFigures()
    const pulse = takePulse<Worker>({
      limit: timeout,
      ping: worker => send(worker, { kind: 'ping' }),
      onHung: worker => {
        hung.add(worker)
        // It cannot hear anything gentler.
        worker.process.kill('SIGKILL')
      },
    })

    // Rate limits of all workers are counted in this process.
    new RateLimiterClusterMaster()
    cluster.on('message', (sender, message: Message) => {
      if (message.kind === 'scrape')
        void figuresOf(serving, figures.registry).then(text => send(sender, { kind: 'scraped', text }))
      if (message.kind === 'reloaded')
        for (const worker of workers()) if (worker !== sender) send(worker, { kind: 'reload' })
      if (message.kind === 'pong') pulse.answered(sender, message.isDebugged)
      if (message.kind !== 'ready') return
      serving.add(sender)
      // While it started it did not hear that it should close.
      if (closing) send(sender, { kind: 'close' })
      pulse.watch(sender)
      ready++
      if (ready > 1) return
      onReady(message.url)
      for (let started = 1; started < count; started++) cluster.fork()
    })
    cluster.on('exit', (worker, code, signal) => {
      serving.delete(worker)
      pulse.forget(worker)
      const isHung = hung.delete(worker)
      if (ready === 0) resolve(code === 0 ? 1 : code)
      else if (closing) {
        if (workers().length === 0) resolve(0)
      } else {
        onDeath(isHung ? `silent for ${timeout} s` : signal || `exit code ${code}`)
        figures.replaced(isHung ? 'hung' : 'died')
        setTimeout(() => closing || cluster.fork(), RESTART_DELAY)
      }
    })
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        closing = true
        for (const worker of workers()) send(worker, { kind: 'close' })
        if (workers().length === 0) resolve(0)
      })
    process.on('SIGHUP', () => {
      for (const worker of workers()) send(worker, { kind: 'reload' })
    })
    cluster.fork()
  })
}

function workers(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
}

function send(worker: Worker, message: Message): void {
  if (worker.isConnected()) worker.send(message)
}

/** The figures of all workers that serve, added up, and those of this process about them. */
async function figuresOf(workers: ReadonlySet<Worker>, own: Registry): Promise<string> {
  const reports = await Promise.all([own.getMetricsAsJSON(), ...[...workers].map(reportOf)])
  return AggregatorRegistry.aggregate(reports.filter(figures => figures !== undefined)).metrics()
}

/** Undefined when the worker dies or takes too long. */
function reportOf(worker: Worker): Promise<object | undefined> {
  return new Promise(resolve => {
    const finish = (figures: object | undefined): void => {
      clearTimeout(timer)
      worker.off('message', listen)
      worker.off('exit', giveUp)
      resolve(figures)
    }
    const listen = (message: Message): void => {
      if (message.kind === 'figures') finish(message.figures)
    }
    const giveUp = (): void => finish(undefined)
    const timer = setTimeout(giveUp, REPORT_TIMEOUT)
    worker.on('message', listen)
    worker.on('exit', giveUp)
    if (worker.isConnected()) send(worker, { kind: 'report' })
    else giveUp()
  })
}
