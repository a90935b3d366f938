import { describe, expect, test } from 'vitest'
import type { HistoryMessage } from '../../../../src/contract/message.js'
import { buildReadMessage } from '../../../../src/screening/rules/read-message.js'
import { fixtureReadMessage, fixtureRuleset, fixtureTokenise } from '../../../support/fixture-dictionary.js'

/** Every concept with the stretch of the normalised text, and whether it counts there. */
function readingOf(text: string, history: readonly HistoryMessage[] = []): string[] {
  const { reading } = fixtureReadMessage({ text, history })
  return reading.hits.map(
    ({ concept, start, end, fold, off }) =>
      `${concept} ${reading.text.slice(start, end)}@${start}${fold ? ` (${fold})` : ''}${off ? ` off: ${off}` : ''}`,
  )
}

describe('what is read of a text', () => {
  test.each<[name: string, text: string, hits: readonly string[]]>([
    [
      'words, patterns and verbs, in order',
      'LINEのIDを教えて',
      ['CHANNEL line@0', 'ACCOUNT id@5', 'TELL 教え@8'],
    ],
    ['a verb alone is not looked for', '送ってください', []],
    ['nor one in a sentence without anything else', 'LINEです。送って', ['CHANNEL line@0']],
    ['a verb in another clause of the sentence is', 'LINEですが、送って', ['CHANNEL line@0', 'TELL 送っ@8']],
    ['a negation turns off', 'LINEは使いません', ['CHANNEL line@0 off: 否定']],
    ['but not what means the same inside one', '記事は書きません', ['WORK_ON_IT 記事@0']],
    ['a word in disguise', '続きはラ○ンで', ['CHANNEL ライン@3 (mask)']],
    ['a spelling in kana', 'でん話してください', ['CHANNEL 電話@0 (kana)']],
    ['an innocent longer word', 'LINEスタンプの校正', ['WORK_ON_IT 校正@9']],
    ['nothing', 'よろしくお願いします', []],
  ])('%s: %s', (_, text, hits) => {
    expect(readingOf(text)).toEqual(hits)
  })

  test('what code finds stands among them', () => {
    expect(readingOf('LINEか090-1234-5678へ')).toEqual(['CHANNEL line@0', 'PHONE_NUMBER 090-1234-5678@5'])
  })

  test('a word that is cut between two messages closes again', () => {
    expect(readingOf('NEのID', [{ from: 'client', text: 'LI' }])).toEqual(['CHANNEL line@0', 'ACCOUNT id@5'])
  })
})

describe('tokens', () => {
  const tokenisedOf = (text: string, prefilter: boolean): string[] => {
    const read = buildReadMessage(fixtureRuleset, fixtureTokenise, { prefilter })
    const { reading } = read({ text })
    return [...reading.tokenised].map(i => {
      const clause = reading.segments.clauses[i]
      return reading.text.slice(clause?.start, clause?.end)
    })
  }
  const text = 'お世話になります。LINEですが、IDを教えて。送って'

  test('are made of clauses that may hold a verb, in sentences that hold something else', () => {
    expect(tokenisedOf(text, true)).toEqual(['idを教えて。'])
  })

  test('without the prefilter, of every clause of these sentences', () => {
    expect(tokenisedOf(text, false)).toEqual(['lineですが、', 'idを教えて。'])
  })

  test('stand where they stand in the whole text', () => {
    const { reading } = fixtureReadMessage({ text })
    for (const { surface, start, end } of reading.tokens) expect(reading.text.slice(start, end)).toBe(surface)
    expect(reading.tokens.map(({ lemma }) => lemma)).toContain('教える')
  })
})

test('hits are grouped by concept, in the order of the text', () => {
  const { reading } = fixtureReadMessage({ text: 'IDと電話とLINE' })
  expect([...reading.byConcept].map(([id, hits]) => [id, hits.map(({ start }) => start)])).toEqual([
    ['ACCOUNT', [0]],
    ['CHANNEL', [3, 6]],
  ])
})
