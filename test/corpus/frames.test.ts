import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildWordFinder } from '../../src/screening/reading/lexicon.js'
import { buildNormalise } from '../../src/screening/text/normalise.js'
import { realRuleset } from '../support/real-screener.js'

const { concepts, circumstances, language } = realRuleset
const findFrames = buildWordFinder(new Map([...concepts].filter(([id]) => circumstances.frames.includes(id))))
const normalise = buildNormalise(language.lookAlikes)
const framesOf = (text: string): string[] => [
  ...new Set(findFrames(normalise(text).text).map(({ concept }) => concept)),
]

describe('who speaks and to whom', () => {
  it.each([
    ['WARNING', '【事務局】LINEの交換を求めるメッセージには返信せず、通報ボタンを押してください。'],
    ['WARNING', '契約前に免許証の画像を求めることは禁止しております。'],
    ['WARNING', '講座の購入を条件とする募集は掲載できません。'],
    ['NEWS', '口座を売った疑いで、県警は大学生(21)を書類送検した。'],
    ['NEWS', '「簡単な作業」とうたう求人を入り口にした勧誘が後を絶たない。'],
    ['REPORT', '応募先から「LINEを追加して」と言われました。'],
    ['REPORT', '保証金を払ったあと、連絡が取れません。通報したいです。'],
    ['REFUSAL', '直接のお取引はお受けしておりません。'],
    ['REFUSAL', '受講料がかかるとのことでしたら、辞退いたします。'],
    ['TERMS', '利用規約 第12条(禁止事項)外部の連絡先を交換すること'],
    ['QUESTION_ALLOWED', '打ち合わせだけLINEで行うのは規約違反になりますか?'],
    ['QUESTION_ALLOWED', '登録料を払うのは普通のことなのでしょうか。'],
    ['ORDER_ABOUT', '副業詐欺の手口を紹介する記事を3本お願いします。'],
    ['ORDER_ABOUT', '「口座を貸して」と誘われた高校生を描く漫画です。'],
  ])('%s: %s', (frame, text) => {
    expect(framesOf(text)).toContain(frame)
  })

  it.each([
    'LINEでご連絡ください。',
    'まずは「参加します」と返信してください。',
    '変更があればお知らせいただけますか?',
    '報酬はギフト券で送るのでもいいですか?',
    'LINEは使いませんので、メールでお願いします。',
    '不採用の場合、報酬はお支払いできません。',
    'いつもお願いしている皆さまへ、次の募集のご案内です。',
  ])('nobody but the sender: %s', text => {
    expect(framesOf(text)).toEqual([])
  })
})

interface Line {
  readonly text: string
  readonly labels: readonly string[]
  readonly style: string
}
const folder = new URL('./', import.meta.url)
const corpus: readonly Line[] = readdirSync(folder)
  .filter(name => name.endsWith('.jsonl'))
  .flatMap(name => readFileSync(new URL(name, folder), 'utf8').trim().split('\n'))
  .map(line => JSON.parse(line))
const shareOf = (lines: readonly Line[], holds: (text: string) => boolean): number =>
  lines.filter(({ text }) => holds(text)).length / lines.length

describe('on the corpus', () => {
  it.each([
    ['notice', 'WARNING', 0.65],
    ['news', 'NEWS', 0.65],
    ['quote-report', 'REPORT', 0.65],
    ['refusal', 'REFUSAL', 0.65],
    ['question', 'QUESTION_ALLOWED', 0.65],
  ])('most texts of style frame-%s hold %s', (style, frame, least) => {
    const lines = corpus.filter(line => line.style === `frame-${style}`)
    expect(shareOf(lines, text => framesOf(text).includes(frame))).toBeGreaterThan(least)
  })

  it('few texts that ask for something hold a frame', () => {
    const asks = corpus.filter(({ labels }) => labels.length > 0)
    expect(shareOf(asks, text => framesOf(text).length > 0)).toBeLessThan(0.025)
  })
})
