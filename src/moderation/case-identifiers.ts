import type { Identifier, IdentifierType } from '../contract/identifier.js'
import type { Screener } from '../contract/screener.js'
import type { CaseIdentifier } from '../store/identifiers.js'
import type { ScreeningDetail } from '../store/screening.js'
import type { Store } from '../store/store.js'

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
  { id, text, textKept }: Pick<ScreeningDetail, 'id' | 'text' | 'textKept'>,
  viewer?: string,
): Promise<readonly ToldIdentifier[]> {
  if (!store.identifiers.isLinking) return []
  const found = textKept === 'none' ? [] : screener.identifiers(text)
  const told = await store.identifiers.ofCase(tenant, id, found, viewer)
  return told.map(one => ({ ...one, sentence: sentenceOf(one) }))
}

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

function sentenceOf({ type, messages, senders, confirmedSenders }: CaseIdentifier): string {
  if (messages <= 1) return `この${NAMES[type]}は、ほかの件では見つかっていません`
  const used = senders > 0 ? `${senders}人の依頼者が使い` : `${messages}件のメッセージにあり`
  return `この${NAMES[type]}は${used}、${confirmedSenders > 0 ? `${confirmedSenders}人が違反と確認済み` : '違反と確認された人はまだいません'}`
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
