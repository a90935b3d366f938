import { describe, expect, test } from 'vitest'
import { withThresholds } from '../../../src/ruleset/edit-policy.js'
import { parseFile, RulesetError, readFile } from '../../../src/ruleset/files.js'
import { policySchema } from '../../../src/ruleset/schema.js'

const policy = (source: string) => ({ path: 'policy.yaml', name: 'policy.yaml', source })

describe('other thresholds', () => {
  test.each([
    [
      'in a line',
      'thresholds:\n  mlm: { pre_contract: { flag: 0.35, review: 0.55 } } # why\n',
      '0.35',
      '0.4',
    ],
    [
      'with its remark',
      'thresholds:\n  mlm:\n    pre_contract:\n      flag:   0.35   # low\n      review: 1\n',
      '0.35',
      '0.4',
    ],
    ['quoted keys', 'thresholds:\n  "mlm":\n    "pre_contract": {"flag": 3.5e-1}\n', '3.5e-1', '0.4'],
  ])('stand where the others stood: %s', (_where, source, before, after) => {
    const edited = withThresholds(policy(source), { mlm: { pre_contract: { flag: 0.4 } } })
    expect(edited).toBe(source.replace(before, after))
  })

  test('are left out where the policy names no such stage, level or category, and where they are the same', () => {
    const source = 'thresholds:\n  mlm: { pre_contract: { flag: 0.35 } }\n'
    const given = { mlm: { pre_contract: { flag: 0.35, block: 0.9 }, delivered: { flag: 0.1 } }, other: {} }
    expect(withThresholds(policy(source), given)).toBe(source)
    expect(withThresholds(policy(source), { other: { pre_contract: { flag: 0.1 } } })).toBe(source)
  })

  test('are refused where one number stands for several', () => {
    const source = 'thresholds:\n  mlm: { pre_contract: { flag: &low 0.35, review: *low } }\n'
    const edit = () => withThresholds(policy(source), { mlm: { pre_contract: { review: 0.4 } } })
    expect(edit).toThrow(RulesetError)
    expect(edit).toThrow(/thresholds\.mlm\.pre_contract\.review/)
  })

  test('change nothing else of the dictionary that is shipped', () => {
    const file = readFile('dict', 'policy.yaml')
    const { thresholds, ...rest } = parseFile(file, policySchema)
    const raised = Object.fromEntries(
      Object.entries(thresholds).map(([category, stages]) => [
        category,
        Object.fromEntries(
          Object.entries(stages).map(([stage, levels]) => [stage, { ...levels, flag: 0.123 }]),
        ),
      ]),
    )
    const edited = { ...file, source: withThresholds(file, raised) }
    expect(parseFile(edited, policySchema)).toEqual({ ...rest, thresholds: raised })
    const kept = (source: string) => source.replaceAll(/flag: [\d.]+/g, 'flag:')
    expect(kept(edited.source)).toBe(kept(file.source))
  })
})
