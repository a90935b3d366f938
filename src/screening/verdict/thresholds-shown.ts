import type { CategoryInfo } from '../../contract/screener.js'
import type { Stage } from '../../contract/words.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import { thresholdsOf } from './decide.js'

/** What holds for a category at each stage, whether the policy names the stage or not. */
export function thresholdsShown(
  { policy, model, categories }: Pick<Ruleset, 'policy' | 'model' | 'categories'>,
  id: string,
): CategoryInfo['thresholds'] {
  const isViolation = categories.some(one => one.id === id && one.severity === 'violation')
  const at = (stage: Stage) => {
    const { flag, review = null, block = null } = thresholdsOf(policy, id, stage)
    const alone = model?.reader?.blocksAlone[id]
    const readerBlock = block !== null && isViolation && alone !== undefined ? Math.max(block, alone) : null
    return { flag, review, block, readerBlock }
  }
  return { pre_contract: at('pre_contract'), contracted: at('contracted'), delivered: at('delivered') }
}
