import { z } from 'zod'
import type { Immutable } from './immutable.js'
import { wording } from './wording.js'

/** What whoever recruits has to say, in the order of the law's notice. */
export const postingItem = z.enum(['name', 'address', 'contact', 'work', 'place', 'pay'])
export type PostingItem = z.infer<typeof postingItem>

/** Items of a post that the recruiter or the platform shows beside its text. */
export const shownItems = z.array(postingItem).max(postingItem.options.length)

const items = z.array(postingItem)

/** Which of the six items a job post shows. It tells a reader what to look at, and is in no verdict. */
export const posting = z
  .strictObject({
    present: items.describe('本文・client.discloses・platformHolds のどれかにある項目'),
    missing: items.describe('どれにも見つからない項目。それだけで違反とはしません。'),
    law: wording.describe('手がかりとなる法令（法的助言ではありません）'),
  })
  .meta({
    id: 'Posting',
    description:
      '募集文に示すべき 6 項目。name：氏名・名称、address：住所、contact：連絡先、work：業務内容、place：就業場所（在宅を含む）、pay：報酬（金額か計算方法）',
  })
export type Posting = Immutable<z.infer<typeof posting>>

/** What there is to look at of a job post. */
export interface PostingInput {
  readonly text: string
  readonly client?: { readonly discloses?: readonly PostingItem[] | undefined } | undefined
  readonly platformHolds?: readonly PostingItem[] | undefined
}
