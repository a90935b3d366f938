import { expect, test } from 'vitest'
import { screenExamples } from '../../src/http/schemas/examples.js'
import { screenRequest } from '../../src/contract/message.js'
import { realScreener } from '../support/real-screener.js'

test.each(Object.entries(screenExamples))('the documented example %s is judged as its name says', (name, { value }) => {
  expect(realScreener.screen(screenRequest.parse(value)).flagged).toBe(name !== 'legitimate')
})
