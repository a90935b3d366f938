import { expect, test } from 'vitest'
import { keyOf } from '../../../console/keys/key-of.js'

test.each([
  ['a letter', 'j', 'KeyJ', 'j'],
  ['under Caps Lock', 'J', 'KeyJ', 'j'],
  ['with an input method that takes it', 'Process', 'KeyJ', 'j'],
  ['with an input method that writes another', 'ま', 'KeyJ', 'j'],
  ['where the layout moved it', 'z', 'KeyY', 'z'],
  ['a sign by what is written', '?', 'Slash', '?'],
  ['a key with a name', 'Escape', 'Escape', 'escape'],
])('%s: %s at %s is %s', (_what, key, code, expected) => {
  expect(keyOf({ key, code })).toBe(expected)
})
