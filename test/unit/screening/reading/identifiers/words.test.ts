import { expect, test } from 'vitest'
import {
  anyCharacterOf,
  anyOf,
  buildHolds,
  wholeAnyOf,
} from '../../../../../src/screening/reading/identifiers/words.js'

const found = (source: string, text: string) =>
  [...text.matchAll(new RegExp(source, 'gu'))].map(([one]) => one)

test.each<[words: string[], text: string, found: string[]]>([
  [['アカウント', 'アカウント名'], 'アカウント名とアカウント', ['アカウント名', 'アカウント']],
  [['no.', 'a|b'], 'no. nox a|b a', ['no.', 'a|b']],
  [['e-mail', '(普)', '[a]'], 'e-mail (普) [a] email', ['e-mail', '(普)', '[a]']],
  [[], 'どこにもない', []],
])('any of %o in %s', (words, text, expected) => {
  expect(found(anyOf(words), text)).toEqual(expected)
})

test.each<[words: string[], text: string, found: string[]]>([
  [['line'], 'line lines online ラインline', ['line', 'line']],
  [['line'], '2line', ['line']],
  [['x'], 'x x2 2x xy のx', ['x', 'x']],
  [['ライン'], 'オンライン', ['ライン']],
])('whole words of %o in %s', (words, text, expected) => {
  expect(found(wholeAnyOf(words), text)).toEqual(expected)
})

test('a text is asked for the shortest words that all others hold', () => {
  const holds = buildHolds(['インスタグラム', 'インスタ', 'line'])
  expect(['インスタグラム', 'インスタへ', 'ラインline', 'イン'].map(holds)).toEqual([true, true, true, false])
})

test('the first characters of words are one of a class', () => {
  expect(found(anyCharacterOf(['アット', '-dash', ']end', 'アンダー']), 'ア-]x')).toEqual(['ア', '-', ']'])
})
