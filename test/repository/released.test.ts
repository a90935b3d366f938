import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { breaksOf } from '../support/contract-breaks.js'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const released = read('openapi/released.json')

test('breaks nothing of the last release', () => {
  expect(breaksOf(released, read('openapi/openapi.json'))).toEqual([])
})

// biome-ignore lint/suspicious/noExplicitAny: a copy to be broken anywhere.
const broken: readonly (readonly [string, (document: any) => void, string | undefined])[] = [
  ['an operation is gone', d => delete d.paths['/screen/batch'], 'is gone'],
  ['a field is required', d => d.components.schemas.ScreenRequest.required.push('stage'), 'required now'],
  ['a sent field is gone', d => delete d.components.schemas.ScreenRequest.properties.stage, 'is gone'],
  ['a sent value is gone', d => d.components.schemas.Kind.enum.pop(), 'does not take'],
  [
    'an answered field is gone',
    d => delete d.components.schemas.ScreenResponse.properties.verdict,
    'is gone',
  ],
  ['a field is not always answered', d => d.components.schemas.ScreenResponse.required.pop(), 'not always'],
  ['another type', d => (d.components.schemas.ScreenResponse.properties.id.type = 'integer'), 'type was'],
  ['a shorter text', d => (d.components.schemas.ScreenRequest.properties.text.maxLength = 9), 'narrower'],
  ['a webhook is gone', d => delete d.webhooks['screening.flagged'], 'is gone'],
  ['a parameter is gone', d => d.paths['/screenings'].get.parameters.shift(), 'is gone'],
  ['a further answered field', d => (d.components.schemas.ScreenResponse.properties.more = {}), undefined],
  ['a further answered value', d => d.components.schemas.Verdict.enum.push('more'), undefined],
  ['a further sent field', d => (d.components.schemas.ScreenRequest.properties.more = {}), undefined],
]

test.each(broken)('%s', (_name, change, found) => {
  const copy = structuredClone(released)
  change(copy)
  const breaks = breaksOf(released, copy)
  if (found === undefined) expect(breaks).toEqual([])
  else expect(breaks.join('\n')).toContain(found)
})
