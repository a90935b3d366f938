import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factorsOf, type Harm, hoursOf } from '../../../src/contract/harm.js'

const plain: Harm = {
  verdict: 'warn',
  severity: 'caution',
  confidence: 0.25,
  recipients: 1,
  confirmedViolations: 0,
  reports: 0,
  reportTrust: 1,
  appeals: 0,
}
const violation = { severity: 'violation', confidence: 0.9 } as const

describe('the order by expected harm', () => {
  test.each<[string, Partial<Harm>, Partial<Harm>]>([
    [
      'a report before what is held',
      { verdict: 'allow', severity: null, reports: 1 },
      { verdict: 'review', ...violation },
    ],
    [
      'an appeal before all the rest together',
      { appeals: 1 },
      {
        ...violation,
        verdict: 'review',
        confidence: 1,
        recipients: 64,
        confirmedViolations: 3,
        reports: 8,
        reportTrust: 1.25,
      },
    ],
    ['the report of somebody trusted', { reports: 1, reportTrust: 1.25 }, { reports: 1, reportTrust: 0.5 }],
    ['two reports before one', { reports: 2 }, { reports: 1 }],
    ['held for a moderator before blocked', { verdict: 'review' }, { verdict: 'block', ...violation }],
    ['blocked before delivered', { verdict: 'block' }, { verdict: 'warn' }],
    ['a violation before a caution', { severity: 'violation' }, { severity: 'caution' }],
    ['the surer one', { confidence: 0.9 }, { confidence: 0.6 }],
    ['what many received', { recipients: 8 }, { recipients: 4 }],
    ['of a client with a record', { confirmedViolations: 1 }, {}],
  ])('%s', (_name, first, second) => {
    expect(hoursOf({ ...plain, ...first })).toBeGreaterThan(hoursOf({ ...plain, ...second }))
  })

  test.each<[Partial<Harm>, readonly (readonly [string, number])[]]>([
    [{}, []],
    [{ verdict: 'review' }, [['held', 48]]],
    [{ confidence: 0.5 }, [['confidence', 6]]],
    [
      { severity: 'violation', confidence: 1 },
      [
        ['severity', 12],
        ['confidence', 12],
      ],
    ],
    [{ severity: null, confidence: 1 }, []],
    [{ recipients: 3 }, [['recipients', 6]]],
    [{ recipients: 475 }, [['recipients', 36]]],
    [{ confirmedViolations: 9 }, [['client_record', 18]]],
    [
      { verdict: 'block', reports: 100 },
      [
        ['report', 90],
        ['held', 24],
      ],
    ],
    [{ reports: 1, reportTrust: 0.5 }, [['report', 36]]],
    [{ appeals: 2 }, [['appeal', 240]]],
  ])('%o is worth %o', (harm, expected) => {
    const factors = factorsOf({ ...plain, ...harm })
    expect(factors.map(({ factor, hours }) => [factor, hours])).toEqual(expected)
  })

  test('0.9999 is not told as 1', () => {
    expect(factorsOf({ ...plain, confidence: 0.9999 })[0]?.label).toBe('確信度 0.99')
  })

  test('is bounded, so nothing starves: what has waited twenty days longer goes first', () => {
    const any = fc.record<Harm>({
      verdict: fc.constantFrom('allow', 'warn', 'review', 'block'),
      severity: fc.constantFrom('violation', 'caution', null),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      recipients: fc.integer({ min: 1, max: 1_000_000 }),
      confirmedViolations: fc.nat(1_000),
      reports: fc.nat(1_000),
      reportTrust: fc.double({ min: 0, max: 1.25, noNaN: true }),
      appeals: fc.nat(2),
    })
    fc.assert(
      fc.property(any, harm => {
        expect(hoursOf(harm)).toBeGreaterThanOrEqual(0)
        expect(hoursOf(harm)).toBeLessThanOrEqual(20 * 24)
      }),
    )
  })
})
