import { describe, expect, test } from 'vitest'
import { buildPieces } from '../../../../src/screening/reader/pieces.js'

const vocabulary = {
  pieces: ['<s>', '<pad>', '</s>', '<unk>', '▁', '▁LINE', 'L', 'I', 'N', 'E', 'で', 'で話', '話', '😀'],
  scores: [0, 0, 0, 0, -3, -5, -6, -6, -6, -6, -2, -7, -4, -8],
  bos: 0,
  pad: 1,
  eos: 2,
  unk: 3,
}
const pieces = buildPieces(vocabulary)
const shown = (text: string) => {
  const { ids, starts, ends } = pieces.cut(text)
  return ids.map((id, at) => [vocabulary.pieces[id], starts[at], ends[at]])
}

describe('a text is cut into the likeliest pieces', () => {
  test.each([
    ['nothing', '', []],
    ['the longest word, with the blank before the text', 'LINE', [['▁LINE', 0, 4]]],
    [
      'two pieces when their sum is higher than the whole',
      'で話',
      [
        ['▁', 0, 0],
        ['で', 0, 1],
        ['話', 1, 2],
      ],
    ],
    [
      'a blank inside',
      '話 話',
      [
        ['▁', 0, 0],
        ['話', 0, 1],
        ['▁', 1, 2],
        ['話', 2, 3],
      ],
    ],
    [
      'one unknown for unknown characters side by side',
      '鬱鬱話',
      [
        ['▁', 0, 0],
        ['<unk>', 0, 2],
        ['話', 2, 3],
      ],
    ],
    [
      'a character beyond the BMP as one',
      '😀話',
      [
        ['▁', 0, 0],
        ['😀', 0, 2],
        ['話', 2, 3],
      ],
    ],
    [
      'an unknown one beyond the BMP as one',
      '😱話',
      [
        ['▁', 0, 0],
        ['<unk>', 0, 2],
        ['話', 2, 3],
      ],
    ],
    [
      'a mark that a sender types, as text',
      '</s>',
      [
        ['▁', 0, 0],
        ['<unk>', 0, 4],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toEqual(expected)
  })

  test('its marks are found by their spelling', () => {
    expect(pieces.idOf('話')).toBe(12)
    expect(() => pieces.idOf('契約')).toThrow('契約')
  })
})
