import type { IdentifierType } from '../../contract/identifier.js'
import type { ListType } from '../../contract/lists.js'
import type { Screener } from '../../contract/screener.js'
import { domainOf } from './links.js'
import { SHORTEST_PHRASE, squeeze } from './phrases.js'

/** What reads values as it reads messages. */
export type ReadsValues = Pick<Screener, 'fold' | 'identifiers'>

/** What messages are compared with for a listed value; undefined when it is none of its type. */
export function keyOf(type: ListType, value: string, screener: ReadsValues): string | undefined {
  switch (type) {
    case 'client':
      return value
    case 'campaign':
      return /^cmp_[0-9A-Z]{26}$/.test(value) ? value : undefined
    case 'domain':
      return domainOf(value)
    case 'phrase': {
      const key = squeeze(screener.fold(value)).text
      return key.length < SHORTEST_PHRASE ? undefined : key
    }
    default:
      return identifierKey(type, value, screener)
  }
}

/** What stands before an identifier that is known by it alone. */
const CONTEXT: Readonly<Partial<Record<IdentifierType, string>>> = {
  line_id: 'LINE ID: ',
  referral_code: '紹介コード: ',
}

/** In the spelling in which messages' identifiers are told, however the value is written; one already in it stays as it is. */
function identifierKey(
  type: IdentifierType,
  value: string,
  { identifiers }: ReadsValues,
): string | undefined {
  const found = [value, `${CONTEXT[type] ?? ''}${value}`].flatMap(text =>
    identifiers(text).filter(one => one.type === type),
  )
  const plain = value.normalize('NFKC').trim()
  return found[0]?.value ?? (plain === '' ? undefined : plain)
}
