import { type Deciding, type FoundBy, namesOf } from '../contract/idempotency.js'
import type { ScreeningId } from '../contract/ids.js'
import type { Judgement } from '../contract/judgement.js'
import type { CampaignOf } from '../store/campaigns/of-cases.js'
import type { NewScreening } from '../store/screening.js'
import type { Remember } from './client-memory.js'
import type { CampaignEntry } from './lists/campaigns.js'
import type { OrAnswer } from './without-store.js'

/** What a message gets: a judgement, new or given before, or a refusal: its id stands for another message, or was erased. */
export type Outcome =
  | {
      readonly kind: 'judged'
      readonly id: ScreeningId
      readonly judgement: Judgement
      /** The campaign that it is one message of; null when it is alone. */
      readonly campaign: CampaignOf | null
      /** It was answered before, and this is the first answer again. */
      readonly replayed: boolean
      /** It should have been kept, and could not be. */
      readonly lost?: true
    }
  | {
      readonly kind: 'conflict'
      readonly by: FoundBy
      /** In what it differs from the message that was answered. */
      readonly differing: readonly Deciding[]
    }
  | { readonly kind: 'erased' }

/** A judgement of this request. */
export interface Made extends NewScreening {
  /** How long it took. */
  readonly seconds: number
}

/** What the messages of one request share while they are judged. */
export interface UnderWay {
  readonly tenant: string
  readonly remember: Remember
  /** Whether there are campaigns that moderators have decided or admins have listed. */
  readonly isDecided: boolean
  /** What admins have listed of campaigns; undefined: nothing. */
  readonly listed: CampaignEntry | undefined
  readonly orAnswer: OrAnswer
}

/** Whether it is one message of a campaign, if there are others like it. */
export const joins = ({ judgement, passedIn }: NewScreening): boolean =>
  judgement.flagged || passedIn !== undefined

/** What is allowed, belongs nowhere and has no name leaves nothing behind, unless it is drawn for an audit. */
export const isWorthKeeping = (screening: NewScreening): boolean =>
  joins(screening) || namesOf(screening.message).length > 0
