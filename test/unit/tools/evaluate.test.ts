import { expect, test } from 'vitest'
import { readOptions } from '../../../tools/quality/evaluate-options.js'
import { measure } from '../../../tools/quality/figures.js'
import { judgeAll } from '../../../tools/quality/judge.js'
import { figuresDocument, renderFigures } from '../../../tools/quality/render.js'
import { withBetweenMarks } from '../../../tools/quality/table.js'
import { answered, categories } from '../../support/answered.js'

test.each([
  [['a.jsonl'], { paths: ['a.jsonl'], parts: false, allowLoss: false, reader: undefined }],
  [
    ['a', 'b', '--parts', '--reader', 'off', '--against', 'HEAD', '--allow-loss'],
    { paths: ['a', 'b'], parts: true, reader: 'off', against: 'HEAD', allowLoss: true },
  ],
  [
    ['a', '--curve', '--json', '--misses', '--extras', '--report', 'r', '--write', '--save', 's'],
    { curve: true, json: true, misses: true, extras: true, report: 'r', write: true, save: 's' },
  ],
])('%j asks for %o', (args, expected) => {
  expect(readOptions(args)).toMatchObject(expected)
})

test.each([
  [[], /^usage: /],
  [['a', '--reader', 'some'], /^--reader: expected one of all, uncertain, off$/],
  [['a', '--nothing'], /Unknown option '--nothing'/],
])('%j is refused', (args, reason) => {
  expect(() => readOptions(args)).toThrow(reason)
})

test('promised answers are awaited, eight at once, in the order of the texts', async () => {
  const texts = [...Array(100)].map((_, i) => answered('', '', { text: `${i}` }))
  let running = 0
  let most = 0
  const screen = async ({ text }: { readonly text: string }) => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, Number(text) % 3))
    running--
    return { ...answered('', '').judgement, confidence: Number(text) / 100 }
  }
  const judged = await judgeAll(
    texts.map(({ item }) => item),
    { screen },
    () => {},
  )
  expect(judged.map(({ judgement }) => judgement.confidence)).toEqual(texts.map((_, i) => i / 100))
  expect(most).toBe(8)
})

const figures = measure(
  [answered('mlm', 'mlm'), answered('vague_job', '', { style: 'keigo' }), answered('', 'mlm')],
  categories,
)

test('a terminal and a document show the same figures', () => {
  const lines = renderFigures(figures).split('\n')
  expect(lines.find(line => line.startsWith('mlm'))).toMatch(
    /^mlm +0\.500 \[0\.00-1\.00\] +1\.000 \[1\.00-1\.00\] +0\.667 .* 1$/,
  )
  const document = figuresDocument({
    figures,
    files: [{ name: 'a.jsonl', texts: 3 }],
    ruleset: { version: '0.2.0', hash: '0123456789abcdef' },
    reader: 'uncertain',
  })
  expect(document).toContain(
    'Measured on `a.jsonl` (3) with ruleset 0.2.0, `0123456789ab`, READER=uncertain.',
  )
  expect(document).toMatch(/^\| mlm \| 0\.500 \[0\.00-1\.00\] \| 1\.000 \[1\.00-1\.00\] \| .* \| 1 \|$/m)
  expect(document).toMatch(/^\| held \| 100\.0% \[100\.0%-100\.0%\] \| 1 of 1 \|$/m)
  expect(document).toMatch(/^\| keigo \| - \| - \| - \| 0 \| - \| 0\.000 \| 0\.000 \| 1 \|/m)
})

test('labels that no category bears are told', () => {
  const unknown = measure([answered('mlm mIm', 'mlm'), answered('mIm', '')], categories)
  expect(renderFigures(unknown)).toContain('Not measured, since no category bears the label: mIm (2)')
  expect(renderFigures(figures)).not.toContain('Not measured')
})

test('what a command writes stands between its marks', () => {
  const document = 'a\n<!-- begin: x -->\nold\n<!-- end: x -->\nb\n'
  const written = withBetweenMarks(document, 'x', 'new')
  expect(written).toBe('a\n<!-- begin: x -->\nnew\n<!-- end: x -->\nb\n')
  expect(withBetweenMarks(written, 'x', 'new')).toBe(written)
  expect(() => withBetweenMarks(document, 'y', 'new')).toThrow(
    'there is no <!-- begin: y --> … <!-- end: y -->',
  )
})
