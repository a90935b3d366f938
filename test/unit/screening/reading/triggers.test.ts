import { expect, test } from 'vitest'
import { triggersOf } from '../../../../src/screening/reading/triggers.js'

test.each<[pattern: RegExp, triggers: readonly string[] | undefined]>([
  [/連絡/u, ['連絡']],
  [/(?:お|ご)連絡先/u, ['連絡先']],
  [/(?:住所|電話)を/u, ['住所', '電話']],
  [/[★☆]{3,5}/u, ['★', '☆']],
  [/(?:仮払い?|エスクロー)は/u, ['仮払', 'エスクロー']],
  [/a?b*(?:c|)/u, undefined],
  [/[^。]{3}/u, undefined],
  [/\d+/u, undefined],
  [/(?:円|.)/u, undefined],
  [/(?=円)x/u, ['x']],
])('what %s cannot match without', (pattern, triggers) => {
  expect(triggersOf(pattern)).toEqual(triggers)
})
