import { z } from 'zod'
import { decidedBy, flag, rulesetId, scores } from '../../contract/judgement.js'
import { clientProfile, platformId } from '../../contract/message.js'
import { confidence } from '../../contract/quantities.js'
import {
  caseOrder,
  caseStatus,
  kind,
  origin as originWord,
  reportKind,
  stage,
  textKept,
  verdict,
} from '../../contract/words.js'
import { campaignOfCase } from './campaign-of.js'

export const status = caseStatus.describe('pending：未確認、confirmed：違反と確認、dismissed：問題なしと確認')

export const time = z.iso.datetime()
const origin = originWord.describe(
  'screen：判定で要確認になった、report：一度は届けられ、あとから通報された、audit：届けられたものから抜き取って確認した（判定されるまでは screen と見える）、test：動作確認用の文（統計には数えない）',
)

const summary = {
  id: z.string(),
  messageId: z.string().nullable(),
  createdAt: time.describe('受け付けた時刻（UTC）'),
  status,
  stage,
  kind,
  clientId: z.string().nullable(),
  verdict,
  confidence,
  origin,
  claim: z
    .strictObject({ by: z.string(), until: time })
    .nullable()
    .describe('いま見ている担当者と、その期限。誰も見ていなければ null'),
  decision: z
    .strictObject({
      by: z.string().describe('判定した鍵の名前'),
      at: time,
      categories: z.array(z.string()).describe('確認されたカテゴリ。dismissed では空'),
      note: z.string().nullable(),
    })
    .nullable()
    .describe('担当者の判定。未確認なら null'),
  openAppeals: z.int().min(0).describe('回答を待っている異議の申し立て。判定済みの件にもあります'),
  reportCount: z
    .int()
    .min(0)
    .describe('順番に効く通報の件数。問題なしという知らせと、重さ 0 の通報者のものは数えません'),
}

const screeningSummary = z
  .strictObject({
    ...summary,
    text: z.string().describe('根拠の箇所以外を ● で伏せた本文。長さと位置は元のままです。'),
    flags: z.array(flag),
    campaign: campaignOfCase,
  })
  .meta({ id: 'ScreeningSummary' })

export const report = z
  .strictObject({
    id: z.string(),
    at: time,
    category: z.string().nullable().describe('通報者が選んだカテゴリ'),
    reason: z.string().nullable().describe('通報者の言葉'),
    kind: reportKind.describe('violation：違反だという通報、not_a_violation：問題なしという知らせ'),
    reporterId: z.string().nullable(),
    reporter: z
      .strictObject({
        decided: z.int().min(0).describe('この通報者の通報のうち、判定された件の数'),
        upheld: z.int().min(0).describe('そのうち、通報のとおりだった数'),
        weight: z
          .number()
          .min(0)
          .max(1.25)
          .describe('いまの通報の重さ。1：まだ分からない、0：順番を動かさない'),
        muted: z
          .boolean()
          .describe('通報のとおりでないことが続き、順番を動かさなくなった。通報者には伝えません。'),
      })
      .nullable()
      .describe('通報者のこれまで。ID がなければ null'),
  })
  .meta({ id: 'Report' })

const order = z
  .strictObject({
    waitingSince: time.describe('待ち始めた時刻（UTC）。受け付けた時刻、通報で入った件は通報の時刻'),
    factors: z
      .array(
        z.strictObject({
          factor: z
            .enum(['appeal', 'report', 'held', 'severity', 'confidence', 'recipients', 'client_record'])
            .describe(
              'appeal：異議の申し立て、report：通報、held：届いていない、severity：違反か注意か、confidence：確信度、recipients：同じ本文の数、client_record：依頼者の確認された違反',
            ),
          label: z.string().describe('担当者に見せる言葉'),
          hours: z.number().positive().describe('この時間だけ早くから待っていたものとして並べます'),
        }),
      )
      .describe('順番を早めた理由。強い順'),
  })
  .meta({ id: 'CaseOrder', description: 'この順の理由（sort=harm と POST /screenings/next）' })

export const screening = z
  .strictObject({
    ...summary,
    text: z.string().describe('本文の全体（STORE_TEXT の設定で保存しなかった部分は ●）'),
    textKept: textKept.describe('full：全文を保存、evidence：根拠の箇所だけ、none：保存なし'),
    flags: z.array(flag),
    decidedBy: decidedBy.nullable(),
    outsideContactApproved: z.boolean(),
    client: clientProfile.nullable().describe('受け付けたときの依頼者の情報'),
    scores,
    ruleset: rulesetId,
    order,
  })
  .meta({ id: 'Screening' })

export const screeningList = z
  .strictObject({
    items: z.array(screeningSummary),
    nextCursor: z
      .string()
      .nullable()
      .describe('続きがあれば、同じ条件と sort とともに次の cursor に渡す値。中身に意味はありません。'),
  })
  .meta({ id: 'ScreeningList' })

export const statusCounts = z
  .strictObject({
    pending: z.int().min(0),
    confirmed: z.int().min(0),
    dismissed: z.int().min(0),
    appealed: z
      .int()
      .min(0)
      .describe(
        '判定済みの件のうち、異議の申し立てが回答を待っているもの（confirmed と dismissed にも数えます）',
      ),
  })
  .meta({ id: 'StatusCounts', examples: [{ pending: 12, confirmed: 30, dismissed: 4, appealed: 1 }] })

export const moment = z.iso.datetime({ offset: true })

/** What cases can be picked by. Categories are those of the loaded dictionary, so that a misspelt one is refused. */
export const picks = (categories: readonly string[]) => ({
  category: z.enum(categories).optional().describe('このカテゴリに該当したもの'),
  verdict: verdict.optional(),
  stage: stage.optional().describe('やり取りの段階'),
  kind: kind.optional().describe('メッセージか募集文か'),
  origin: origin.optional(),
  appeal: z
    .enum(['open'])
    .optional()
    .describe('open：異議の申し立てが回答を待っているもの。判定済みの件も含みます。'),
  clientId: platformId.optional().describe('依頼者の ID'),
  rule: platformId.optional().describe('このルールが見つけたもの（shadow のルールも探せます）'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(
      '保存した本文にこの文字列を含むもの。大文字と小文字、全角と半角は区別しません。1 文字から探せます。検索した言葉は記録されません。',
    ),
  from: moment.optional().describe('この時刻以降（例：2026-01-31T00:00:00Z）'),
  to: moment.optional().describe('この時刻より前'),
})

export const minConfidence = z
  .number()
  .min(0)
  .max(1)
  .describe('この確信度以上（category や rule を指定したときは、そのカテゴリの確信度）')

const filters = (categories: readonly string[]) => ({
  ...picks(categories),
  minConfidence: z.coerce.number().pipe(minConfidence).optional(),
  messageId: platformId.optional().describe('プラットフォームのメッセージの ID'),
  assignee: platformId
    .optional()
    .describe(
      'me：自分が見ているもの、none：誰も見ていない未確認のもの、それ以外：その名前の担当者が見ているもの',
    ),
  claimedBy: platformId
    .optional()
    .describe(
      'free：誰も見ていない未確認のもの、それ以外：その名前の担当者が見ているもの（assignee と同じ）',
    ),
})

const hasOneHolder = (given: { assignee?: string | undefined; claimedBy?: string | undefined }): boolean =>
  given.assignee === undefined || given.claimedBy === undefined
const TWO_HOLDERS = { path: ['claimedBy'], error: 'Give assignee or claimedBy, not both' }

export const countQuery = (categories: readonly string[]) =>
  z.strictObject(filters(categories)).refine(hasOneHolder, TWO_HOLDERS)

export const sort = caseOrder.describe(
  'newest：新しい順、oldest：古い順、harm：起こりうる害の大きい順（待った時間も足します）',
)

export const campaigns = z
  .enum(['collapse'])
  .optional()
  .describe(
    'collapse：未確認の一斉送信（campaign が open）を 1 件にまとめます。条件に合う未確認の件のうち、最も早く届いたものだけを返します。通報された件と、異議の申し立てがある件は、そのまま返します。q・messageId・assignee で探すときは、まとめません。件数（counts）は変わりません。',
  )

export const listQuery = (categories: readonly string[]) =>
  z
    .strictObject({
      status: status.optional(),
      ...filters(categories),
      campaigns,
      sort: sort.default('newest'),
      limit: z.coerce.number().int().min(1).max(100).default(50).describe('1 ページの件数'),
      cursor: z.string().min(1).max(200).optional().describe('前のページの nextCursor'),
    })
    .refine(hasOneHolder, TWO_HOLDERS)

export const exportQuery = z.strictObject({
  from: moment.optional().describe('この時刻以降に受け付けたもの'),
  to: moment.optional().describe('この時刻より前に受け付けたもの'),
})

export const screeningParams = z.strictObject({ id: z.string().describe('判定の ID（scr_…）') })
