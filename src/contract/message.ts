import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from './defaults.js'
import type { Immutable } from './immutable.js'
import { shownItems } from './posting.js'
import { author, kind, stage } from './words.js'

/** UTF-16 units of one message. */
export const TEXT_LIMIT = 10_000
const HISTORY_LIMIT = 20
/** Domains, and phrases, that a request may allow. */
const ALLOW_LIMIT = 50

/** UTF-16 units of an id. */
export const ID_LIMIT = 200

const PRINTABLE = 'Control characters and unpaired surrogates are not allowed'

/**
 * An id of the platform's: printable, so that it can be stored, logged and put in a URL. The pattern stands in the OpenAPI
 * document, where generators of other languages read it: they know ranges, and no classes such as `\p{Cc}`. Surrogates are
 * none of its business, because a pattern counts code points in one language and UTF-16 units in another.
 */
export const platformId = z
  .string()
  .min(1)
  .max(ID_LIMIT)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  .regex(/^[^\x00-\x1f\x7f-\x9f]*$/, PRINTABLE)
  .refine(id => !UNPAIRED.test(id), PRINTABLE)

const UNPAIRED = /\p{Cs}/u

export const clientProfile = z
  .strictObject({
    id: platformId.optional().describe('依頼者の ID。一覧の絞り込みに使えます。'),
    identityVerified: z.boolean().optional().describe('本人確認が済んでいるか'),
    completedOrders: z.int().min(0).optional().describe('完了した発注の件数'),
    rating: z.number().min(0).max(5).optional().describe('平均評価（0〜5）'),
    profileComplete: z.boolean().optional().describe('プロフィールが埋まっているか'),
    accountAgeDays: z.int().min(0).optional().describe('登録からの日数'),
    discloses: shownItems
      .optional()
      .describe(
        '募集文のページに依頼者自身が表示している項目（posting）。値そのものは送らないでください。判定には使いません。',
      ),
  })
  .meta({
    id: 'ClientProfile',
    description: '依頼者について分かっていること。ない項目は「不明」であり、悪いとは見なしません。',
  })

export const historyMessage = z.strictObject({ from: author, text: z.string().max(TEXT_LIMIT) })

export const screenRequest = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(TEXT_LIMIT)
      .describe('判定する本文。1〜10,000 文字（UTF-16 の単位で数えます）'),
    messageId: platformId
      .optional()
      .describe(
        'プラットフォーム側のメッセージ ID。同じ ID と内容をもう一度送ると最初の結果を返し（replayed が true）、本文・段階・種類・承認・依頼者・履歴・allow のどれかが違えば 409 になります。',
      ),
    stage: stage
      .default(DEFAULT_STAGE)
      .describe('取引の段階。pre_contract：契約前または仮払い前、contracted：契約後、delivered：納品後'),
    kind: kind.default(DEFAULT_KIND).describe('message：メッセージ、job_post：求人・募集文'),
    outsideContactApproved: z
      .boolean()
      .default(false)
      .describe('プラットフォームがサービス外での連絡を承認済みか'),
    client: clientProfile.optional(),
    history: z
      .array(historyMessage)
      .max(HISTORY_LIMIT)
      .default([])
      .describe('これまでのやり取り。古い順に 20 件まで。分割された誘導を見つけるために読みます。'),
    recipient: z
      .strictObject({ id: platformId.describe('受信者の ID。ハッシュにして 1 時間だけ保存します。') })
      .optional()
      .describe(
        '受信者。依頼者の ID とともに渡すと、短い時間に大勢へ外部連絡を求めていないかを見ます（VELOCITY_LIMIT）。',
      ),
    allow: z
      .strictObject({
        domains: z
          .array(z.string().min(1).max(253))
          .max(ALLOW_LIMIT)
          .default([])
          .describe('このドメインとそのサブドメインへのリンク（50 件まで）'),
        phrases: z
          .array(z.string().min(1).max(ID_LIMIT))
          .max(ALLOW_LIMIT)
          .default([])
          .describe('この語句（50 件まで。表記の揺れはならして比べます）'),
      })
      .optional()
      .describe(
        'このメッセージに限り、根拠と見なさないもの。その箇所だけを判定から外し、ほかの箇所は通常どおり判定します。拒否リストが優先します。',
      ),
    draftId: platformId
      .optional()
      .describe('送信前に POST /screen/draft に渡した ID。直さずに送られたかを数えます。'),
    platformHolds: shownItems
      .default([])
      .describe(
        'プラットフォームが持ち、応募者に示している項目。募集文（job_post）の posting で「ある」とみなします。',
      ),
    dryRun: z.boolean().default(false).describe('true にすると何も保存しません。'),
    explain: z.boolean().default(false).describe('true にすると判定の過程（explanation）を付けます。'),
  })
  .meta({ id: 'ScreenRequest' })

/** What is known of the sender. An absent field is unknown, not bad. */
export type ClientProfile = Immutable<z.infer<typeof clientProfile>> & {
  /** Violations of this client that moderators have confirmed. From our own store, never from the platform. */
  readonly confirmedViolations?: number | undefined
}

export type HistoryMessage = Immutable<z.infer<typeof historyMessage>>

/**
 * A message as the platform hands it over, before the defaults. With a `messageId` the same message again gets the first
 * answer again; a `dryRun` is judged, and neither finds nor leaves anything.
 */
export type IncomingMessage = Omit<Immutable<z.input<typeof screenRequest>>, 'client'> & {
  readonly client?: ClientProfile | undefined
  /** Of the request that it came with, not of the message: `Idempotency-Key`. */
  readonly idempotencyKey?: string | undefined
}

/** What there is to judge of a message. */
export type ScreeningInput = Omit<
  IncomingMessage,
  'messageId' | 'idempotencyKey' | 'draftId' | 'platformHolds' | 'dryRun' | 'recipient' | 'allow'
>

export const draftRequest = z
  .strictObject({
    text: screenRequest.shape.text.describe('送る前の本文。保存しません。'),
    stage: screenRequest.shape.stage,
    kind: screenRequest.shape.kind,
    outsideContactApproved: screenRequest.shape.outsideContactApproved,
    draftId: platformId
      .optional()
      .describe('下書きの ID。書き直したか、そのまま送ったかを 1 日のあいだ数えるために使います。'),
    client: z
      .strictObject({ id: platformId })
      .optional()
      .describe('書いている人。回数の制限に使うだけで、保存しません。'),
  })
  .meta({ id: 'DraftRequest' })

/** A message that its sender has not sent yet, before the defaults. */
export type Draft = Immutable<z.input<typeof draftRequest>>
