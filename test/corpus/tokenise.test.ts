import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCases } from '../../tools/quality/dataset.js'
import { loadDictionaries } from '../../src/tokeniser/dictionaries.js'
import { buildNormalise } from '../../src/screening/text/normalise.js'
import { loadRuleset } from '../../src/ruleset/load.js'
import { segment } from '../../src/screening/text/segment.js'
import { buildTokeniser } from '../../src/tokeniser/tokenise.js'
import { loadKuromoji } from '../support/kuromoji.js'

const normalise = buildNormalise(loadRuleset('dict').language.lookAlikes)
const kuromoji = await loadKuromoji()
const tokenise = buildTokeniser(await loadDictionaries())

const ours = (text: string) =>
  tokenise(text, 0).map(({ surface, lemma, reading, pos }) => [surface, lemma, reading, pos])
const theirs = (text: string) =>
  kuromoji
    .tokenize(text)
    .map(({ surface_form, basic_form, reading, pos }) => [
      surface_form,
      basic_form === '*' ? surface_form : basic_form,
      reading ?? '',
      pos,
    ])

test('a dictionary that is not there, or is none, is named in a line', async () => {
  await expect(loadDictionaries('/nowhere')).rejects.toThrow(
    /^\/nowhere: the kuromoji dictionary cannot be loaded \(ENOENT[^\n]*\)$/,
  )
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-dict-'))
  for (const name of ['tid_pos', 'base', 'check', 'cc', 'tid', 'tid_map', 'unk', 'unk_pos', 'unk_map'])
    writeFileSync(join(directory, `${name}.dat.gz`), 'not packed')
  for (const name of ['unk_char', 'unk_invoke']) writeFileSync(join(directory, `${name}.dat.gz`), '')
  await expect(loadDictionaries(directory)).rejects.toThrow(/cannot be loaded \([^\n]+\)$/)
  rmSync(directory, { recursive: true })
})

describe('the same tokens as kuromoji', () => {
  test('of every second clause of the corpus', () => {
    const files = readdirSync('test/corpus').filter(name => name.endsWith('.jsonl'))
    const texts = readCases(files.map(name => join('test/corpus', name))).map(one => normalise(one.text).text)
    const clauses = new Set(
      texts.flatMap(text => segment(text).clauses.map(({ start, end }) => text.slice(start, end))),
    )
    expect(clauses.size).toBeGreaterThan(10_000)
    // kuromoji takes a millisecond each.
    const differing = [...clauses].filter((_, at) => at % 2 === 0).filter(
      clause => JSON.stringify(ours(clause)) !== JSON.stringify(theirs(clause)),
    )
    expect(differing).toEqual([])
  }, 120_000)

  test('of any characters of the basic plane', () => {
    const character = fc.oneof(
      fc.constantFrom(...'ぁあいうのをんアイラインー漢字住所電話教材0129aZ。、！？…〓 \n①㌔々〆'),
      fc.integer({ min: 0x20, max: 0xd7ff }).map(code => String.fromCharCode(code)),
    )
    fc.assert(
      fc.property(fc.array(character, { maxLength: 60 }), characters => {
        const text = characters.join('')
        expect(ours(text)).toEqual(theirs(text))
      }),
      { numRuns: 300 },
    )
  })

  test.each(['', '1', '1'.repeat(128), 'ーーーー', 'あ'.repeat(300), '。。、', ' '])('of %j', text => {
    expect(ours(text)).toEqual(theirs(text))
  })
})

test('a long run of one class takes no longer than any other text', () => {
  expect(ours('1'.repeat(10_000))).toEqual([['1'.repeat(10_000), '1'.repeat(10_000), '', '名詞']])
})
