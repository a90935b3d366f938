import { expect, test } from 'vitest'
import { spokenLanguage } from '../../../src/http/spoken-language.js'

test.each([
  [undefined, 'ja'],
  ['', 'ja'],
  ['ja', 'ja'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['EN-us', 'en'],
  ['ja,en;q=0.8', 'ja'],
  ['en;q=0.8, ja;q=0.9', 'ja'],
  ['en;q=0.9, ja;q=0.8', 'en'],
  ['en, ja', 'ja'],
  ['fr', 'ja'],
  ['fr, en;q=0.3', 'en'],
  ['*', 'ja'],
  ['ja;q=0, *', 'en'],
  ['en;q=0', 'ja'],
  ['en;q=nonsense', 'ja'],
  [`${'x,'.repeat(30)}en`, 'ja'],
])('%j is answered in %s', (accepted, language) => {
  expect(spokenLanguage(accepted)).toBe(language)
})
