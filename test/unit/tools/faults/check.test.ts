import { describe, expect, test } from 'vitest'
import {
  check,
  type Evidence,
  type Kept,
  ON_ITS_WAY,
  type ReceivedEvent,
  repeatedEvents,
} from '../../../../tools/faults/check.js'
import { buildJournal, type Journal, type SentMessage } from '../../../../tools/faults/journal.js'

const message: SentMessage = {
  tenant: 'acme',
  token: 'token1',
  text: 'LINEのIDを教えてください token1',
  messageId: 'm-1',
  during: 'kill-worker',
}
const unnamed: SentMessage = {
  ...message,
  token: 'token2',
  text: 'LINEのIDを教えてください token2',
  messageId: undefined,
}

const row = { id: 'scr_1', tenant: 'acme', messageId: 'm-1', text: message.text, status: 'pending' }
const flaggedEvent: ReceivedEvent = {
  id: 'evt_1',
  type: 'screening.flagged',
  screeningId: 'scr_1',
  at: 0,
  accepted: true,
  namesSomebody: true,
}
const decidedEvent: ReceivedEvent = { ...flaggedEvent, id: 'evt_2', type: 'screening.decided' }
const kept: Kept = {
  screenings: [row],
  hangingOn: new Map([['scr_1', 'with what hit it']]),
  waiting: new Set(),
  damage: undefined,
  bytesLeft: new Set(),
}

/** A flagged message that was acknowledged, kept, found again and told of; then what is changed about it. */
function checked(
  changes: Partial<Omit<Evidence, 'journal' | 'kept'>> & { readonly kept?: Partial<Kept> },
  tell: (journal: Journal) => void = () => undefined,
): string[] {
  const journal = buildJournal()
  journal.sent(message)
  journal.acknowledged(message, { id: 'scr_1', flagged: true })
  tell(journal)
  return check({
    journal,
    events: [flaggedEvent],
    replays: new Map([['token1', 'scr_1']]),
    ...changes,
    kept: { ...kept, ...changes.kept },
  }).map(({ during, kind }) => `${kind} during ${during}`)
}

const acknowledgeUnnamed = (journal: Journal): void => {
  journal.sent(unnamed)
  journal.acknowledged(unnamed, { id: 'scr_2', flagged: true })
}
const confirm = (journal: Journal): void => {
  journal.asked('scr_1', 'confirmed')
  journal.done('scr_1', 'confirmed')
}
const askOnly = (journal: Journal): void => journal.asked('scr_1', 'confirmed')
const erase = (journal: Journal): void => {
  journal.asked('scr_1', 'erased')
  journal.enter('restart')
  journal.done('scr_1', 'erased')
}

describe('messages', () => {
  test('all is well', () => {
    expect(checked({})).toEqual([])
  })

  test.each<[string, string[], Parameters<typeof checked>[0], ((journal: Journal) => void)?]>([
    ['a row that is not there', ['lost during kill-worker'], { kept: { screenings: [] } }],
    ['a message id that finds nothing', ['lost during kill-worker'], { replays: new Map() }],
    [
      'a message id that finds another',
      ['lost during kill-worker'],
      { replays: new Map([['token1', 'scr_9']]) },
    ],
    [
      'one without an id that is not there',
      ['lost during kill-worker', 'event during kill-worker'],
      {},
      acknowledgeUnnamed,
    ],
    [
      'the same message id in two rows',
      ['doubled during kill-worker'],
      { kept: { screenings: [row, { ...row, id: 'scr_2', text: 'x' }] } },
    ],
    [
      'the same text in two rows, without a message id',
      ['doubled during kill-worker'],
      { kept: { screenings: [row, { ...row, id: 'scr_2', messageId: null }] } },
    ],
    [
      'two answers to one message id',
      ['doubled during kill-worker', 'event during kill-worker'],
      {},
      journal => journal.acknowledged(message, { id: 'scr_2', flagged: true }),
    ],
    ['a damaged database', ['damage during all'], { kept: { damage: 'row 7 missing from index' } }],
  ])('%s', (_, findings, changes, tell) => {
    expect(checked(changes, tell)).toEqual(findings)
  })

  test('one that was never acknowledged may be there or not', () => {
    const tell = (journal: Journal): void => journal.sent(unnamed)
    expect(checked({}, tell)).toEqual([])
    const there = { ...row, id: 'scr_2', messageId: null, text: unnamed.text }
    expect(checked({ kept: { screenings: [row, there] } }, tell)).toEqual([])
  })

  test('an allowed one is found by its message id, and needs no row', () => {
    const allowed = { ...message, token: 'token3', messageId: 'm-3' }
    const tell = (journal: Journal): void => journal.acknowledged(allowed, { id: 'scr_3', flagged: false })
    const replays = new Map([['token1', 'scr_1']])
    expect(checked({ replays: new Map([...replays, ['token3', 'scr_3']]) }, tell)).toEqual([])
    expect(checked({ replays }, tell)).toEqual(['lost during kill-worker'])
  })
})

describe('decisions and erasures', () => {
  const confirmed = { screenings: [{ ...row, status: 'confirmed' }] }
  const both = [flaggedEvent, decidedEvent]
  const gone = { screenings: [], hangingOn: new Map<string, string>() }

  test.each<[string, string[], Parameters<typeof checked>[0], (journal: Journal) => void]>([
    ['a decision in force', [], { kept: confirmed, events: both }, confirm],
    ['a decision that fell away', ['decision during calm'], { events: both }, confirm],
    ['one that got no answer may be in force', [], { kept: confirmed, events: both }, askOnly],
    ['or not', [], {}, askOnly],
    ['an erasure', [], { kept: gone, replays: new Map() }, erase],
    ['an erased row that is there', ['unerased during restart'], {}, erase],
    ['something that hangs on it', ['unerased during restart'], { kept: { screenings: [] } }, erase],
    ['its bytes', ['unerased during restart'], { kept: { ...gone, bytesLeft: new Set(['token1']) } }, erase],
  ])('%s', (_, findings, changes, tell) => {
    expect(checked(changes, tell)).toEqual(findings)
  })
})

describe('webhooks', () => {
  const gone = { screenings: [], hangingOn: new Map<string, string>() }

  test.each<[string, string[], Parameters<typeof checked>[0], ((journal: Journal) => void)?]>([
    ['one that never came', ['event during kill-worker'], { events: [] }],
    [
      'one that was never accepted',
      ['event during kill-worker'],
      { events: [{ ...flaggedEvent, accepted: false }] },
    ],
    ['one that came twice', [], { events: [flaggedEvent, flaggedEvent] }],
    [
      'two of one arrival',
      ['event during kill-worker'],
      { events: [flaggedEvent, { ...flaggedEvent, id: 'evt_9' }] },
    ],
    [
      'a decision that nobody heard of',
      ['event during calm'],
      { kept: { screenings: [{ ...row, status: 'confirmed' }] } },
      confirm,
    ],
    ['none of an erased one', [], { events: [], kept: gone }, erase],
  ])('%s', (_, findings, changes, tell) => {
    expect(checked(changes, tell)).toEqual(findings)
  })

  test('one that came after the erasure, when it could no longer be on its way', () => {
    const arriving = (milliseconds: number): ReceivedEvent => ({
      ...flaggedEvent,
      at: performance.now() + milliseconds,
    })
    const changes = { kept: gone, replays: new Map<string, string>() }
    expect(checked({ ...changes, events: [arriving(1_000)] }, erase)).toEqual([])
    expect(checked({ ...changes, events: [arriving(ON_ITS_WAY + 10_000)] }, erase)).toEqual([
      'event during restart',
    ])
    const nameless = { ...arriving(ON_ITS_WAY + 10_000), namesSomebody: false }
    expect(checked({ ...changes, events: [nameless] }, erase)).toEqual([])
  })

  test('those delivered again are counted, by their id', () => {
    expect(
      repeatedEvents([flaggedEvent, flaggedEvent, decidedEvent, { ...decidedEvent, accepted: false }]),
    ).toBe(1)
  })
})
