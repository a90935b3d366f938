import { z } from 'zod'
import { offset } from '../../contract/quantities.js'
import { time } from './screenings.js'

const hint = z
  .strictObject({
    category: z.string(),
    start: offset.describe('本文での開始位置（UTF-16 の単位、この位置を含む）'),
    end: offset.describe('終了位置（この位置を含まない）'),
    text: z.string().describe('本文のその部分'),
    message: z.string().describe('書いている人への言葉。責めずに、何が起こりうるかを伝えます。'),
    suggestion: z.string().describe('代わりに書ける言い方。そのまま貼り付けられます。'),
  })
  .meta({ id: 'Hint' })

export const draftResponse = z
  .strictObject({
    ok: z.boolean().describe('hints が空なら true。送信を止めるかどうかはプラットフォームが決めます。'),
    hints: z
      .array(hint)
      .describe('本文の順。同じ箇所でも、カテゴリが違えば別に出します。確信度は出しません。'),
  })
  .meta({ id: 'DraftResponse' })

const amount = z.int().min(0)

export const draftCounts = z
  .strictObject({
    from: time,
    to: time,
    drafts: amount.describe('見た下書きの数。draftId が同じなら 1 日に 1 件'),
    hinted: amount.describe('そのうち言い換えを勧めたもの'),
    revised: amount.describe('勧めたあと、書き直されたもの（もう一度見せたか、直して送ったか）'),
    sentAnyway: amount.describe('勧めたのに、直さずに、または直しても当てはまるまま送られたもの'),
  })
  .meta({ id: 'DraftCounts' })

export const draftExamples = {
  contact: {
    summary: 'LINE に誘う下書き',
    value: { text: '詳細はLINEでお話しします。', draftId: 'draft-1', client: { id: 'client-1' } },
  },
  fine: {
    summary: '直すところのない下書き',
    value: { text: '構成案を添付しました。ご質問はこのメッセージでお願いします。', draftId: 'draft-2' },
  },
}

/** What these operations answer, by operation id. */
export const draftAnswers: Readonly<Record<string, unknown>> = {
  screenDraft: {
    ok: false,
    hints: [
      {
        category: 'off_platform_contact',
        start: 3,
        end: 7,
        text: 'LINE',
        message:
          '契約前に、LINEなどサイト外のアプリへご案内することはできない決まりです。メッセージなら記録が残り、困ったときに運営が助けられます。',
        suggestion: '連絡はこのサイトのメッセージでお願いします。',
      },
    ],
  },
  getDraftStats: {
    from: '2026-10-21T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
    drafts: 8_120,
    hinted: 344,
    revised: 211,
    sentAnyway: 62,
  },
}
