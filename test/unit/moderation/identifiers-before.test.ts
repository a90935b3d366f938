import { describe, expect, test } from 'vitest'
import type { HistoryMessage } from '../../../src/contract/message.js'
import { openedCampaign } from '../../../src/http/schemas/campaigns.js'
import { screenResponse } from '../../../src/http/schemas/judgements.js'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { identifiersBefore } from '../../../src/moderation/identifiers-before.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { IDENTIFIER_SECRET } from '../../support/stores.js'

const client = (text: string): HistoryMessage => ({ from: 'client', text })
const worker = (text: string): HistoryMessage => ({ from: 'worker', text })
const found = (history: readonly HistoryMessage[]) =>
  identifiersBefore(fakeScreener(), history).map(one => [one.value, one.historyIndex])

describe('the identifiers of earlier messages', () => {
  test.each<[string, readonly HistoryMessage[], readonly (readonly [string, number])[]]>([
    ['none', [], []],
    ['those of the client', [client('ID: abc1'), worker('ID: mine2'), client('はい')], [['abc1', 0]]],
    [
      'each at its last place',
      [client('ID: abc1'), worker('?'), client('ID: abc1 ID: def2'), client('ok')],
      [
        ['abc1', 2],
        ['def2', 2],
      ],
    ],
    [
      'of the newest, as far as they are looked through',
      [client('ID: abc1'), client(`ID: def2${'。'.repeat(9_990)}`), client('。'.repeat(10_000))],
      [['def2', 1]],
    ],
  ])('%s', (_what, history, expected) => {
    expect(found(history)).toEqual(expected)
  })
})

test('a contact given before is in the case and in the count, and not in the answer', async () => {
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full', {
    identifierSecret: IDENTIFIER_SECRET,
  })
  const service = await startService({ screener: fakeScreener(), store })
  const screen = async (message: object) =>
    screenResponse.parse((await service.post('/screen', message)).json())
  const history = [client('ID: himitsu55 です'), worker('はい'), client('登録しましたか')]
  const text = '続きはLINEでお話しします。よろしくお願いいたします。ご都合の良い日をお知らせください。'
  const answer = await screen({ text, history, client: { id: 'a' } })
  expect(answer).toMatchObject({ flagged: true, identifiers: [] })
  await screen({ text, history, client: { id: 'b' } })
  const opened = openedScreening.parse((await service.get(`/screenings/${answer.id}`)).json())
  expect(opened.identifiers).toEqual([
    {
      type: 'line_id',
      value: 'himitsu55',
      messages: 2,
      senders: 2,
      confirmedSenders: 0,
      from: 'history',
      historyIndex: 0,
      sentence: '前のメッセージで伝えたこのIDは2人の依頼者が使い、違反と確認された人はまだいません',
    },
  ])
  const record = await service.get('/identifiers?type=line_id&value=himitsu55')
  expect(record.json()).toMatchObject({ messages: 2, senders: 2 })
  const campaign = await service.get(`/campaigns/${opened.campaign?.id}`)
  expect(openedCampaign.parse(campaign.json()).identifiers).toEqual([
    { type: 'line_id', value: 'himitsu55', messages: 2, senders: 2 },
  ])
})
