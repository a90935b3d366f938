import { expect, test } from 'vitest'
import { areaOf, placeOf, timeByPlace } from '../../../tools/bench/cpu-profile.js'
import { commandOf, withTables } from '../../../tools/bench/document.js'
import { figureTable, flatFigures } from '../../../tools/bench/figures.js'
import { cpuTicks } from '../../../tools/bench/processes.js'
import { parseSettings } from '../../../tools/bench/settings.js'
import { quantile } from '../../../tools/bench/stopwatch.js'
import { targetTable } from '../../../tools/bench/targets.js'

test.each([
  [[], { only: ['http', 'rows'], rounds: 3, seconds: 1, rows: 1_000_000, write: false }],
  [['--only', 'rows', '--rows', '1000', '--write'], { only: ['rows'], rows: 1_000, write: true }],
  [['--rounds', '9', '--seconds', '4', '--json', 'a.json'], { rounds: 9, seconds: 4, json: 'a.json' }],
])('%j asks for %o', (args, expected) => {
  expect(parseSettings(args, ['http', 'rows'])).toMatchObject(expected)
})

test.each([
  [['--only', 'http,row'], '--only row: no such section'],
  [['--rounds', '0'], '--rounds 0: expected a whole number above 0'],
  [['--seconds', '0.5'], '--seconds 0.5: expected a whole number above 0'],
  [['--rows', 'many'], '--rows many: expected a whole number above 0'],
  [['--nothing'], /Unknown option '--nothing'/],
])('%j is refused', (args, reason) => {
  expect(() => parseSettings(args, ['http', 'rows'])).toThrow(reason)
})

test('a table has a row for whatever holds numbers', () => {
  expect(
    figureTable({
      '75 characters': { echo: { p50: 1.23456 }, off: { p50: 20_000.4, p99: 3 } },
      growth: { times: 1.5 },
    }),
  ).toEqual({
    heads: ['', 'p50', 'p99', 'times'],
    rows: [
      ['75 characters: echo', '1.235', '', ''],
      ['75 characters: off', '20000', '3', ''],
      ['growth', '', '', '1.5'],
    ],
  })
})

const lines = (report: object): readonly string[] =>
  targetTable(flatFigures(report)).rows.map(cells => cells.join(' | '))

test('what was not measured is neither met nor left out', () => {
  expect(lines({}).length).toBeGreaterThan(0)
  expect(lines({}).every(line => line.endsWith('| – | not measured'))).toBe(true)
})

const off = '`READER=off`, times bare kuromoji at 175 characters | at least 1.5'
const waiting = 'p99, times p50, in the worst case | under 5'
const counts = '`GET /screenings/counts` at 1,000,000 rows | under 10 ms'
const characters = (figures: object) => ({ http: { '175 characters': figures } })

test.each([
  ['a bound is met by itself', characters({ off: { timesKuromoji: 1.5 } }), `${off} | 1.5 | met`],
  ['less is not', characters({ off: { timesKuromoji: 1.49 } }), `${off} | 1.49 | **not met**`],
  [
    'one process is meant',
    characters({ 'off, 2 processes': { timesKuromoji: 3 } }),
    `${off} | – | not measured`,
  ],
  [
    'the worst of several counts',
    { http: { '75 characters': { off: { p99OverP50: 2 }, 'all, 2 processes': { p99OverP50: 5 } } } },
    `${waiting} | 5 | **not met**`,
  ],
  [
    'others promised nothing',
    characters({ echo: { p99OverP50: 9 }, off: { p99OverP50: 2 } }),
    `${waiting} | 2 | met`,
  ],
  [
    'a figure that could not be made',
    characters({ off: { timesKuromoji: Number.NaN } }),
    `${off} | NaN | **not met**`,
  ],
  ['a million rows', { rows: { 1000000: { 'GET /screenings/counts': 9.99 } } }, `${counts} | 9.99 ms | met`],
  ['fewer rows', { rows: { 1000: { 'GET /screenings/counts': 1 } } }, `${counts} | – | not measured`],
])('%s', (_name, report, line) => {
  expect(lines(report)).toContain(line)
})

test('a table goes between the marks of its command, and of no other', () => {
  const command = commandOf('rows')
  const marked = `<!-- begin: ${command} -->\nold\n<!-- end: ${command} -->`
  const document = `<!-- begin: npm run bench -->\nkept\n<!-- end: npm run bench -->\n${marked}`
  const written = withTables(document, [{ command, table: { heads: ['', 'ms'], rows: [['list', '1']] } }])
  expect(written).toBe(document.replace('old', '|  | ms |\n| --- | --- |\n| list | 1 |'))
})

test.each([
  ['file:///a/dist/http/plugins/auth.js', 'src/http/plugins/auth.ts', 'our HTTP'],
  ['file:///a/dist/screening/screener.js', 'src/screening/screener.ts', 'judgement'],
  ['file:///a/node_modules/@fastify/cors/index.js', '@fastify/cors', 'Fastify and its plugins'],
  ['file:///a/node_modules/kysely/dist/esm/x.js', 'kysely', 'store'],
  ['file:///a/node_modules/x/node_modules/y/z.js', 'y', 'other libraries'],
  ['node:internal/streams/writable', 'node:internal/streams', 'Node'],
  ['node:_http_server', 'node:_http_server', 'Node'],
])('%s is %s, of the area %s', (url, place, area) => {
  expect(placeOf(url)).toBe(place)
  expect(areaOf(place)).toBe(area)
})

test('time is counted between two moments, and what the engine does for a caller is the caller’s', () => {
  const frame = (functionName: string, url = '') => ({ callFrame: { functionName, url } })
  const profile = {
    nodes: [
      { id: 1, ...frame('(root)'), children: [2, 4, 5] },
      { id: 2, ...frame('send', 'file:///a/dist/app.js'), children: [3] },
      { id: 3, ...frame('stringify') },
      { id: 4, ...frame('(idle)') },
      { id: 5, ...frame('(garbage collector)') },
    ],
    startTime: 1_000,
    // At 1,010, 1,030, 1,060, 1,100 and 1,200.
    samples: [2, 3, 4, 5, 2],
    timeDeltas: [10, 20, 30, 40, 100],
  }
  expect([...timeByPlace(profile, { from: 1_010, to: 1_100 })]).toEqual([
    ['(garbage collector)', 40],
    ['src/app.ts', 30],
  ])
})

test.each([
  [[5, 1, 4, 2, 3], 0.5, 3],
  [[1, 2], 0.5, 1],
  [Array.from({ length: 100 }, (_, at) => at + 1), 0.99, 99],
  [[7], 0.99, 7],
  [[], 0.5, Number.NaN],
])('of %j the quantile %d is %d', (numbers, share, expected) => {
  expect(quantile(numbers, share)).toBe(expected)
})

test('the time of a process is read behind its name, whatever that is', () => {
  expect(cpuTicks('7 (a b) c) S 1 2 3 4 5 6 7 8 9 10 140 25 0 0')).toBe(165)
})
