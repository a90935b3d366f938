import { expect, test } from 'vitest'
import { problemWords } from '../../../src/http/problem-words.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

// With keys: the pages are everybody's.
const { get } = await startService({ screener: fakeScreener(), config: { hasKeys: true } })

test.each(Object.entries(problemWords))(
  'the page of %s says what it means and what to do',
  async (code, words) => {
    const { statusCode, headers, body } = await get(`/problems/${code}`)
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(body).toContain(`urn:sekisho:problem:${code}`)
    expect(body).toContain(words.means)
    expect(body).toContain(words.remedy)
  },
)

test('the overview leads to every page', async () => {
  const { body } = await get('/problems')
  for (const code of Object.keys(problemWords)) expect(body).toContain(`href="/problems/${code}"`)
})

test.each(['nothing', 'toString', '__proto__', '%3Cscript%3E'])('%s is no problem', async code => {
  const { statusCode, body } = await get(`/problems/${code}`)
  expect(statusCode).toBe(404)
  expect(body).not.toContain('<script>')
})
