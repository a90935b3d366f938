import { describe, expect, test } from 'vitest'
import type { ScreeningInput } from '../../src/contract/message.js'
import { DEFAULT_STAGE } from '../../src/contract/defaults.js'
import { kind } from '../../src/contract/words.js'
import { realRuleset, realScreener } from '../support/real-screener.js'

/** Every wording of `dict/hints`, as senders meet it. */
const spoken = [...realRuleset.hints.values()].flatMap(hints => [
  { ...hints, name: `${hints.category}, in general`, stages: undefined },
  ...hints.cases.map(one => ({ ...one, name: `${hints.category}, ${one.id}`, category: hints.category })),
])

test('every category that is judged by the text speaks to the sender', () => {
  const judgedByText = realScreener.categories.filter(({ source }) => source === 'text').map(({ id }) => id)
  expect([...realRuleset.hints.keys()].sort()).toEqual([...judgedByText].sort())
  expect(spoken.length).toBeGreaterThan(35)
})

describe.each(spoken)('$name', ({ category, message, suggestion, drafts, stages }) => {
  test.each(drafts)('is said of %j', draft => {
    const input: ScreeningInput = typeof draft === 'string' ? { text: draft } : draft
    const hints = realScreener.hints(input, realScreener.screen(input))
    expect(hints).toContainEqual(expect.objectContaining({ category, message, suggestion }))
    for (const { start, end, text } of hints) expect(input.text.slice(start, end)).toBe(text)
  })

  test.each([suggestion.ja, suggestion.en])('what it suggests may be sent: %s', text => {
    for (const sentAs of kind.options)
      for (const stage of stages ?? [DEFAULT_STAGE])
        expect(realScreener.screen({ text, kind: sentAs, stage })).toMatchObject({ verdict: 'allow', flags: [] })
  })

  test('it is polite, and names no threshold', () => {
    expect(message.ja).toMatch(/。$/)
    expect(message.ja).not.toMatch(/違反者|不正|悪質|処罰|アカウント停止|してはいけません|禁止です|確信度|スコア/)
    expect(suggestion.ja).not.toBe(message.ja)
    expect(suggestion.en).not.toMatch(/[\u3000-\u30ff\u4e00-\u9fff]/)
  })
})

test('a crime is refused as a whole: no stretch is pointed at, and nothing beside it is put better', () => {
  const text = '銀行口座を開設して、カードを郵送してください。詳細はLINEでお話しします。'
  const judgement = realScreener.screen({ text })
  expect(judgement.flags.length).toBeGreaterThan(1)
  expect(realScreener.hints({ text }, judgement)).toMatchObject([
    { category: 'criminal_work', start: 0, end: text.length, message: { ja: expect.stringContaining('#9110') } },
  ])
})
