import type { Case } from '../../api/shapes.js'
import { markAt } from '../../state/reading.js'
import { sure, words } from '../../words/words.js'
import { linesOf, markOf } from './stretches.js'

/** Why each category was flagged: a line a stretch, which leads to its mark. */
export function Evidence({ item }: { readonly item: Case }) {
  const { case: said, severities } = words.value
  if (item.flags.length === 0) return null
  return (
    <section class="part" id="reasons">
      <h3>{said.evidence}</h3>
      {item.flags.map(flag => (
        <div key={flag.category} class="flag">
          <h4>
            {flag.label}
            <span class={`severity ${flag.severity}`}>{severities[flag.severity]}</span>
            <span class="sure" title={words.value.confidence}>
              {sure(flag.confidence)}
            </span>
          </h4>
          <ul class="plain">
            {linesOf(flag).map(one => (
              <li key={`${one.start}-${one.end}`}>
                <button
                  type="button"
                  class="stretch"
                  onClick={() => {
                    markAt.value = Math.max(0, markOf(one, item.text, item.flags))
                  }}
                >
                  「{shorten(one.text)}」
                </button>
                <span>{one.reason}</span>
              </li>
            ))}
            {flag.evidence.length === 0 && <li class="soft">{said.bySender}</li>}
            {flag.moreEvidence !== undefined && <li class="soft">{said.more(flag.moreEvidence)}</li>}
          </ul>
        </div>
      ))}
    </section>
  )
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
