import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Flag } from '../../src/contract/judgement.js'
import { type Case, readCases } from '../../tools/quality/dataset.js'
import { realScreener as screener } from '../support/real-screener.js'

const CORPUS = 'test/corpus'
const files = readdirSync(CORPUS)
  .filter(name => name.endsWith('.jsonl'))
  .map(name => join(CORPUS, name))
/** Every eleventh labelled message of the corpus. */
const sample: readonly Case[] = readCases(files)
  .filter(({ labels }) => labels.length > 0)
  .filter((_, i) => i % 11 === 0)

const flags = ({ input }: Case, text: string): readonly Flag[] => screener.screen({ ...input, text }).flags

const flagsOf = (item: Case, text: string): readonly string[] =>
  flags(item, text)
    .map(({ category }) => category)
    .sort()

/**
 * What a rule has found, and not on the very line (violations are flagged from 0.35, cautions from 0.5). The voice alone
 * hears a short ask less well among other words: that is what the reader is for, which is not asked here.
 */
const clearFlagsOf = (item: Case, text: string): readonly string[] =>
  flags(item, text)
    .filter(({ confidence, evidence }) => confidence >= 0.6 && evidence.some(({ rule }) => !rule.endsWith('.voice')))
    .map(({ category }) => category)

/** What a reader does not see, or sees as the same. */
const SAME: Readonly<Record<string, (text: string) => string>> = {
  'full width': text => text.replace(/[!-~]/gu, char => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'upper case': text => text.toUpperCase(),
  'lower case': text => text.toLowerCase(),
  'zero-width spaces between all letters': text => [...text].join('\u200b'),
  'decomposed kana': text => text.normalize('NFD'),
}

/** What changes nothing about the ask in the middle. */
const AROUND: Readonly<Record<string, (text: string) => string>> = {
  'a greeting before': text => `いつもお世話になっております。先日はありがとうございました。${text}`,
  'a greeting behind': text => `${text}\nお忙しいところ恐れ入りますが、どうぞよろしくお願いいたします。`,
}

describe('the same text, written otherwise', () => {
  it.each(Object.entries(SAME))('%s never changes a flag', (_, rewrite) => {
    for (const item of sample) {
      expect(flagsOf(item, rewrite(item.text)), item.text).toEqual(flagsOf(item, item.text))
    }
  })

  it.each(Object.entries(AROUND))('%s never takes a clear flag away', (_, rewrite) => {
    for (const item of sample) {
      const around = flagsOf(item, rewrite(item.text))
      expect(
        clearFlagsOf(item, item.text).filter(category => !around.includes(category)),
        item.text,
      ).toEqual([])
    }
  })

  it('spacing out every conversation hides at most one violation in twenty', () => {
    const flagged = sample.filter(item => flagsOf(item, item.text).length > 0)
    const hidden = flagged.filter(item => flagsOf(item, [...item.text].join(' ')).length === 0)
    expect(hidden.length).toBeLessThanOrEqual(flagged.length / 20)
  })
})
