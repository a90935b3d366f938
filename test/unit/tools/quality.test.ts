import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { curve } from '../../../tools/quality/curve.js'
import { readCases } from '../../../tools/quality/dataset.js'
import { expectedCalibrationError, qualityOf, reliability } from '../../../tools/quality/metrics.js'
import { fitLogistic, fitPlatt } from '../../../tools/training/logistic.js'
import { packNgrams, trainNgrams, votesOf } from '../../../tools/training/ngram-trainer.js'

describe('metrics', () => {
  it('are what the textbook says', () => {
    expect(qualityOf({ tp: 6, fp: 2, fn: 4 })).toMatchObject({ precision: 0.75, recall: 0.6, support: 10 })
    expect(qualityOf({ tp: 6, fp: 2, fn: 4 }).f1).toBeCloseTo(2 / 3)
    expect(qualityOf({ tp: 0, fp: 0, fn: 0 })).toMatchObject({ precision: 0, recall: 0, f1: 0 })
  })
  it('a calibrated predictor has no calibration error', () => {
    const predictions = [...Array(10)].map((_, i) => ({ confidence: 0.7, right: i < 7 }))
    expect(expectedCalibrationError(reliability(predictions))).toBeCloseTo(0)
    expect(
      expectedCalibrationError(reliability(predictions.map(({ right }) => ({ confidence: 0.95, right })))),
    ).toBeCloseTo(0.25)
  })
})

describe('curve', () => {
  it('trades recall for precision as the threshold rises', () => {
    const predictions = [0.9, 0.8, 0.6, 0.4].map((confidence, i) => ({ confidence, right: i !== 2 }))
    expect(curve(predictions, [0.3, 0.7])).toMatchObject([
      { threshold: 0.3, precision: 0.75, recall: 1 },
      { threshold: 0.7, precision: 1, recall: 2 / 3 },
    ])
  })
})

describe('logistic regression', () => {
  it('finds the log-odds of a table', () => {
    // 80 of 100 with the feature, 20 of 100 without: odds ratio 16.
    const rows = [...Array(200)].map((_, i) => [i < 100 ? 1 : 0])
    const labels = rows.map((row, i) => (row[0] ? i % 100 < 80 : i % 100 < 20))
    const { bias, weights } = fitLogistic(rows, labels, { l2: 0, nonNegative: [false] })
    expect(bias).toBeCloseTo(Math.log(0.25), 4)
    expect(weights[0]).toBeCloseTo(Math.log(16), 4)
  })
  it('holds a weight at zero that would be negative', () => {
    const rows = [[1], [1], [0], [0]]
    expect(fitLogistic(rows, [false, false, true, true], { l2: 0.1, nonNegative: [true] }).weights).toEqual([
      0,
    ])
    expect(
      fitLogistic(rows, [false, false, true, true], { l2: 0.1, nonNegative: [false] }).weights[0],
    ).toBeLessThan(0)
  })
  it('Platt’s fit undoes overconfidence', () => {
    const logOdds = [...Array(100)].map((_, i) => (i < 50 ? 4 : -4))
    const { slope } = fitPlatt(
      logOdds,
      logOdds.map((value, i) => (value > 0 ? i % 10 < 7 : i % 10 < 3)),
    )
    expect(slope).toBeLessThan(0.5)
  })
})

describe('the voice’s trainer', () => {
  const samples = [...Array(40)].map((_, i) => ({
    windows: [[i % 5, 100 + (i % 2)], [7]],
    labels: [i % 2 === 1],
  }))
  it('learns what tells the labels apart, the same way every time', () => {
    const model = trainNgrams(samples, ['a'])
    expect(votesOf(model, { windows: [[101]], labels: [] })[0]).toBeGreaterThan(0)
    expect(votesOf(model, { windows: [[100]], labels: [] })[0]).toBeLessThan(0)
    expect(packNgrams(trainNgrams(samples, ['a']))).toEqual(packNgrams(model))
  })
})

describe('readCases', () => {
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'sekisho-cases-')), 'cases.jsonl')
    writeFileSync(path, content)
    return path
  }
  it('reads unknown stages and kinds as the default', () => {
    const [item] = readCases([file('{"text":"a","labels":["mlm"],"stage":"unknown","kind":"notice"}\n\n')])
    expect(item).toMatchObject({
      labels: ['mlm'],
      input: { text: 'a', stage: 'pre_contract', kind: 'message' },
    })
  })
  it.each([
    ['not json\n', /cases\.jsonl:1: not JSON/],
    ['{"text":"a","labels":[]}\n{"text":"","labels":[]}\n', /cases\.jsonl:2: text: /],
    ['{"text":"a"}\n', /cases\.jsonl:1: labels: /],
  ])('refuses %j with file and line', (content, reason) => {
    expect(() => readCases([file(content)])).toThrow(reason)
  })
})
