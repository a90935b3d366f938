import type { Case } from '../../api/shapes.js'
import { words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** The contacts and accounts in the text, and who else used them: those of several messages first. */
export function Identifiers({ item: { identifiers } }: { readonly item: Case }) {
  if (identifiers.length === 0) return null
  const shared = identifiers.toSorted((a, b) => b.messages - a.messages)
  return (
    <section class="part" id="identifiers">
      <h3>{words.value.case.identifiers}</h3>
      <ul class="plain" lang="ja">
        {shared.map(({ type, value, sentence, messages, confirmedSenders }) => (
          <li key={`${type} ${value}`} class="identifier">
            <Icon name="link" />
            {value !== null && <strong>{value}</strong>}
            <span class={confirmedSenders > 0 ? 'doubt' : messages > 1 ? undefined : 'soft'}>{sentence}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
