import { describe, expect, it } from 'vitest'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { buildClientRisk } from '../../../src/screening/model/client-risk.js'
import { buildParseNumber } from '../../../src/screening/reading/amounts/numbers.js'
import { segment } from '../../../src/screening/text/segment.js'
import { decide, type Finding } from '../../../src/screening/verdict/decide.js'

const { language, clientRisk: clientRiskSource } = loadRuleset('dict')

describe('segment', () => {
  const sentences = (text: string): string[] => {
    const { starts, ends } = segment(text)
    return starts.map((start, i) => text.slice(start, ends[i]))
  }
  const table: readonly (readonly [text: string, expected: readonly string[]])[] = [
    ['一つ目。二つ目!三つ目', ['一つ目。', '二つ目!', '三つ目']],
    ['見出し\n・一つ\n・二つ', ['見出し\n', '・一つ\n', '・二つ']],
    ['例の「はい。」です', ['例の「はい。」', 'です']],
    ['\n\n 。', []],
    ['', []],
  ]
  it.each(table)('%j', (text, expected) => {
    expect(sentences(text).filter(sentence => /[^\s。]/u.test(sentence))).toEqual(expected)
  })

  it('covers the sentences with clauses of at most 128 units, and splits behind predicates only', () => {
    const { clauses } = segment(`住所、氏名、電話番号を伺いますので、ご返信ください。${'あ'.repeat(1_000)}`)
    expect(Math.max(...clauses.map(({ start, end }) => end - start))).toBeLessThanOrEqual(128)
    expect(clauses[0]).toMatchObject({ start: 0, end: 18 })
    expect(clauses.map(({ start }) => start).slice(1)).toEqual(clauses.map(({ end }) => end).slice(0, -1))
  })
})

describe('numbers', () => {
  const parseNumber = buildParseNumber(language.amounts)
  const table: readonly (readonly [source: string, value: number])[] = [
    ['3,000', 3_000],
    ['0.3', 0.3],
    ['1.5万', 15_000],
    ['三千五百', 3_500],
    ['二〇〇〇', 2_000],
    ['5千', 5_000],
    ['1万2千', 12_000],
    ['十', 10],
    ['百二十', 120],
    ['一億', 100_000_000],
    ['3k', 3_000],
    ['1万5000', 15_000],
  ]
  it.each(table)('%s is %d', (source, value) => {
    expect(parseNumber(source)).toBe(value)
  })
})

describe('clientRisk', () => {
  const clientRisk = buildClientRisk(clientRiskSource)
  it('knows nothing of an unknown client', () => {
    expect(clientRisk(undefined)).toEqual({ probability: 0, traits: [] })
    expect(clientRisk({ id: 'c-1' })).toEqual({ probability: 0, traits: [] })
  })
  it('rises with every bad trait and falls with every good one', () => {
    const one = clientRisk({ identityVerified: false }).probability
    const two = clientRisk({ identityVerified: false, completedOrders: 0 }).probability
    const mended = clientRisk({ identityVerified: false, completedOrders: 100 }).probability
    expect(one).toBeLessThan(two)
    expect(mended).toBeLessThan(one)
    expect(clientRisk({ rating: 2, completedOrders: 0 }).traits).toEqual(['no_orders', 'low_rating'])
  })
})

describe('decide', () => {
  const finding = (
    confidence: number,
    cap: Finding['cap'] = 'block',
    severity: 'violation' | 'caution' = 'violation',
  ): Finding => ({
    category: {
      id: severity,
      label: '',
      severity,
      description: '',
      basis: [''],
      rules: [],
      advice: { pre_contract: ['before'], contracted: ['after'] },
    },
    confidence,
    evidence: [],
    cap,
  })
  const policy = {
    version: '1',
    thresholds: {
      violation: { pre_contract: { flag: 0.4, review: 0.6, block: 0.9 }, contracted: { flag: 0.7 } },
      caution: { pre_contract: { flag: 0.5 } },
    },
  }
  const table: readonly (readonly [name: string, findings: readonly Finding[], verdict: string])[] = [
    ['nothing', [finding(0.39)], 'allow'],
    ['a doubt', [finding(0.4)], 'warn'],
    ['likely', [finding(0.6)], 'review'],
    ['certain', [finding(0.9)], 'block'],
    ['certain, by the voice alone', [finding(0.99, 'review')], 'review'],
    ['a caution is never held', [finding(0.99, 'warn', 'caution')], 'warn'],
    ['the harshest counts', [finding(0.5, 'warn', 'caution'), finding(0.95)], 'block'],
  ]
  it.each(table)('%s', (_, findings, verdict) => {
    expect(decide(findings, policy, 'pre_contract').verdict).toBe(verdict)
  })

  it('takes thresholds and advice of the stage', () => {
    expect(decide([finding(0.95)], policy, 'contracted')).toMatchObject({
      verdict: 'warn',
      flags: [{ advice: ['after'] }],
    })
    expect(decide([finding(0.95)], policy, 'delivered').verdict).toBe('warn')
    expect(decide([finding(0.6)], policy, 'contracted')).toMatchObject({ verdict: 'allow', confidence: 0.6 })
  })

  it('sorts the flags by confidence', () => {
    expect(
      decide([finding(0.5), finding(0.95)], policy, 'pre_contract').flags.map(({ confidence }) => confidence),
    ).toEqual([0.95, 0.5])
  })
})
