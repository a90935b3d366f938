import { Writable } from 'node:stream'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import type { AppParts } from '../../src/app/parts.js'
import { buildApp } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import type { Screener } from '../../src/contract/screener.js'
import { buildMetrics } from '../../src/operation/metrics.js'
import { type ReloadableScreener, reloadable } from '../../src/screening/reloadable.js'
import { openStore, type Store } from '../../src/store/store.js'

export interface Service {
  readonly app: FastifyInstance
  readonly store: Store
  /** The log so far, one object a line. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[]
  readonly post: (url: string, payload: object | string) => Promise<LightMyRequestResponse>
  readonly get: (url: string) => Promise<LightMyRequestResponse>
  readonly inject: (options: InjectOptions) => Promise<LightMyRequestResponse>
  /** Before the file's tests are over; then nothing is left to be closed. */
  readonly close: () => Promise<void>
}

interface Parts {
  readonly screener: Screener | ReloadableScreener
  readonly store?: Store
  readonly config?: Partial<AppParts['config']>
}

/** As a dictionary that never changes. */
function unchanging(screener: Screener): ReloadableScreener {
  const loaded = { ...screener, warnings: [], close: async () => undefined }
  return reloadable(loaded, async () => loaded)
}

/** The whole service on a store in memory, closed after the file's tests. */
export async function startService({ screener, store, config }: Parts): Promise<Service> {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const openedStore = store ?? (await openStore({ kind: 'sqlite', file: ':memory:' }, 'full'))
  const app = await buildApp({
    screener: 'reload' in screener ? screener : unchanging(screener),
    store: openedStore,
    logger: pino({ level: 'info' }, stream),
    metrics: buildMetrics(),
    config: { ...readConfig({}), maxDelay: 0, isWorker: false, hasKeys: false, ...config },
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= app.close().then(() => openedStore.close())
    return closing
  }
  afterAll(close)
  return {
    app,
    store: openedStore,
    log: () => lines.map(line => JSON.parse(line)),
    post: (url, payload) =>
      app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } }),
    get: url => app.inject({ method: 'GET', url }),
    inject: options => app.inject(options),
    close,
  }
}
