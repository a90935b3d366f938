import type { Case } from '../../api/shapes.js'
import { decide } from '../../state/deciding.js'
import { draftOf, toggleCategory, write } from '../../state/drafts.js'
import { words } from '../../words/words.js'
import { Answers } from '../parts/answers.js'
import { Ticks } from './ticks.js'

/** Categories, a note, and the two answers: always in sight. */
export function Decision({ item }: { readonly item: Case }) {
  const { decision: said } = words.value
  const { note, categories: ticked } = draftOf(item)
  return (
    <footer class="decision">
      <Ticks legend={said.categories} ticked={ticked} toggle={category => toggleCategory(item, category)} />
      <Answers
        note={note}
        write={note => write(item, { note })}
        confirm={said.confirm}
        dismiss={said.dismiss}
        decide={decide}
      />
    </footer>
  )
}
