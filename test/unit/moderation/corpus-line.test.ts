import { describe, expect, test } from 'vitest'
import { corpusLine, corpusLines } from '../../../src/moderation/corpus-line.js'
import { fakeScreener } from '../../support/screener.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

describe('a line of a corpus', () => {
  test.each([
    [
      { text: 'a', labels: [] },
      { optional: [], stage: 'pre_contract', kind: 'message' },
    ],
    [
      { text: 'a', labels: [], optional: ['mlm'] },
      { labels: [], optional: ['mlm'] },
    ],
    [
      { text: 'a', labels: [], stage: 'delivered', kind: 'job_post' },
      { stage: 'delivered', kind: 'job_post' },
    ],
    [
      { text: 'a', labels: [], stage: 'unknown', kind: 'notice' },
      { stage: 'pre_contract', kind: 'message' },
    ],
  ])('%o is read with %o', (line, expected) => {
    expect(corpusLine.parse(line)).toMatchObject(expected)
  })

  test.each([
    [{ labels: [] }],
    [{ text: '', labels: [] }],
    [{ text: 'a' }],
    [{ text: 'a', labels: [], optional: 'mlm' }],
    [{ text: 'a', labels: [], history: [{ from: 'nobody', text: 'b' }] }],
  ])('%o is none', line => {
    expect(corpusLine.safeParse(line).success).toBe(false)
  })
})

onEveryStore('decided screenings', on => {
  test('are written as lines that are read again', async () => {
    const client = { id: 'c-1', identityVerified: false }
    const history = [{ from: 'client' as const, text: 'の前' }]
    const { id } = await on.keep({
      text: 'LINE\nで',
      stage: 'contracted',
      client,
      history,
      outsideContactApproved: true,
    })
    await on.store.inbox.keep(on.tenant, [judged({ text: '教材' })])
    await on.store.queue.review(on.tenant, id, 'a', {
      decision: 'confirmed',
      categories: ['mlm', 'client_risk'],
    })
    const lines: string[] = []
    const pages = on.store.archive({ tenant: on.tenant, status: 'decided' })
    for await (const line of corpusLines(pages, fakeScreener().categories)) lines.push(line)
    expect(lines.map(line => line.indexOf('\n') === line.length - 1)).toEqual([true])
    expect(lines.map(line => corpusLine.parse(JSON.parse(line)))).toEqual([
      {
        id,
        text: 'LINE\nで',
        labels: ['mlm'],
        optional: [],
        stage: 'contracted',
        kind: 'message',
        family: id,
        style: 'moderated',
        outsideContactApproved: true,
        history,
        client,
      },
    ])
  })
})
