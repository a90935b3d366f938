import { describe, expect, test } from 'vitest'
import { buildAskReader } from '../../../../src/screening/reader/ask.js'
import type { ReaderOpinion } from '../../../../src/screening/reader/reader.js'
import { buildReadingScreener } from '../../../../src/screening/screener.js'
import { fixtureReadMessage, withModel } from '../../../support/fixture-dictionary.js'

const CATEGORY = 'off_platform_contact'
const silent: ReaderOpinion = { logOdds: new Map(), passage: () => undefined }

/** A model in which only the reader counts, and one category may block on its word. */
function readerModel() {
  const alone = { bias: -3, weights: {}, slope: 1, offset: 0 }
  const ruleset = withModel({ [CATEGORY]: alone })
  const reader = {
    network: 'a'.repeat(64),
    logistic: { [CATEGORY]: { ...alone, weights: { reader: 1 } } },
    blocksAlone: { [CATEGORY]: 0.93 },
    readWithin: 1,
  }
  return { ...ruleset, model: ruleset.model && { ...ruleset.model, reader } }
}

const text = '続きは緑のアプリで'
const screenWith = (opinion: ReaderOpinion | undefined) =>
  buildReadingScreener(readerModel(), fixtureReadMessage, async () => opinion, { mode: 'all' }).screen({
    text,
  })
const saying = (logOdds: number): ReaderOpinion => ({
  logOdds: new Map([[CATEGORY, logOdds]]),
  passage: () => ({ start: 3, end: 8 }),
})

describe('what the reader says', () => {
  test.each([
    ['flags nothing when it is unsure', 1, 'allow', 0.1192],
    ['holds what it thinks likely', 5, 'review', 0.8808],
    ['blocks alone where it has proven itself', 6, 'block', 0.9526],
    ['counts no more beyond a bound', 60, 'block', 0.9526],
  ] as const)('%s', async (_, logOdds, verdict, confidence) => {
    const judgement = await screenWith(saying(logOdds))
    expect(judgement.verdict).toBe(verdict)
    expect(judgement.scores[CATEGORY]).toBe(confidence)
  })

  test('is shown with the passage that carried it', async () => {
    const { flags } = await screenWith(saying(6))
    expect(flags[0]?.evidence).toEqual([
      {
        start: 3,
        end: 8,
        text: '緑のアプリ',
        rule: `${CATEGORY}.reader`,
        reason: expect.stringContaining('読解'),
      },
    ])
  })

  test('is not missed when it was not asked', async () => {
    expect((await screenWith(undefined)).scores[CATEGORY]).toBe(0.0474)
  })
})

describe('asking', () => {
  const message = fixtureReadMessage({ text })

  test('hands over the message and the client’s earlier ones', async () => {
    const given: unknown[] = []
    const ask = buildAskReader({
      read: async input => {
        given.push(input)
        return silent
      },
      onFailure: failure => given.push(failure),
    })
    const history = [
      { from: 'client', text: 'はじめまして' },
      { from: 'worker', text: 'どうも' },
    ] as const
    await ask(message, { text, history, kind: 'job_post' }, [{ start: 0, end: 2 }])
    expect(given).toEqual([
      {
        text,
        undisguised: undefined,
        stage: 'pre_contract',
        kind: 'job_post',
        history: ['はじめまして'],
        focus: [{ start: 0, end: 2 }],
      },
    ])
  })

  test('what fails leaves the message without an opinion, and is told', async () => {
    const failures: unknown[] = []
    const ask = buildAskReader({
      read: () => Promise.reject(new Error('the thread ended')),
      onFailure: failure => failures.push(failure),
    })
    expect(await ask(message, { text }, [])).toBeUndefined()
    expect(failures).toEqual([new Error('the thread ended')])
  })
})
