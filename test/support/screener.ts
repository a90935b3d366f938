import type { Identifier } from '../../src/contract/identifier.js'
import type { Judgement } from '../../src/contract/judgement.js'
import type { Screener } from '../../src/contract/screener.js'
import { buildFingerprint, type TakeFingerprint } from '../../src/screening/fingerprint/fingerprint.js'
import { fixtureReadMessage, fixtureRuleset } from './fixture-dictionary.js'

let taking: TakeFingerprint | undefined
const fingerprint: TakeFingerprint = text => {
  taking ??= buildFingerprint(fixtureRuleset.language, fixtureReadMessage.clean)
  return taking(text)
}

/**
 * A screener whose rules fit in one's head, for tests of what happens around a judgement:
 * `LINE` is blocked, `教材` is held, `安い` is warned of, anything else passes. What stands behind `ID: ` is an identifier.
 */
export function fakeScreener(hash = 'a'.repeat(64)): Screener<Judgement> {
  const ruleset = { version: '0.0.0-test', hash }
  const words = [
    {
      word: 'LINE',
      category: 'off_platform_contact',
      severity: 'violation',
      confidence: 0.95,
      verdict: 'block',
    },
    {
      word: '教材',
      category: 'material_purchase',
      severity: 'violation',
      confidence: 0.7,
      verdict: 'review',
    },
    { word: '安い', category: 'low_unit_price', severity: 'caution', confidence: 0.6, verdict: 'warn' },
  ] as const
  return {
    ruleset,
    reader: { mode: 'off' },
    fingerprint: text => fingerprint(text),
    posting: () => null,
    hints: (_draft, { flags }) =>
      flags.flatMap(({ category, evidence }) =>
        evidence.map(({ start, end, text }) => ({ category, start, end, text, message, suggestion })),
      ),
    screen: ({ text, client, explain }) => {
      const found = words.filter(({ word }) => text.includes(word))
      const risky = client?.identityVerified === false
      const flags = [
        ...found.map(({ word, category, severity, confidence }) => ({
          category,
          label: category,
          severity,
          confidence,
          evidence: [
            {
              start: text.indexOf(word),
              end: text.indexOf(word) + word.length,
              text: word,
              rule: `${category}.word`,
              reason: `${category} の語`,
            },
          ],
          advice: ['無視してください。'],
        })),
        ...(risky ? [{ ...risk, evidence: [], advice: [] }] : []),
      ]
      return {
        verdict: found[0]?.verdict ?? (risky ? 'warn' : 'allow'),
        flagged: flags.length > 0,
        confidence: flags[0]?.confidence ?? 0.01,
        flags,
        scores: Object.fromEntries([
          ...words.map(({ word, category, confidence }) => [
            category,
            text.includes(word) ? confidence : 0.01,
          ]),
          ['client_risk', risky ? 0.5 : 0.01],
        ]),
        decidedBy:
          flags[0] === undefined
            ? null
            : { category: flags[0].category, by: found.length > 0 ? 'rule' : 'client', threshold: 0.5 },
        ruleset,
        identifiers: identifiersOf(text),
        folded: asItIs(text),
        ...(explain ? { explanation: { ...nothing, normalised: text } } : {}),
      }
    },
    identifiers: identifiersOf,
    recall: judgement => judgement,
    fold: asItIs,
    countsAs: {
      listed: { phrase: 'off_platform_contact', domain: 'material_purchase', client: 'client_risk' },
      contactAsk: 'off_platform_contact',
      clientRisk: 'client_risk',
    },
    categories: [...words, risk].map(({ category, severity }) => ({
      id: category,
      label: category,
      severity,
      source: category === risk.category ? ('client' as const) : ('text' as const),
      description: category,
      basis: [],
      advice: [],
      thresholds: { pre_contract: thresholds, contracted: thresholds, delivered: thresholds },
    })),
    rules: words.map(({ category }) => ({
      id: `${category}.word`,
      category,
      status: 'live' as const,
      reason: `${category} の語`,
    })),
  }
}

/** What stands behind `ID: ` is a LINE ID. */
const identifiersOf = (text: string): readonly Identifier[] =>
  [...text.matchAll(/ID: (\w+)/gu)].map(({ 1: value = '', index }) => ({
    type: 'line_id',
    value,
    start: index + 'ID: '.length,
    end: index + 'ID: '.length + value.length,
  }))
const message = { ja: '言い換えられます。', en: 'This may be put otherwise.' }
const suggestion = { ja: 'サイトで', en: 'On this site' }

const risk = { category: 'client_risk', label: 'client_risk', severity: 'caution', confidence: 0.5 } as const

const thresholds = { flag: 0.5, review: 0.6, block: 0.9, readerBlock: null }

/** Nothing is folded but the case of Latin letters. */
const asItIs = (text: string) => ({
  text: text.toLowerCase(),
  starts: Int32Array.from({ length: text.length }, (_, at) => at),
  ends: Int32Array.from({ length: text.length }, (_, at) => at + 1),
})

const nothing = {
  transforms: [],
  clauses: [],
  tokens: [],
  signals: [],
  suppressed: [],
  nearMisses: [],
  omitted: [],
  belowThreshold: [],
  logOdds: {},
}
