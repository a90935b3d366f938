import type { ListType } from '../../contract/lists.js'
import type { Screener } from '../../contract/screener.js'
import { domainOf } from './links.js'
import { SHORTEST_PHRASE, squeeze } from './phrases.js'

/** What messages are compared with for a listed value; undefined when it is none of its type. */
export function keyOf(type: ListType, value: string, fold: Screener['fold']): string | undefined {
  switch (type) {
    case 'client':
      return value
    case 'campaign':
      return /^cmp_[0-9A-Z]{26}$/.test(value) ? value : undefined
    case 'domain':
      return domainOf(value)
    default: {
      const key = squeeze(fold(value)).text
      return key.length < SHORTEST_PHRASE ? undefined : key
    }
  }
}
