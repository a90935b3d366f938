import type { Screener } from '../../src/contract/screener.js'
import { inTurn } from '../../src/moderation/in-turn.js'
import type { Case } from './dataset.js'
import type { Judged } from './tally.js'

/** Every message judged, in order. A screener that promises has a few at work at once. */
export function judgeAll(
  cases: readonly Case[],
  { screen }: Pick<Screener, 'screen'>,
  onProgress: (done: number) => void,
): Promise<readonly Judged[]> {
  let done = 0
  return inTurn(cases, async item => {
    const judgement = await screen(item.input)
    if (done++ % 100 === 0) onProgress(done)
    return { item, judgement }
  })
}
