import { describe, expect, test } from 'vitest'
import { extrasOf, measure, missesOf, predictionsOf } from '../../../tools/quality/figures.js'
import { lengthOf } from '../../../tools/quality/groups.js'
import { totalsOf } from '../../../tools/quality/tally.js'
import { answered, categories } from '../../support/answered.js'

describe('a category over which readers split is neither right nor wrong', () => {
  test.each([
    // labels, optional, flags: counts of mlm
    ['', 'mlm', 'mlm', { tp: 0, fp: 0, fn: 0 }],
    ['', 'mlm', '', { tp: 0, fp: 0, fn: 0 }],
    ['mlm', 'mlm', 'mlm', { tp: 1, fp: 0, fn: 0 }],
    ['mlm', 'mlm', '', { tp: 0, fp: 0, fn: 1 }],
    ['', 'vague_job', 'mlm', { tp: 0, fp: 1, fn: 0 }],
    ['mlm', 'vague_job', 'mlm vague_job', { tp: 1, fp: 0, fn: 0 }],
  ])('labels "%s", optional "%s", flags "%s": %o', (labels, optional, flags, counts) => {
    const entry = answered(labels, flags, { optional: [optional] })
    expect(measure([entry], categories).perCategory[0]).toMatchObject({ category: 'mlm', ...counts })
  })

  test('it is in no list, no curve and no calibration', () => {
    const entry = answered('', 'mlm', { optional: ['mlm'] })
    expect(missesOf(entry)).toEqual([])
    expect(extrasOf(entry)).toEqual([])
    expect(predictionsOf([entry], categories).get('mlm')).toEqual([])
    const figures = measure([entry], categories)
    expect(figures.flagCalibrationError).toBe(0)
    expect(figures.calibrationError).toBeCloseTo(0.1)
  })

  test.each([
    ['mlm', 'mlm', 'block', { flagged: 0, held: 0 }],
    ['mlm', 'mlm vague_job', 'block', { flagged: 1, held: 0 }],
    ['vague_job', 'mlm', 'review', { flagged: 1, held: 1 }],
    ['', 'vague_job', 'warn', { flagged: 1, held: 0 }],
    ['', '', 'allow', { flagged: 0, held: 0 }],
  ] as const)(
    'a legitimate text, optional "%s", flags "%s", %s: %o',
    (optional, flags, verdict, innocent) => {
      const entry = answered('', flags, { optional: [optional], verdict })
      expect(totalsOf([entry], categories).innocent).toEqual({ count: 1, ...innocent })
    },
  )
})

describe('micro figures', () => {
  const judged = [
    answered('mlm', 'mlm'),
    answered('mlm material_purchase', 'mlm'),
    answered('material_purchase', 'material_purchase vague_job'),
    answered('vague_job', 'vague_job mlm'),
    answered('', ''),
  ]
  test.each([
    ['violations', { tp: 3, fp: 1, fn: 1, precision: 0.75, recall: 0.75 }],
    ['cautions', { tp: 1, fp: 1, fn: 0, precision: 0.5, recall: 1 }],
    ['micro', { tp: 4, fp: 2, fn: 1, precision: 4 / 6, recall: 0.8 }],
  ] as const)('%s sum the counts of their categories first', (name, expected) => {
    expect(measure(judged, categories)[name]).toMatchObject(expected)
  })
})

describe('groups', () => {
  test.each([
    [39, 'under 40'],
    [40, '40-79'],
    [80, '80-159'],
    [159, '80-159'],
    [160, '160-399'],
    [400, '400+'],
  ])('%i characters are %s', (length, name) => {
    expect(lengthOf('𠮷'.repeat(length))).toBe(name)
  })

  test('are by part, by file, by length and by style, each with the totals of its texts', () => {
    const judged = [
      answered('mlm', 'mlm', { style: 'keigo', file: 'a.jsonl' }),
      answered('mlm', '', { text: 'あ'.repeat(50), style: 'casual', file: 'b.jsonl' }),
      answered('', 'mlm', { file: 'a.jsonl' }),
    ]
    const rules = judged.map(({ item }) => answered(item.labels.join(' '), '', item))
    const { groups } = measure(judged, categories, [{ name: 'rules', answered: rules }])
    expect(
      groups.map(({ by, name, messages, violations: { tp, fp, fn } }) => [by, name, messages, tp, fp, fn]),
    ).toEqual([
      ['part', 'rules', 3, 0, 0, 2],
      ['part', 'all', 3, 1, 1, 1],
      ['file', 'a.jsonl', 2, 1, 1, 0],
      ['file', 'b.jsonl', 1, 0, 0, 1],
      ['length', 'under 40', 2, 1, 1, 0],
      ['length', '40-79', 1, 0, 0, 1],
      ['style', 'casual', 1, 0, 0, 1],
      ['style', 'keigo', 1, 1, 0, 0],
    ])
  })
})
