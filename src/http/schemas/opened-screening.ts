import { z } from 'zod'
import { identifierType } from '../../contract/identifier.js'
import { severityOfFlag } from '../../contract/judgement.js'
import { clientProfile, historyMessage } from '../../contract/message.js'
import { verdict } from '../../contract/words.js'
import { appeal } from './appeals.js'
import { campaignOfCase } from './campaign-of.js'
import { event } from './reviews.js'
import { report, screening, status, time } from './screenings.js'
import { clientRecord } from './statistics.js'

const earlierCase = z
  .strictObject({
    id: z.string(),
    createdAt: time,
    verdict,
    status,
    categories: z.array(z.string()).describe('判定されたカテゴリ。未確認のあいだは、該当したカテゴリ'),
    decidedBy: z.string().nullable(),
    decidedAt: time.nullable(),
  })
  .meta({ id: 'EarlierCase' })

const sender = z
  .strictObject({
    profile: clientProfile.describe('受け付けたときの依頼者の情報'),
    record: clientRecord.nullable().describe('この依頼者のこれまで。ID が分からなければ null'),
    earlier: z.array(earlierCase).describe('これより前の件。新しい順に 10 件まで'),
  })
  .meta({ id: 'Sender' })

const policy = z
  .strictObject({
    category: z.string(),
    label: z.string(),
    severity: severityOfFlag,
    description: z.string().describe('何を見つけるか'),
    basis: z.array(z.string()).describe('法令や規約の手がかり（法的助言ではありません）'),
    advice: z.array(z.string()).describe('この段階での受信者への助言'),
  })
  .meta({ id: 'CasePolicy' })

const caseIdentifier = z
  .strictObject({
    type: identifierType,
    value: z.string().nullable().describe('本文（history ならその文面）を保存していないときは null'),
    messages: z.int().min(0).describe('これを含むメッセージの件数（この件も数えます）'),
    senders: z.int().min(0).describe('それを送った依頼者の人数'),
    confirmedSenders: z.int().min(0).describe('そのうち、違反と確認された人数'),
    from: z
      .enum(['text', 'history'])
      .describe('text：この件の本文、history：依頼者が前のメッセージ（history）で伝えたもの'),
    historyIndex: z
      .int()
      .min(0)
      .nullable()
      .describe('from が history のとき、history の何番目か（0 から。同じものが複数あれば最後）'),
    sentence: z.string().describe('担当者に見せる一文'),
  })
  .meta({ id: 'CaseIdentifier' })

/** All that a decision needs. */
export const openedScreening = z
  .strictObject({
    ...screening.shape,
    campaign: campaignOfCase,
    history: z
      .array(historyMessage)
      .nullable()
      .describe(
        'これまでのやり取り（STORE_TEXT=evidence では根拠になった箇所だけ、残りは ●）。送られなかったか、保存していなければ null',
      ),
    reports: z.array(report).describe('この件への通報。古い順'),
    appeals: z.array(appeal).describe('この件への異議の申し立て。古い順'),
    mayAnswerAppeals: z
      .boolean()
      .nullable()
      .describe(
        '回答を待っている申し立てに、この鍵で答えられるか。前に判定した人は答えられません。待っているものがなければ null',
      ),
    sender: sender.nullable().describe('依頼者。何も分かっていなければ null'),
    identifiers: z
      .array(caseIdentifier)
      .describe(
        'この件と、依頼者の前のメッセージにある連絡先や口座を、ほかに誰が使ったか。IDENTIFIER_SECRET がないと空です。',
      ),
    events: z.array(event).describe('経過。GET /screenings/{id}/events と同じ'),
    policy: z.array(policy).describe('該当したカテゴリの、いまの辞書での説明'),
  })
  .meta({ id: 'OpenedScreening' })
