import { expect, test } from 'vitest'
import { minimise } from '../../../../tools/fuzz/minimise.js'

test.each<[input: string, fails: (text: string) => boolean, smallest: string]>([
  [`${'x'.repeat(500)}あ${'x'.repeat(300)}`, text => text.includes('あ'), 'あ'],
  [`a${'-'.repeat(99)}b${'-'.repeat(99)}c`, text => /a.*b.*c/.test(text), 'abc'],
  ['ababab-', text => text.length % 2 === 1 && text.endsWith('-'), '-'],
  ['never less', text => text === 'never less', 'never less'],
  ['all', () => true, ''],
])('to %3$j', async (input, fails, smallest) => {
  expect(await minimise(input, async text => fails(text))).toBe(smallest)
})

test('gives up after so many tries', async () => {
  let tries = 0
  await minimise('x'.repeat(1_000), async () => ++tries < 0, 25)
  expect(tries).toBe(25)
})
