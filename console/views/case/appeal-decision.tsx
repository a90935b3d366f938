import type { Case, Decision } from '../../api/shapes.js'
import { answerAppeals, answering, begun, outcomeOf } from '../../state/answering.js'
import { draftOf, toggleCategory, write } from '../../state/drafts.js'
import { words } from '../../words/words.js'
import { Answers } from '../parts/answers.js'
import { Ticks } from './ticks.js'

/** The answer to who objects to a decision, by the keys of the decision itself: what the case is to be from now on. */
export function AppealDecision({ item }: { readonly item: Case }) {
  const { appeal: said, decision } = words.value
  const { note, categories: ticked } = draftOf(item)
  const isNotYours = item.mayAnswerAppeals === false
  const labelOf = (to: Decision) => (begun.value === to ? said.again : said.to[outcomeOf(item, to)][to])
  return (
    <footer class="decision of-appeal">
      {item.status === 'dismissed' && !isNotYours && (
        <Ticks
          legend={decision.categories}
          ticked={ticked}
          toggle={category => toggleCategory(item, category)}
        />
      )}
      <Answers
        note={note}
        write={note => write(item, { note })}
        confirm={labelOf('confirmed')}
        dismiss={labelOf('dismissed')}
        decide={answerAppeals}
        disabled={isNotYours || answering.value}
        {...(isNotYours && { describedBy: 'not-yours' })}
      />
    </footer>
  )
}
