import type { Term } from '../../contract/appeal-rules.js'
import type { ScreeningId } from '../../contract/ids.js'
import type { Screener } from '../../contract/screener.js'
import type { Audience } from '../../contract/words.js'
import type { Report, ScreeningDetail } from '../../store/screening.js'
import type { Store } from '../../store/store.js'
import { appealNoticeOf, inEnglish, inJapanese } from './appeal.js'
import { dsaOf } from './dsa.js'
import {
  type Matter,
  matterOf,
  mayKnowRules,
  type Passage,
  passagesOf,
  type Rule,
  rulesOf,
} from './matter.js'
import { type Both, fill, type StatementWords } from './words.js'

export interface StatementParts {
  readonly store: Pick<Store, 'screenings' | 'appeals' | 'reports' | 'audit'>
  readonly screener: Pick<Screener, 'categories'>
  readonly words: StatementWords
  readonly term: Term
}

/** Which one, and who asks for it. */
interface Asked {
  readonly tenant: string
  readonly actor: string
  readonly id: ScreeningId
  readonly isModerator: boolean
}

/**
 * What was done with a message and why, for one of those whom it concerns; `missing`: there is no such screening,
 * `unreported`: nobody has reported it. It is recorded that it was given.
 */
export async function statementOf(
  { store, screener, words, term }: StatementParts,
  { tenant, actor, id, isModerator }: Asked,
  audience: Audience,
) {
  // Nor does it tell a moderator of a decision that they are not to see, or that a message they are to judge has passed.
  const seen = await store.screenings.find(tenant, id, actor)
  if (seen === undefined) return 'missing'
  const found = isModerator ? seen : await store.screenings.asItPassed(seen)
  const reports = audience === 'reporter' ? await store.reports.of(tenant, id) : []
  if (audience === 'reporter' && reports.length === 0) return 'unreported'
  const appeals = await store.appeals.of(tenant, id)
  await store.audit.record({
    tenant,
    type: 'statement_given',
    actor,
    screeningId: id,
    detail: { for: audience },
  })
  const matter = matterOf(found)
  const rules = mayKnowRules(audience, matter) ? rulesOf(matter, screener.categories, words) : []
  const passages = audience === 'sender' && !matter.isFree ? passagesOf(found, matter) : []
  const appeal = appealNoticeOf(audience, found, matter, appeals, term, words)
  const paragraphs = [
    doneOf(audience, matter, words),
    ...outcomeOf(audience, matter, reports, words),
    ...reasonsOf(audience, found, matter, passages, rules, words),
    ...automationOf(audience, matter, words),
    ...(appeal && (audience === 'sender' || appeal.status !== null) ? [appeal.how] : []),
  ]
  return {
    for: audience,
    text: {
      ja: paragraphs.map(({ ja }) => ja).join('\n\n'),
      en: paragraphs.map(({ en }) => en).join('\n\n'),
    },
    decision: {
      status: matter.status,
      measure: matter.measure,
      by: matter.status === 'pending' ? ('machine' as const) : ('person' as const),
      at: matter.since,
    },
    passages,
    rules,
    automated: { detection: matter.detectedBy === 'machine', decision: matter.decision },
    appeal,
    dsa: audience === 'sender' ? dsaOf(found, matter, rules, words) : null,
  }
}

function doneOf(audience: Audience, { status, measure, isWithheld }: Matter, { done }: StatementWords): Both {
  if (audience === 'reporter') return done.reporter[status].any
  if (status === 'pending') return done[audience].pending[measure]
  return done[audience][status][isWithheld ? 'withheld' : 'delivered']
}

/** Reports that say opposite things are each answered in their webhook; here speaks the one that is like the decision. */
function outcomeOf(
  audience: Audience,
  { status }: Matter,
  reports: readonly Report[],
  { reporter }: StatementWords,
): readonly Both[] {
  if (audience !== 'reporter' || status === 'pending') return []
  const said = status === 'confirmed' ? 'violation' : 'not_a_violation'
  return [reports.some(({ kind }) => kind === said) ? reporter.upheld : reporter.notUpheld]
}

function reasonsOf(
  audience: Audience,
  { flags }: ScreeningDetail,
  { categories }: Matter,
  passages: readonly Passage[],
  rules: readonly Rule[],
  words: StatementWords,
): readonly Both[] {
  if (rules.length === 0) return []
  const texts = [...new Set(passages.filter(isWhole).map(({ text }) => text))]
  const where = {
    ja: fill(words.passages.ja, { passages: texts.map(text => `「${text}」`).join('、') }),
    en: fill(words.passages.en, { passages: texts.map(text => `“${text}”`).join(', ') }),
  }
  const about = words.rules[audience === 'sender' ? 'sender' : 'others']
  const list = (of: 'ja' | 'en', mark: string, apart: string): string =>
    rules
      .map(({ label, text }) => `\n${mark}${label[of]}${text[of] === '' ? '' : `${apart}${text[of]}`}`)
      .join('')
  // A flag of what was decided that points at no word was made from the account.
  const ofAccount =
    audience === 'sender' &&
    flags.some(({ category, evidence }) => categories.includes(category) && evidence.length === 0) &&
    texts.length === 0
  return [
    ...(texts.length > 0 ? [where] : []),
    ...(ofAccount ? [words.profile] : []),
    {
      ja: fill(about.ja, { rules: list('ja', '・', '：') }),
      en: fill(about.en, { rules: list('en', '- ', ': ') }),
    },
  ]
}

/** Not a part of another: that one says it. */
function isWhole({ start, end }: Passage, at: number, all: readonly Passage[]): boolean {
  return !all.some(
    (other, otherAt) =>
      other.start <= start && end <= other.end && (other.end - other.start > end - start || otherAt < at),
  )
}

/** Who is told that nothing restricts a message need not hear how that came about. */
function automationOf(audience: Audience, matter: Matter, { automated }: StatementWords): readonly Both[] {
  if (matter.status === 'pending' && (matter.isFree || audience === 'reporter')) return []
  const said = automated[matter.decision]
  return [
    {
      ja: fill(said.ja, { date: inJapanese(matter.since) }),
      en: fill(said.en, { date: inEnglish(matter.since) }),
    },
  ]
}
