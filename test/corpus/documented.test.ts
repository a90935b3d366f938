import { expect, test } from 'vitest'
import { screenRequest } from '../../src/contract/message.js'
import { screenExamples } from '../../src/http/schemas/examples.js'
import { judgeByLists } from '../../src/moderation/lists/judge.js'
import { realScreener } from '../support/real-screener.js'

const judge = judgeByLists(realScreener, { of: () => undefined })

test.each(Object.entries(screenExamples))('the documented example %s is judged as its name says', async (name, { value }) => {
  const { flagged } = await judge('acme', screenRequest.parse(value))
  expect(flagged).toBe(!['legitimate', 'allowed'].includes(name))
})
