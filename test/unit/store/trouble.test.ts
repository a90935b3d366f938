import { expect, test } from 'vitest'
import { FileMoved, isBusy, isOfData, OutOfTime, troubleOf } from '../../../src/store/trouble.js'

const coded = (code: string): Error => Object.assign(new Error('message'), { code })

test.each([
  // [failure, trouble, is it done again, is what was to be stored to blame]
  [coded('SQLITE_BUSY'), 'busy', true, false],
  [coded('SQLITE_BUSY_SNAPSHOT'), 'busy', true, false],
  [coded('40P01'), 'busy', true, false],
  [coded('55P03'), 'busy', false, false],
  [coded('57014'), 'busy', false, false],
  [new OutOfTime('', { cause: coded('SQLITE_BUSY') }), 'busy', false, false],
  [new OutOfTime(''), 'silent', false, false],
  [coded('ECONNREFUSED'), 'silent', false, false],
  [coded('57P01'), 'silent', false, false],
  [coded('SQLITE_FULL'), 'full', false, false],
  [coded('53100'), 'full', false, false],
  [coded('SQLITE_READONLY'), 'read_only', false, false],
  [coded('25006'), 'read_only', false, false],
  [new FileMoved('a.db'), 'moved', false, false],
  [coded('SQLITE_CONSTRAINT_UNIQUE'), 'other', false, true],
  [coded('22021'), 'other', false, true],
  [coded('23505'), 'other', false, true],
  [new TypeError('a boolean cannot be stored'), 'other', false, true],
  [new Error('Query read timeout'), 'other', false, false],
  ['no error at all', 'other', false, false],
] as const)('%o', (failure, trouble, again, ofData) => {
  expect([troubleOf(failure), isBusy(failure), isOfData(failure)]).toEqual([trouble, again, ofData])
})
