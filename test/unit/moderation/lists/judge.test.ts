import { describe, expect, test } from 'vitest'
import type { Judgement } from '../../../../src/contract/judgement.js'
import type { ListName, ListType } from '../../../../src/contract/lists.js'
import type { IncomingMessage } from '../../../../src/contract/message.js'
import { judgeByLists } from '../../../../src/moderation/lists/judge.js'
import { keyOf } from '../../../../src/moderation/lists/key.js'
import { buildTenantLists } from '../../../../src/moderation/lists/tenant-lists.js'
import { KNOWN_ANSWERS } from '../../../../src/screening/verdict/known-answers.js'
import { fixtureScreener } from '../../../support/fixture-dictionary.js'
import { fakeScreener } from '../../../support/screener.js'

type Given = readonly [list: ListName, type: ListType, value: string, more?: object]

/** Judges as the service does, with such lists. */
function judging(entries: readonly Given[], screener = fakeScreener()) {
  const lists = buildTenantLists()
  for (const [at, [list, type, value, more]] of entries.entries()) {
    const key = keyOf(type, value, screener)
    if (key === undefined) throw new Error(`${value} is no ${type}`)
    lists.set({ id: `${at}`, list, type, key, reason: '理由', category: null, expiresAt: null, ...more })
  }
  const judge = judgeByLists(screener, { of: tenant => (tenant === 't' ? lists : undefined) })
  return (message: IncomingMessage) => judge('t', message)
}

/** The verdict, and the text of the evidence behind its rule. */
const shown = ({ verdict, flags }: Judgement): string =>
  [verdict, ...flags.flatMap(({ evidence }) => evidence.map(one => `${one.rule}=${one.text}`))].join(' ')

const ok = 'LINE OFFICIAL'

describe('deny', () => {
  test.each<[name: string, entries: readonly Given[], message: IncomingMessage, answer: string]>([
    ['nothing listed', [], { text: 'よろしく' }, 'allow'],
    [
      'a phrase',
      [['deny', 'phrase', '特別案件']],
      { text: '特別案件です' },
      'block list.deny.phrase=特別案件',
    ],
    [
      'spaced',
      [['deny', 'phrase', '特別案件']],
      { text: '特 別 案件です' },
      'block list.deny.phrase=特 別 案件',
    ],
    [
      'in capitals',
      [['deny', 'phrase', 'Golden Deal']],
      { text: 'goldendeal!' },
      'block list.deny.phrase=goldendeal',
    ],
    ['a piece of a word', [['deny', 'phrase', 'deal']], { text: 'ideals' }, 'allow'],
    [
      'an identifier',
      [['deny', 'line_id', 'abc123']],
      { text: 'ID: abc123 へ' },
      'block list.deny.line_id=abc123',
    ],
    ['another one of its kind', [['deny', 'line_id', 'abc123']], { text: 'ID: abc1234 へ' }, 'allow'],
    ['the same as another kind', [['deny', 'phone', 'abc123']], { text: 'ID: abc123 へ' }, 'allow'],
    [
      'a domain and what is below it',
      [['deny', 'domain', 'bad.example.com']],
      { text: 'https://x.bad.example.com/ へ' },
      'block list.deny.domain=x.bad.example.com',
    ],
    [
      'not what is beside it',
      [['deny', 'domain', 'bad.example.com']],
      { text: 'notbad.example.com' },
      'allow',
    ],
    ['not what is above it', [['deny', 'domain', 'bad.example.com']], { text: 'example.com' }, 'allow'],
    [
      'a mail address of the domain',
      [['deny', 'domain', 'bad.example.com']],
      { text: 'desk@bad.example.com' },
      'block list.deny.domain=bad.example.com',
    ],
    [
      'a client',
      [['deny', 'client', 'c-1']],
      { text: 'よろしく', client: { id: 'c-1' } },
      'block list.deny.client=',
    ],
    ['another client', [['deny', 'client', 'c-1']], { text: 'よろしく', client: { id: 'c-2' } }, 'allow'],
    [
      'what has expired',
      [['deny', 'phrase', '特別案件', { expiresAt: '2020-01-01T00:00:00.000Z' }]],
      { text: '特別案件' },
      'allow',
    ],
    [
      'beside what is flagged anyway: one stretch has one piece of evidence',
      [['deny', 'phrase', 'LINE', { category: 'off_platform_contact' }]],
      { text: 'LINEで' },
      'block list.deny.phrase=LINE',
    ],
  ])('%s', async (_, entries, message, answer) => {
    expect(shown(await judging(entries)(message))).toBe(answer)
  })

  test.each<[entry: Given, text: string, category: string]>([
    [['deny', 'phrase', '特別案件'], '特別案件', 'off_platform_contact'],
    [['deny', 'domain', 'bad.example.com'], 'bad.example.com', 'material_purchase'],
    [['deny', 'phrase', '特別案件', { category: 'low_unit_price' }], '特別案件', 'low_unit_price'],
    [['deny', 'phrase', '特別案件', { category: 'no_more' }], '特別案件', 'off_platform_contact'],
  ])('%o counts as a category', async (entry, text, category) => {
    const judged = await judging([entry])({ text })
    expect(judged).toMatchObject({
      verdict: 'block',
      flagged: true,
      confidence: 1,
      flags: [{ category, confidence: 1, evidence: [{ reason: expect.stringContaining('理由') }] }],
      decidedBy: { category, by: 'list', threshold: 1 },
      scores: { [category]: 1 },
    })
  })

  test('texts whose answer is known keep it', async () => {
    const judge = judging(
      [
        ['deny', 'phrase', 'known answer'],
        ['deny', 'client', 'c'],
      ],
      fixtureScreener,
    )
    expect(await judge({ text: KNOWN_ANSWERS.allow, client: { id: 'c' } })).toMatchObject({
      verdict: 'allow',
    })
  })

  test('more stretches than are shown are counted', async () => {
    const { flags } = await judging([['deny', 'phrase', '特別案件']])({ text: '特別案件、'.repeat(11) })
    expect([flags[0]?.evidence.length, flags[0]?.moreEvidence]).toEqual([8, 3])
  })
})

describe('an identifier is known however it is written', () => {
  test.each<[type: ListType, listed: string, text: string, evidence: string]>([
    ['phone', '090-1234-5678', 'お電話は０９０１２３４５６７８まで', '０９０１２３４５６７８'],
    ['phone', '+819012345678', '090 1234 5678', '090 1234 5678'],
    ['email', 'Desk@Example.com', 'desk@example.com へ', 'desk@example.com'],
    ['line_id', 'Abc_123x', 'LINE ID: abc_123x です', 'abc_123x'],
  ])('%s %s', async (type, listed, text, evidence) => {
    const { verdict, flags } = await judging([['deny', type, listed]], fixtureScreener)({ text })
    const rules = flags.flatMap(flag => flag.evidence).filter(({ rule }) => rule === `list.deny.${type}`)
    expect([verdict, rules.map(one => one.text)]).toEqual(['block', [evidence]])
  })
})

describe('allow', () => {
  test.each<[name: string, entries: readonly Given[], message: IncomingMessage, answer: string]>([
    ['the only evidence is allowed: it passes', [['allow', 'phrase', ok]], { text: `${ok} の運用` }, 'allow'],
    [
      'another ask beside it counts, where it stands',
      [['allow', 'phrase', ok]],
      { text: `${ok} の運用。LINE で` },
      'block off_platform_contact.word=LINE',
    ],
    [
      'and so does an ask of another kind',
      [['allow', 'phrase', ok]],
      { text: `${ok} と教材` },
      'review material_purchase.word=教材',
    ],
    [
      'a domain: its links',
      [['allow', 'domain', 'ok.example.com']],
      { text: 'https://help.ok.example.com/LINE を' },
      'allow',
    ],
    [
      'no mail address',
      [['allow', 'domain', 'ok.example.com']],
      { text: 'LINE@ok.example.com' },
      'block off_platform_contact.word=LINE',
    ],
    [
      'no host that only pretends',
      [['allow', 'domain', 'ok.example.com']],
      { text: 'https://ok.example.com@evil.example/LINE' },
      'block off_platform_contact.word=LINE',
    ],
    [
      'a client: what is known of it is no evidence',
      [['allow', 'client', 'c-1']],
      { text: 'よろしく', client: { id: 'c-1', identityVerified: false } },
      'allow',
    ],
    [
      'a client: what it writes is judged',
      [['allow', 'client', 'c-1']],
      { text: 'LINE', client: { id: 'c-1' } },
      'block off_platform_contact.word=LINE',
    ],
    [
      'what has expired',
      [['allow', 'phrase', ok, { expiresAt: '2020-01-01T00:00:00.000Z' }]],
      { text: ok },
      'block off_platform_contact.word=LINE',
    ],
    ['by the request: a phrase', [], { text: `${ok} の運用`, allow: { phrases: [ok] } }, 'allow'],
    [
      'by the request: a domain',
      [],
      { text: 'https://ok.example.com/LINE', allow: { domains: ['ok.example.com'] } },
      'allow',
    ],
    [
      'by the request: what is no domain allows nothing',
      [],
      { text: 'LINE.jp', allow: { domains: ['jp', 'https://line.jp/'] } },
      'block off_platform_contact.word=LINE',
    ],
  ])('%s', async (_, entries, message, answer) => {
    expect(shown(await judging(entries)(message))).toBe(answer)
  })

  test('it is taken out of earlier messages as well', async () => {
    const message = { text: 'のIDを教えてください', history: [{ from: 'client' as const, text: 'LINE' }] }
    const plain = await judging([], fixtureScreener)(message)
    expect(plain.verdict).not.toBe('allow')
    expect((await judging([['allow', 'phrase', 'LINE']], fixtureScreener)(message)).verdict).toBe('allow')
  })

  test('an explanation is that of what is left, at its places in the original', async () => {
    const text = 'LINE OFFICIAL の件。教材を買ってください'
    const judged = await judging([['allow', 'phrase', ok]], fixtureScreener)({ text, explain: true })
    for (const { start, end, text: part } of judged.explanation?.signals ?? [])
      expect(text.slice(start, end)).toBe(part)
    expect(judged.explanation?.normalised).not.toContain('line')
  })
})

describe('both', () => {
  test.each<[name: string, entries: readonly Given[], message: IncomingMessage, verdict: string]>([
    [
      'the same phrase: deny',
      [
        ['deny', 'phrase', '特別案件'],
        ['allow', 'phrase', '特別案件'],
      ],
      { text: '特別案件' },
      'block',
    ],
    [
      'a longer phrase is allowed',
      [
        ['deny', 'phrase', '案件'],
        ['allow', 'phrase', '通常の案件'],
      ],
      { text: '通常の案件' },
      'allow',
    ],
    [
      'and the shorter one beside it is not',
      [
        ['deny', 'phrase', '案件'],
        ['allow', 'phrase', '通常の案件'],
      ],
      { text: '通常の案件、案件' },
      'block',
    ],
    [
      'a domain below a denied one',
      [
        ['deny', 'domain', 'example.com'],
        ['allow', 'domain', 'ok.example.com'],
      ],
      { text: 'ok.example.com' },
      'allow',
    ],
    [
      'a domain below an allowed one',
      [
        ['allow', 'domain', 'example.com'],
        ['deny', 'domain', 'bad.example.com'],
      ],
      { text: 'bad.example.com' },
      'block',
    ],
    [
      'a request allows nothing that is denied',
      [['deny', 'phrase', '特別案件']],
      { text: '特別案件', allow: { phrases: ['特別案件'] } },
      'block',
    ],
    [
      'an allowed client says what is denied',
      [
        ['allow', 'client', 'c'],
        ['deny', 'phrase', '特別案件'],
      ],
      { text: '特別案件', client: { id: 'c' } },
      'block',
    ],
  ])('%s', async (_, entries, message, verdict) => {
    expect((await judging(entries)(message)).verdict).toBe(verdict)
  })
})

test('another tenant is not judged by them', async () => {
  const lists = buildTenantLists()
  lists.set({ id: '1', list: 'deny', type: 'client', key: 'c', reason: '', category: null, expiresAt: null })
  const judge = judgeByLists(fakeScreener(), { of: tenant => (tenant === 't' ? lists : undefined) })
  expect((await judge('other', { text: 'ok', client: { id: 'c' } })).verdict).toBe('allow')
})
