import { describe, expect, test } from 'vitest'
import { trustOf } from '../../../src/contract/trust.js'

describe('how much a report counts', () => {
  test.each([
    ['of somebody unknown', 0, 0, 1],
    ['after one that was upheld', 1, 1, 1.11],
    ['after one that was not', 1, 0, 0.83],
    ['after five of five', 5, 5, 1.25],
    ['never more than that', 500, 500, 1.25],
    ['after none of five', 5, 0, 0.5],
    ['after none of ten', 10, 0, 0.33],
    ['muted after none of eleven', 11, 0, 0],
    ['heard again when more are upheld', 14, 3, 0.53],
    ['half and half', 100, 50, 0.84],
  ])('%s', (_name, decided, upheld, weight) => {
    expect(trustOf({ decided, upheld })).toBe(weight)
  })
})
