import { expect, test } from 'vitest'
import { buildMutate } from '../../../../tools/fuzz/mutate.js'
import { mulberry32 } from '../../../../tools/training/random.js'

const material = { pieces: ['線', 'LINE', '\u200b'], longest: 300 }

function made(seed: number, count: number): string[] {
  const mutate = buildMutate(material, mulberry32(seed))
  return Array.from({ length: count }, () => mutate('お電話ください。', '報酬は3万円'))
}

test('the same seed makes the same inputs, another others', () => {
  expect(made(7, 50)).toEqual(made(7, 50))
  expect(made(7, 50)).not.toEqual(made(8, 50))
})

test('no input is longer than the longest, and some are as long', () => {
  const lengths = made(1, 3_000).map(({ length }) => length)
  expect(Math.max(...lengths)).toBe(material.longest)
})

test.each<[name: string, is: (input: string) => boolean]>([
  ['pieces', input => input.includes('LINE')],
  ['parts of the other', input => input.includes('報酬')],
  ['less than there was', input => input.length < 4],
  ['lone surrogates', input => /\p{Surrogate}/u.test(input)],
  ['a glue between all letters', input => /.\u200b.\u200b.\u200b./.test(input)],
  ['digits changed', input => /[0-24-9]/.test(input)],
])('inputs have %s', (_, is) => {
  expect(made(1, 3_000).some(is)).toBe(true)
})

test('an empty input and no pieces are no trouble', () => {
  const mutate = buildMutate({ pieces: [], longest: 10 }, mulberry32(1))
  for (let i = 0; i < 500; i++) expect(mutate('', '').length).toBeLessThanOrEqual(10)
})
