import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../../../tools/faults/receiver.js'

let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const send = (type: string, data: object) =>
  fetch(receiver.urlOf('acme'), { method: 'POST', body: JSON.stringify({ id: 'evt_1', type, data }) })

test.each([
  ['of a message', { messageId: 'm', clientId: null }, true],
  ['of a client', { messageId: null, clientId: 'c' }, true],
  ['of nobody', { messageId: null, clientId: null }, false],
])('an event %s is taken and written down', async (_, names, namesSomebody) => {
  const { status } = await send('screening.flagged', { screeningId: 'scr_1', ...names })
  expect([status, receiver.events]).toMatchObject([
    200,
    [{ screeningId: 'scr_1', accepted: true, namesSomebody }],
  ])
})

test('an event of a campaign is taken too: refused, it would have the endpoint paused', async () => {
  const { status } = await send('campaign.grown', { campaignId: 'cmp_1', size: 10 })
  expect([status, receiver.events]).toEqual([200, []])
})
