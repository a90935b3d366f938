import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answersOf, hashOf, readAnswers, saveAnswers } from '../../../tools/quality/answers.js'
import { reasonOf } from '../../../tools/quality/build-ref.js'
import { compare, isLostViolation } from '../../../tools/quality/compare.js'
import { measure } from '../../../tools/quality/figures.js'
import { renderComparison } from '../../../tools/quality/render-comparison.js'
import { answered, categories } from '../../support/answered.js'

type Row = readonly [labels: string, before: string, after: string]

function compared(...rows: readonly Row[]) {
  const texts = rows.map(([labels, before, after], i) => ({
    before: answered(labels, before, { text: `text ${i}` }),
    after: answered(labels, after, { text: `text ${i}` }),
  }))
  const answers = answersOf(texts.map(({ before }) => before))
  return compare(
    texts.map(({ after }) => after),
    { answers, categories: [...categories] },
    categories,
  )
}

describe('what changed', () => {
  test.each([
    ['mlm', 'mlm', '', ['lost mlm']],
    ['mlm', '', 'mlm', ['gained mlm']],
    ['mlm', 'mlm', 'mlm', []],
    ['mlm', 'mlm', 'mlm vague_job', ['false alarm vague_job']],
    ['mlm', 'mlm vague_job', 'mlm', ['mended vague_job']],
    ['mlm', 'mlm', 'material_purchase', ['lost mlm', 'false alarm material_purchase']],
    ['', '', 'vague_job', ['false alarm vague_job']],
    ['', '', 'mlm', ['held', 'false alarm mlm']],
    ['', 'mlm', 'vague_job', ['false alarm vague_job', 'mended mlm', 'released']],
  ])('labels "%s", flags "%s", now "%s": %j', (labels, before, after, expected) => {
    const { changes } = compared([labels, before, after])
    expect(changes.map(({ kind, category }) => [kind, category].filter(Boolean).join(' '))).toEqual(expected)
  })

  test('is nothing where readers split', () => {
    const text = { text: 'a', optional: ['mlm'] }
    const answers = answersOf([answered('', 'mlm', text)])
    const { changes } = compare(
      [answered('', '', text)],
      { answers, categories: [...categories] },
      categories,
    )
    expect(changes).toEqual([])
  })

  test('names the caught violation that is lost before all else', () => {
    const comparison = compared(
      ['', '', 'mlm'],
      ['vague_job', 'vague_job', ''],
      ['mlm', '', 'mlm'],
      ['mlm', 'mlm', ''],
    )
    expect(comparison.changes.filter(isLostViolation)).toHaveLength(1)
    const lines = renderComparison(comparison, 'HEAD').split('\n')
    expect(lines[1]).toBe('LOST VIOLATION  mlm  review -> allow  text 3  text 3')
    expect(lines[2]).toMatch(/^LOST {2}vague_job/)
    expect(lines).toContain('caught violations lost: 1')
    expect(lines).toContain('legitimate held       0.0% -> 100.0%')
  })

  test('a category that is gone has lost what it caught', () => {
    const before = answered('mlm', 'mlm')
    const others = categories.filter(({ id }) => id !== 'mlm')
    const earlier = { answers: answersOf([before]), categories: [...categories] }
    const { changes } = compare([answered('mlm', '', before.item)], earlier, others)
    expect(changes.map(isLostViolation)).toEqual([true])
  })

  test('a message that was not asked about then is only counted', () => {
    const earlier = { answers: [], categories: [...categories] }
    const { changes, unknown, after } = compare([answered('mlm', '')], earlier, categories)
    expect({ changes, unknown, messages: after.messages }).toEqual({ changes: [], unknown: 1, messages: 0 })
  })
})

describe('answers', () => {
  const place = mkdtempSync(join(tmpdir(), 'sekisho-answers-'))
  test('are saved without a text and read again', () => {
    const file = join(place, 'answers.json')
    const judged = [answered('mlm', 'mlm', { text: '秘密の文' })]
    const figures = measure(judged, categories)
    const ruleset = { version: '1', hash: 'b'.repeat(64) }
    saveAnswers(
      file,
      { figures, files: [{ name: 'a.jsonl', texts: 1 }], ruleset, reader: 'off' },
      judged,
      categories,
    )
    expect(readFileSync(file, 'utf8')).not.toContain('秘密')
    expect(readAnswers(file)).toMatchObject({ ruleset, categories, answers: answersOf(judged) })
  })

  test.each([
    [{}, true],
    [{ input: { text: 'a', stage: 'contracted' } }, false],
    [{ input: { text: 'a', kind: 'job_post' } }, false],
    [{ input: { text: 'a', outsideContactApproved: true } }, false],
    [{ input: { text: 'a', history: [{ from: 'client', text: 'b' }] } }, false],
    [{ labels: ['mlm'], family: 'other' }, true],
  ] as const)('belong to all that was judged: %o', (more, same) => {
    const of = (item: object) => hashOf(answered('', '', { text: 'a', ...item }).item)
    expect(of(more) === of({})).toBe(same)
  })

  test('refuse another file by name', () => {
    expect(() => readAnswers('package.json')).toThrow(/^package\.json: not what --save writes: /)
  })
})

test.each([
  [
    Object.assign(new Error('failed'), { stderr: "Unknown option '--save'. To specify a positional…\n" }),
    'its evaluate has no --save, so there is nothing to compare with',
  ],
  [Object.assign(new Error('failed'), { stderr: 'one\ntwo\n' }), 'two'],
])('a ref that cannot be asked says why', (error, reason) => {
  expect(reasonOf(error)).toBe(reason)
})
