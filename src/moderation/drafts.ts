import type { Hint } from '../contract/hints.js'
import type { Draft } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { SentDraft } from '../store/drafts.js'
import type { Store } from '../store/store.js'
import type { Intake } from './intake.js'
import type { Judge } from './lists/judge.js'
import { buildTurns } from './turns.js'
import { answeringWithoutStore, type StoreTrouble } from './without-store.js'

export interface DraftParts extends StoreTrouble {
  readonly screener: Pick<Screener, 'hints'>
  readonly judge: Judge
  readonly store: Pick<Store, 'drafts'>
}

/** Judges a draft as the message that it would be, and says what its sender might change. Keeps counts alone. */
export type HintDraft = (tenant: string, draft: Draft) => Promise<readonly Hint[]>

export function buildHintDraft(parts: DraftParts): HintDraft {
  const { screener, judge, store } = parts
  const turn = buildTurns()
  return async (tenant, draft) => {
    const { draftId, client, ...input } = draft
    await turn()
    const judgement = await judge(tenant, input)
    const hints = screener.hints(input, judgement)
    const seen = { draftId, text: draft.text, isHinted: hints.length > 0 }
    const orAnswer = answeringWithoutStore(parts)
    if (!judgement.test) await orAnswer(() => store.drafts.seen(tenant, seen), undefined)
    return hints
  }
}

/** An intake that notices which of the messages were drafts before. They are judged and kept whatever becomes of the count. */
export function noticingDrafts(intake: Intake, { screener, store, onUnkept }: DraftParts): Intake {
  return async (tenant, messages) => {
    const outcomes = await intake(tenant, messages)
    const sent = outcomes.flatMap((outcome, at): readonly SentDraft[] => {
      const message = messages[at]
      if (outcome.kind !== 'judged' || message?.draftId === undefined || message.dryRun) return []
      const { draftId, text } = message
      return [{ draftId, text, isHinted: screener.hints(message, outcome.judgement).length > 0 }]
    })
    const isStoreGone = outcomes.some(outcome => outcome.kind === 'judged' && outcome.lost)
    if (sent.length > 0 && !isStoreGone) await store.drafts.sent(tenant, sent).catch(onUnkept)
    return outcomes
  }
}
