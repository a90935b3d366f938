import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forbiddenKey } from '../../../src/http/forbidden-key.js'

test.each([
  ['{"a":1,"a":2}', ['a']],
  ['{"a":1,"b":{"a":1}}', undefined],
  ['{"a":{"b":1,"c":2,"b":3}}', ['a', 'b']],
  ['[{"a":1},{"a":1}]', undefined],
  ['{"m":[{},{"a":[1,2,{"x":0,"x":1}]}]}', ['m', 1, 'a', 2, 'x']],
  ['{"text":1,"te\\u0078t":2}', ['text']],
  ['{"a" : 1 ,\n"a"\t: 2}', ['a']],
  ['{"a":"\\"a\\":","b":"a"}', undefined],
  ['{"a\\\\":1,"a":"x\\\\\\"","a\\\\" :2}', ['a\\']],
  ['{"":1,"":2}', ['']],
  ['"a"', undefined],
  ['{"toString":1,"hasOwnProperty":2}', undefined],
] as const)('of %s a key stands twice: %j', (text, path) => {
  JSON.parse(text)
  expect(forbiddenKey(text)).toEqual(path && { kind: 'repeated', path })
})

test.each([
  ['{"a":[{"__proto__":{}}]}', ['a', 0, '__proto__']],
  ['{"\\u005f_proto__":1}', ['__proto__']],
  ['{"constructor":{"prototype":{}}}', ['constructor', 'prototype']],
  ['{"constructor":1,"prototype":2}', undefined],
  ['{"a":"__proto__"}', undefined],
] as const)('of %s a key reaches a prototype: %j', (text, path) => {
  expect(forbiddenKey(text)).toEqual(path && { kind: 'prototype', path })
})

test('what JSON.stringify writes has no key twice, whatever its keys and values hold', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'large' }), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      expect(forbiddenKey(text)?.kind).not.toBe('repeated')
    }),
  )
})

test('a hundred thousand arrays in one another are no deep recursion', () => {
  const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  expect(forbiddenKey(text)).toBeUndefined()
})
