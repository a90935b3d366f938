import type { Identifier, IdentifierType } from '../contract/identifier.js'
import type { Screener } from '../contract/screener.js'
import type { CaseIdentifier } from '../store/identifiers.js'
import type { ScreeningDetail, WithHistory } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { identifiersBefore } from './identifiers-before.js'

/** An identifier of a case as a moderator reads it. */
export interface ToldIdentifier extends CaseIdentifier {
  /** In Japanese: who else used it, and what was found of them. */
  readonly sentence: string
}

/** What a case shares with others. Empty where nothing is linked. */
export async function identifiersOfCase(
  {
    screener,
    store,
  }: { readonly screener: Pick<Screener, 'identifiers'>; readonly store: Pick<Store, 'identifiers'> },
  tenant: string,
  kept: ScreeningDetail & WithHistory,
  viewer?: string,
): Promise<readonly ToldIdentifier[]> {
  if (!store.identifiers.isLinking) return []
  const told = await store.identifiers.ofCase(tenant, kept.id, identifiersIn(screener, kept), viewer)
  return told.map(one => ({ ...one, sentence: sentenceOf(one) }))
}

/** Those of a kept message, and of what its client wrote before, as far as they were kept. */
export const identifiersIn = (
  screener: Pick<Screener, 'identifiers'>,
  { text, textKept, history }: Pick<ScreeningDetail & WithHistory, 'text' | 'textKept' | 'history'>,
): readonly Pick<Identifier, 'type' | 'value'>[] => [
  ...(textKept === 'none' ? [] : screener.identifiers(text)),
  ...identifiersBefore(screener, history ?? []),
]

const NAMES: Readonly<Record<IdentifierType, string>> = {
  line_id: 'ID',
  phone: '電話番号',
  email: 'メールアドレス',
  url: 'リンク',
  domain: 'ドメイン',
  handle: 'アカウント',
  meeting: '会議',
  bank_account: '口座',
  wallet: 'アドレス',
  referral_code: 'コード',
}

function sentenceOf({ type, from, messages, senders, confirmedSenders }: CaseIdentifier): string {
  const which = `${from === 'history' ? '前のメッセージで伝えた' : ''}この${NAMES[type]}`
  if (messages <= 1) return `${which}は、ほかの件では見つかっていません`
  const used = senders > 0 ? `${senders}人の依頼者が使い` : `${messages}件のメッセージにあり`
  return `${which}は${used}、${confirmedSenders > 0 ? `${confirmedSenders}人が違反と確認済み` : '違反と確認された人はまだいません'}`
}

/** How a value is introduced in a text, where it says nothing by itself. */
const LABELS: Readonly<Partial<Record<IdentifierType, string>>> = {
  line_id: 'LINE ID: ',
  meeting: 'ミーティングID: ',
  referral_code: '紹介コード: ',
}

/** An identifier in one spelling, as it would be found in a text; as it is given when a text would not show it. */
export function identifierNamed(
  screener: Pick<Screener, 'identifiers'>,
  type: IdentifierType,
  given: string,
): Pick<Identifier, 'type' | 'value'> {
  for (const label of ['', LABELS[type] ?? '']) {
    const found = screener.identifiers(`${label}${given}`).find(one => one.type === type)
    if (found) return { type, value: found.value }
  }
  return { type, value: given.normalize('NFKC').trim().toLowerCase() }
}
