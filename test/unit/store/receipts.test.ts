import { expect, test } from 'vitest'
import { receiptFor } from '../../../src/store/receipts.js'
import { judged } from '../../support/screenings.js'

test('a receipt holds what is answered again: no word, no shadow rule, no explanation', () => {
  const { judgement, ...screening } = judged({ text: '秘密のLINE', explain: true })
  const shadows = [{ category: 'mlm', rule: 'mlm.new' }]
  const receipt = receiptFor('m', { ...screening, judgement: { ...judgement, shadows } })
  expect(receipt).toMatchObject({ name: 'm', screeningId: screening.id, result: { verdict: 'block' } })
  expect(Object.keys(receipt.result).sort()).toEqual(
    ['confidence', 'decidedBy', 'flagged', 'flags', 'ruleset', 'scores', 'test', 'verdict'].sort(),
  )
  expect(JSON.stringify(receipt)).not.toMatch(/秘密|LINE/)
})
