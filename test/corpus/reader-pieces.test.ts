import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { buildPieces, vocabularySchema } from '../../src/screening/reader/pieces.js'
import { readerText } from '../../src/screening/reader/reader-text.js'

/** The trainer's tokenizer on every corpus file, as `npm run train:reader -- pieces` wrote it; texts added since are left out. */
const sums = z
  .record(z.string(), z.strictObject({ texts: z.int().positive(), sha256: z.string() }))
  .parse(JSON.parse(readFileSync('test/corpus/reader-pieces.json', 'utf8')))
const { cut } = buildPieces(
  vocabularySchema.parse(JSON.parse(readFileSync('dict/reader/tokenizer.json', 'utf8'))),
)
const lineSchema = z.object({ text: z.string() })

test('the trainer has cut the corpus', () => {
  expect(Object.keys(sums).length).toBeGreaterThan(40)
})

test.each(Object.entries(sums))('%s is cut into the pieces that the reader was trained on', (file, known) => {
  const lines = readFileSync(`test/corpus/${file}`, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .slice(0, known.texts)
  const hash = createHash('sha256')
  for (const line of lines) {
    const { text } = lineSchema.parse(JSON.parse(line))
    hash.update(`${cut(readerText(text).text).ids.join(',')}\n`)
  }
  expect({ texts: lines.length, sha256: hash.digest('hex') }).toEqual(known)
})
