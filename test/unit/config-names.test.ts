import { describe, expect, test } from 'vitest'
import { misspeltVariables, readConfig } from '../../src/config.js'

describe('names of variables', () => {
  test('may have SEKISHO_ in front, and that one counts', () => {
    expect(readConfig({ SEKISHO_PORT: '8080' }).port).toBe(8080)
    expect(readConfig({ SEKISHO_PORT: '8080', PORT: '9090' }).port).toBe(8080)
    expect(readConfig({ SEKISHO_PORT: '', PORT: '9090' }).port).toBe(9090)
    expect(() => readConfig({ SEKISHO_WORKERS: 'two' })).toThrow('WORKERS')
  })

  test.each([
    ['RETENSION_DAYS', 'RETENTION_DAYS'],
    ['RATE_LIMT_MAX', 'RATE_LIMIT_MAX'],
    ['WORKER', 'WORKERS'],
    ['SEKISHO_STORE_TXT', 'STORE_TEXT'],
  ])('%s is warned of: %s', (given, meant) => {
    const [line, ...more] = misspeltVariables({ [given]: 'a secret' })
    expect(line).toContain(`is ${meant} meant?`)
    expect(line).not.toContain('a secret')
    expect(more).toEqual([])
  })

  test('an unknown one of ours is warned of without a guess', () => {
    expect(misspeltVariables({ SEKISHO_COLOUR: '1' })).toEqual([
      'SEKISHO_COLOUR is no variable of Sekisho (.env.example has them all)',
    ])
  })

  test.each([
    'PATH',
    'HOME',
    'HOSTNAME',
    'PORTS',
    'NODE_OPTIONS',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'SEKISHO_HOST',
  ])('%s is nothing to warn of', name => expect(misspeltVariables({ [name]: 'x' })).toEqual([]))
})
