import type { Screener } from '../../contract/screener.js'
import type { Store } from '../../store/store.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { health, type IncomingQueue, readiness } from '../schemas/reference.js'
import type { Routes } from '../typed-routes.js'

export interface HealthParts {
  readonly screener: Screener
  readonly store: Pick<Store, 'health'>
  /** The dictionary that is wanted when it is another than this instance's, and why it has it not. */
  readonly differs: () => { readonly wanted: string; readonly reason: string } | undefined
  /** How the queue stands that messages come by; absent: there is none. */
  readonly queue: () => IncomingQueue | undefined
}

/** Liveness and readiness probes. Never rate limited. */
export const healthRoutes: Routes<HealthParts> = async (app, { screener, store, differs, queue }) => {
  app.get(
    '/healthz',
    {
      config: { access: 'public', rateLimit: false },
      schema: {
        operationId: 'health',
        tags: ['operation'],
        summary: '動いているか',
        description: 'プロセスが応答できれば 200 を返します。',
        response: { 200: health.describe('動いている') },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      config: { access: 'public', rateLimit: false },
      schema: {
        operationId: 'readiness',
        tags: ['operation'],
        summary: '判定できる状態か',
        description:
          '形態素解析器と辞書が読み込まれ、保存先に書き込めれば 200 を返します（書き込みは二秒に一度まで）。終了の合図（SIGTERM）を受けると、すぐに 503 になります。QUEUE_URL があるときは、待ち行列の様子（queue）も返します。待ち行列につながらなくても、API は判定できるので 200 です。',
        response: { 200: readiness.describe('判定できる'), ...problems(503) },
      },
    },
    async () => {
      if (app.isDraining())
        throw new Problem('closing', 'The service was told to end: send what comes to another instance.')
      // Tokenizer and dictionary were loaded before the service listens; this judgement shows that they work.
      await screener.screen({ text: '確認' })
      await store.health.ping()
      const other = differs()
      const incoming = queue()
      return {
        status: 'ready' as const,
        ruleset: screener.ruleset,
        reader: screener.reader,
        ...(incoming && { queue: incoming }),
        ...(other && { wantedRuleset: { hash: other.wanted, reason: other.reason } }),
      }
    },
  )
}
