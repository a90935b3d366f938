import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thresholdsOf } from '../../src/screening/verdict/decide.js'
import { realRuleset, realScreener as screener } from '../support/real-screener.js'
import type { ScreeningInput } from '../../src/contract/message.js'

const categories = (input: ScreeningInput): string[] =>
  screener.screen(input).flags.map(flag => flag.category)

describe('screen', () => {
  it('finds the example of the documentation, with offsets into the original', () => {
    const text = '詳細はＬＩＮＥでお話しします。ID: abc123 を追加してください'
    const judgement = screener.screen({ text })
    const flag = judgement.flags.find(({ category }) => category === 'off_platform_contact')
    expect(judgement.verdict).toBe('block')
    expect(flag?.evidence).toContainEqual(expect.objectContaining({ start: 3, end: 7, text: 'ＬＩＮＥ' }))
  })

  it('gives a score for every category and leaves innocent business alone', () => {
    const judgement = screener.screen({
      text: 'お世話になっております。ロゴの修正版を確認しました。ありがとうございます。',
    })
    expect(judgement).toMatchObject({ verdict: 'allow', flagged: false, flags: [] })
    expect(Object.keys(judgement.scores).sort()).toEqual(screener.categories.map(({ id }) => id).sort())
  })

  it('reads an ask that is split over messages, and points at this message only', () => {
    const text = 'ID教えて'
    const alone = screener.screen({ text })
    const judgement = screener.screen({ text, history: [{ from: 'client', text: 'LINEの' }] })
    expect(judgement.scores.off_platform_contact).toBeGreaterThan(alone.scores.off_platform_contact ?? 1)
    expect(judgement.flags.map(({ category }) => category)).toContain('off_platform_contact')
    for (const { start, end, text: quoted } of judgement.flags.flatMap(flag => flag.evidence)) {
      expect(quoted).toBe(text.slice(start, end))
    }
  })

  it('finds a telephone number in two halves', () => {
    const judgement = screener.screen({
      text: '-5678 に電話ください',
      history: [{ from: 'client', text: '090-1234' }],
    })
    expect(judgement.flags.map(({ category }) => category)).toContain('off_platform_contact')
  })

  it('does not take what the worker wrote for the client’s words', () => {
    expect(
      categories({
        text: 'はい、お願いします',
        history: [{ from: 'worker', text: 'LINEでやり取りしませんか' }],
      }),
    ).toEqual([])
  })

  it('softens after the contract and stays silent where the platform has approved', () => {
    const text = 'やり取りはLINEでお願いします。IDを教えてください。'
    expect(screener.screen({ text, stage: 'pre_contract' }).verdict).toBe('block')
    expect(['allow', 'warn']).toContain(screener.screen({ text, stage: 'contracted' }).verdict)
    expect(categories({ text, outsideContactApproved: true })).not.toContain('off_platform_contact')
  })

  it('judges the client by the structured data alone', () => {
    const risky = {
      identityVerified: false,
      completedOrders: 0,
      rating: 2.1,
      profileComplete: false,
      accountAgeDays: 3,
    }
    const judgement = screener.screen({ text: 'ロゴの制作をお願いします', client: risky })
    expect(judgement.flags.map(({ category }) => category)).toEqual(['client_risk'])
    expect(judgement.verdict).toBe('warn')
    expect(
      screener.screen({
        text: 'ロゴの制作をお願いします',
        client: { identityVerified: true, completedOrders: 50, rating: 4.9 },
      }).flags,
    ).toEqual([])
  })

  it('explains itself', () => {
    const { explanation } = screener.screen({
      text: 'ラ○ンで話しましょう。電話は使いません。',
      explain: true,
    })
    expect(explanation?.transforms).toContainEqual({
      step: 'mask',
      start: 0,
      end: 3,
      from: 'ラ○ン',
      to: 'ライン',
    })
    expect(explanation?.signals.length).toBeGreaterThan(0)
    expect(explanation?.tokens.map(({ surface }) => surface).join('')).not.toBe('')
    expect(explanation?.logOdds).toHaveProperty('off_platform_contact')
  })

  it('tells what came close and what was missing', () => {
    const { explanation, scores } = screener.screen({ text: '教材の費用について', explain: true })
    expect(explanation?.nearMisses).toContainEqual(
      expect.objectContaining({
        rule: 'material_purchase.buy_material',
        lacking: expect.arrayContaining(['PAY_ACT']),
        text: '教材',
      }),
    )
    // Words that any request holds are no near miss of every rule that needs a request.
    expect(explanation?.nearMisses.map(({ category }) => category)).not.toContain('off_platform_contact')
    const expected = Object.entries(scores).flatMap(([category, confidence]) => {
      const { flag } = thresholdsOf(realRuleset.policy, category, 'pre_contract')
      return confidence < flag && confidence >= flag / 2 ? [{ category, confidence, threshold: flag }] : []
    })
    expect(explanation?.belowThreshold).toEqual(expect.arrayContaining(expected))
    expect(explanation?.belowThreshold).toHaveLength(expected.length)
  })

  it('cuts all evidence out of the original, for any string', () => {
    const seeds = fc.constantFrom(
      'LINEのIDを教えてください',
      'ご住所と電話番号を',
      '教材を購入して',
      '👍',
      '\ud800',
      '\u0000',
      '\u200b',
      '\u3099',
      'ラ○ン',
      '\n',
      '★5の口コミを投稿',
      '090-1234-5678',
      '①',
      '㍿',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(seeds, fc.string({ unit: 'binary', maxLength: 8 })), {
          minLength: 1,
          maxLength: 12,
        }),
        parts => {
          const text = parts.join('') || 'a'
          for (const { start, end, text: quoted } of screener
            .screen({ text })
            .flags.flatMap(flag => flag.evidence)) {
            expect(end).toBeGreaterThan(start)
            expect(quoted).toBe(text.slice(start, end))
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is the same twice', () => {
    const input: ScreeningInput = { text: '別サイトに登録して、教材を購入してください', explain: true }
    expect(screener.screen(input)).toEqual(screener.screen(input))
  })

  it.each(['1', 'あ', 'ア', '亜', 'a', ' ', '\n', '。', '○', '👍', '0', 'ラ', '(', '\u3099', 'の'])(
    'is not stalled by 10,000 times %j',
    char => {
      const started = performance.now()
      screener.screen({ text: char.repeat(10_000).slice(0, 10_000) })
      // Not a claim of speed: kuromoji alone needs 11 s for such a text, and a stalled service is down.
      expect(performance.now() - started).toBeLessThan(5_000)
    },
  )
})
