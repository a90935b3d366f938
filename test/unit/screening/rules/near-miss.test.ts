import { describe, expect, test } from 'vitest'
import { match } from '../../../../src/screening/rules/match.js'
import { nearMisses } from '../../../../src/screening/rules/near-miss.js'
import { places, readingOf, ruleOf } from '../../../support/readings.js'

/** Another category that asks for B and C, too: alone they tell nothing of `x`. */
const other = ruleOf({ id: 'y.other', all: ['B', 'C', 'F'] })

function missesOf(
  text: string,
  parts: Parameters<typeof ruleOf>[0],
  kind: 'message' | 'job_post' = 'message',
) {
  const reading = readingOf(text)
  const rules = [ruleOf(parts), other]
  return nearMisses(reading, rules, kind, match(reading, rules, kind))
    .filter(({ rule }) => rule.category === 'x')
    .map(({ lacking, hits }) => [lacking, places(hits)])
}

describe('a rule that lacks one part', () => {
  test.each<
    [name: string, text: string, rule: Parameters<typeof ruleOf>[0], lacking: unknown, hits: string[]]
  >([
    ['a group', 'AB', { all: ['A', 'B', 'C'] }, ['C'], ['A@0-1', 'B@1-2']],
    ['any of a group', 'BC', { all: ['B', 'C', 'D|E'] }, ['D', 'E'], ['B@0-1', 'C@1-2']],
    ['all but a concept of its own', 'A', { all: ['A', 'B'] }, ['B'], ['A@0-1']],
    ['the order', 'BxA', { seq: ['A', 'B'] }, 'order', ['A@2-3', 'B@0-1']],
    ['a gap that is narrow enough', 'AxxxB', { seq: ['A', 'B'], gap: 2 }, 'order', ['A@0-1', 'B@4-5']],
    ['what is turned off', 'Ab', { all: ['A', 'B', 'C'] }, undefined, []],
  ])('%s: %s', (_, text, rule, lacking, hits) => {
    expect(missesOf(text, rule)).toEqual(lacking === undefined ? [] : [[lacking, hits]])
  })
})

describe('no near miss', () => {
  test.each<[name: string, text: string, rule: Parameters<typeof ruleOf>[0]]>([
    ['two parts are lacking', 'A', { all: ['A', 'B', 'C'] }],
    ['only a word that other categories ask for, too', 'B', { all: ['A', 'B'] }],
    ['a rule of one group', 'B', { all: ['A'] }],
    ['it matched', 'AB', { all: ['A', 'B'] }],
    ['it was turned off', 'aB', { all: ['A', 'B'] }],
    ['the parts lie in different windows', 'A。xB。C', { all: ['A', 'B', 'C'] }],
    ['a rule for the other kind', 'A', { all: ['A', 'B'], kind: 'job_post' }],
  ])('%s: %s', (_, text, rule) => {
    expect(missesOf(text, rule)).toEqual([])
  })
})

test('one window a rule: the first', () => {
  expect(missesOf('A。A。', { all: ['A', 'B'] })).toEqual([[['B'], ['A@0-1']]])
})

test('a rule for this kind counts', () => {
  expect(missesOf('A', { all: ['A', 'B'], kind: 'job_post' }, 'job_post')).toEqual([[['B'], ['A@0-1']]])
})
