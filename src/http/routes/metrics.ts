import { z } from 'zod'
import { withoutCallers } from '../../operation/caller-figures.js'
import { FOR_METRICS } from '../plugins/auth.js'
import type { Routes } from '../typed-routes.js'

export interface MetricsParts {
  readonly scrape: () => Promise<string>
  readonly contentType: string
}

/** For Prometheus. Needs a key, because hit counts of rules would help someone who tries to evade them. */
export const metricsRoutes: Routes<MetricsParts> = async (app, { scrape, contentType }) => {
  app.get(
    '/metrics',
    {
      config: { access: FOR_METRICS, rateLimit: false },
      schema: {
        operationId: 'metrics',
        tags: ['operation'],
        summary: 'Prometheus 形式の計測値',
        description:
          '受信・判定・保存・待ち行列などの計測値です。プロセスが複数あるときは合算します。本文、依頼者の情報は含みません。テナントと鍵ごとの件数（sekisho_caller_…）は、役割 metrics の鍵にだけ返します。',
        response: {
          200: {
            description: '計測値（Prometheus text format）',
            content: { 'text/plain': { schema: z.unknown().meta({ type: 'string' }) } },
          },
        },
      },
    },
    async ({ caller: { role } }, reply) => {
      const figures = await scrape()
      return reply.type(contentType).send(role === 'metrics' ? figures : withoutCallers(figures))
    },
  )
}
