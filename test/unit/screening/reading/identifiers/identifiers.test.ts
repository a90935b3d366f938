import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRuleset } from '../../../../../src/ruleset/load.js'
import { joinConversation } from '../../../../../src/screening/reading/conversation.js'
import { buildFindIdentifiers } from '../../../../../src/screening/reading/identifiers/identifiers.js'
import { buildUnmask } from '../../../../../src/screening/reading/unmask.js'
import { buildNormalise } from '../../../../../src/screening/text/normalise.js'
import { buildSkeletons } from '../../../../../src/screening/text/skeleton.js'

const { concepts, language } = loadRuleset('dict')
const normalise = buildNormalise(language.lookAlikes)
const unmask = buildUnmask(concepts, buildSkeletons(language.lookAlikes))
const findIdentifiers = buildFindIdentifiers(language)

/** `type value [the stretch of the text as it was sent]`, in the order of the text. */
const found = (text: string): string[] =>
  findIdentifiers(joinConversation(text, [], one => unmask(normalise(one)))).map(
    ({ type, value, start, end }) => `${type} ${value} [${text.slice(start, end)}]`,
  )

const rows: readonly (readonly string[])[] = parse(
  readFileSync(new URL('identifiers.yaml', import.meta.url), 'utf8'),
)

test.each(rows)('%s', (text, ...expected) => {
  expect(found(text)).toEqual(expected)
})

test('a text of nothing but beginnings costs no more than its length', () => {
  for (const piece of [
    'line id: ',
    'a@',
    '0ゼロ',
    '@a',
    'http://',
    'あっと',
    '普通 ',
    '紹介コード ',
    'a.b',
    'エー',
    'a b ',
  ])
    expect(found(piece.repeat(10_000 / piece.length)).length).toBeLessThanOrEqual(100)
})
