import { expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })

/** Value of a series, 0 when it is not there. */
async function value(series: string): Promise<number> {
  const { body } = await service.get('/metrics')
  const line = body.split('\n').find(one => one.startsWith(`${series} `))
  return Number(line?.slice(series.length) ?? 0)
}

test('it answers in the Prometheus text format', async () => {
  const reply = await service.get('/metrics')
  expect(reply.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(reply.body).toMatch(/^# TYPE sekisho_messages_total counter$/m)
  expect(reply.body).toMatch(/^nodejs_eventloop_lag_seconds \d/m)
  const { version, hash } = service.app.hasRoute({ method: 'GET', url: '/ruleset' })
    ? (await service.get('/readyz')).json().ruleset
    : {}
  expect(await value(`sekisho_ruleset_info{version="${version}",hash="${hash}"}`)).toBe(1)
})

test('messages are counted by verdict and category, rules by their names', async () => {
  const before = await value('sekisho_messages_total{verdict="allow"}')
  await service.post('/screen', { text: 'よろしくお願いします' })
  await service.post('/screen', { text: 'よろしくお願いします', dryRun: true })
  expect(await value('sekisho_messages_total{verdict="allow"}')).toBe(before + 1)
  expect(await value('sekisho_judgement_duration_seconds_count')).toBeGreaterThan(before)
})

test('requests are counted by the pattern of their route', async () => {
  await service.get('/screenings/scr_01ARZ3NDEKTSV4RRFFQ69G5FAV')
  await service.get('/nothing/here')
  expect(
    await value('sekisho_http_requests_total{method="GET",route="/screenings/:id",status="404"}'),
  ).toBeGreaterThan(0)
  const { body } = await service.get('/metrics')
  expect(body).not.toContain('scr_01ARZ3NDEKTSV4RRFFQ69G5FAV')
  expect(body).not.toContain('/nothing/here')
})

test('what waits for moderators is shown', async () => {
  expect(await value('sekisho_queue_depth{queue="pending_screenings"}')).toBeGreaterThanOrEqual(0)
  expect((await service.get('/metrics')).body).toContain('sekisho_queue_depth{queue="dead_deliveries"}')
})
