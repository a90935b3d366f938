import { expect, test } from 'vitest'
import { buildPieces } from '../../../../src/screening/reader/pieces.js'
import { buildReader } from '../../../../src/screening/reader/reader.js'

const names = ['<s>', '<pad>', '</s>', '<unk>', '▁', 'あ', '契約', '完了', '求人', '前']
const vocabulary = { pieces: names, scores: names.map(() => -1), bos: 0, pad: 1, eos: 2, unk: 3 }

test('of a long history only its end is cut into pieces: a sender cannot hold up the others with it', async () => {
  const pieces = buildPieces(vocabulary)
  const cuts: number[] = []
  const inputs: number[] = []
  const read = buildReader(
    {
      ...pieces,
      cut: text => {
        cuts.push(text.length)
        return pieces.cut(text)
      },
    },
    [{ id: 'mlm', merge: 'highest' }],
    {
      run: async ids => {
        inputs.push(ids.length)
        return { logits: Float32Array.of(2), contributions: new Float32Array(ids.length) }
      },
      close: async () => undefined,
    },
  )
  const history = Array.from({ length: 20 }, () => 'あ'.repeat(10_000))
  const { logOdds } = await read({
    text: 'あ',
    undisguised: undefined,
    stage: 'pre_contract',
    kind: 'message',
    history,
    focus: [],
  })
  expect(logOdds.get('mlm')).toBe(2)
  expect(Math.max(...cuts)).toBe(400)
  // <s> 前, 48 pieces of history, </s>, two of the text, </s>
  expect(inputs).toEqual([54])
})
