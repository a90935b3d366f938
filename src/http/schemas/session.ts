import { z } from 'zod'
import { roles } from '../../store/keys.js'
import { time } from './screenings.js'

export const session = z
  .strictObject({
    tenant: z.string(),
    name: z.string().describe('記録に残る名前（鍵の名前、またはログインした人の名前）'),
    role: z.enum(roles),
    by: z.enum(['key', 'oidc', 'open']).describe('key：鍵、oidc：ログイン、open：鍵がまだ一つもない'),
    expiresAt: time.nullable().describe('ログインが切れる時刻。鍵では null'),
  })
  .meta({ id: 'Session' })

export const sessionWays = z
  .strictObject({
    keys: z.boolean().describe('鍵が作られている'),
    open: z.boolean().describe('鍵がまだ一つもなく、このマシンからは誰でも使える'),
    oidc: z
      .strictObject({
        label: z.string().describe('ボタンの文字（OIDC_LABEL）'),
        url: z.string().describe('ブラウザーを移す先'),
      })
      .nullable()
      .describe('ログインできないときは null'),
  })
  .meta({ id: 'SessionWays' })

/** Only into the console: anywhere else would let a link of others end where they like. */
export const loginQuery = z.strictObject({
  to: z
    .string()
    .max(500)
    .regex(
      /^\/console(\/[\w./-]*)?(\?[\w.,:;=&%+~-]*)?(#[\w.,:;=&%+~/?-]*)?$/,
      'Expected a place in /console',
    )
    .default('/console')
    .describe('ログインのあとに開く場所（/console の中）'),
})

/** What a provider may send; each provider adds its own. */
export const callbackQuery = z.looseObject({
  code: z.string().max(4_000).optional().describe('プロバイダーが渡す一度きりの符号'),
  state: z.string().max(500).optional().describe('始めたときに渡した値'),
  error: z.string().max(500).optional().describe('ログインできなかった理由'),
})

/** What the operations answer, by operation id. */
export const sessionExamples = {
  getSession: {
    tenant: 'acme',
    name: '佐藤',
    role: 'moderator',
    by: 'oidc',
    expiresAt: '2026-11-20T15:00:00.000Z',
  },
  listSessionWays: {
    keys: true,
    open: false,
    oidc: { label: '社員ログイン', url: 'https://moderation.example/session/login' },
  },
}
