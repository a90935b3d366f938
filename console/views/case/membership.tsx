import type { Case } from '../../api/shapes.js'
import { switchView } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** That the case is one of many copies, and what was decided of them. */
export function Membership({ item: { campaign } }: { readonly item: Case }) {
  const { campaign: said } = words.value
  if (!campaign) return null
  const count = said.messages(campaign.size)
  const sentence = {
    open: said.belongs,
    confirmed: said.belongsConfirmed,
    dismissed: said.belongsDismissed,
  }[campaign.status]
  return (
    <p class={`banner membership ${campaign.status}`}>
      <Icon name="copies" />
      <span>{sentence(count)}</span>
      <button type="button" aria-keyshortcuts="g" onClick={() => attempt(switchView)}>
        {said.open}
      </button>
    </p>
  )
}
