import { campaignAmount, showsCampaigns } from '../state/campaign-rows.js'
import { isLive } from '../state/live-desk.js'
import { attempt } from '../state/notices.js'
import { panel } from '../state/panel.js'
import { covered, total } from '../state/rows.js'
import { session, signOut } from '../state/session.js'
import { shift } from '../state/shift.js'
import { steps, undo } from '../state/undo.js'
import { words } from '../words/words.js'
import { Icon } from './parts/icons.js'

export function Header() {
  const { deskTitle, queue, help, agreement, settings, shift: own, signIn, done } = words.value
  const decided = shift.value.confirmed + shift.value.dismissed
  return (
    <header class="top">
      <h1 class="brand">
        <Icon name="gate" />
        <span class="wide-only">{deskTitle}</span>
        <span class="narrow-only">{words.value.name}</span>
      </h1>
      <p class="counts">
        <span class={isLive.value ? 'dot live' : 'dot'} title={isLive.value ? queue.live : queue.still} />
        <span id="counts">{countNow()}</span>
      </p>
      <span class="grow" />
      {steps.value.length > 0 && (
        <button type="button" class="quiet" onClick={() => attempt(undo)} title={done.undo}>
          <Icon name="undo" />
          <span class="wide-only">{done.undo}</span>
        </button>
      )}
      <button type="button" class="quiet" onClick={() => open('shift')} title={own.title}>
        <Icon name="leaf" />
        {own.line(decided)}
      </button>
      <button
        type="button"
        class="quiet wide-only"
        onClick={() => open('agreement')}
        title={agreement.open}
        aria-keyshortcuts="a"
      >
        <Icon name="pair" />
        <span class="sr">{agreement.open}</span>
      </button>
      <button type="button" class="quiet wide-only" onClick={() => open('help')} title={help.open}>
        <Icon name="help" />
        <span class="sr">{help.open}</span>
      </button>
      <button type="button" class="quiet" onClick={() => open('settings')} title={settings.open}>
        <Icon name="gear" />
        <span class="sr">{settings.open}</span>
      </button>
      {session.value !== null && session.value.by !== 'open' && (
        <button
          type="button"
          class="quiet"
          onClick={() => void signOut()}
          title={`${session.value.name}: ${signIn.out}`}
        >
          <span class="wide-only">{session.value.name}</span>
          <Icon name="out" />
          <span class="sr">{signIn.out}</span>
        </button>
      )}
    </header>
  )
}

/** What is shown of what there is: cases, or campaigns. */
function countNow(): string {
  const { queue, campaign } = words.value
  if (showsCampaigns.value) return `${campaign.title} ${campaignAmount.value}`
  return total.value === null ? '…' : queue.shown(covered.value, total.value)
}

function open(name: 'help' | 'settings' | 'shift' | 'agreement'): void {
  panel.value = name
}
