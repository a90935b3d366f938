import { expect, test } from 'vitest'
import { varyingParts } from '../../../../src/moderation/campaigns/varying.js'

test.each([
  ['alone', '佐藤です。詳しくはこちらまで', [], []],
  ['all the same', '詳しくはこちらまで', ['詳しくはこちらまで', '詳しくはこちらまで'], []],
  [
    'a name',
    '佐藤です。詳しくはこちらまで',
    ['鈴木です。詳しくはこちらまで', '田中です。詳しくはこちらまで'],
    ['佐藤'],
  ],
  [
    'what one of many lacks',
    '急ぎです。詳しくはこちらまで',
    ['急ぎです。詳しくはこちらまで', '急ぎです。詳しくはこちらまで', '詳しくはこちらまで'],
    [],
  ],
])('%s', (_what, text, others, expected) => {
  expect(varyingParts(text, others).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
})
