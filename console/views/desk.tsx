import { wantedCampaign } from '../state/campaign.js'
import { panel, screen } from '../state/panel.js'
import { words } from '../words/words.js'
import { AgreementPanel } from './agreement/panel.js'
import { Bulk } from './bulk.js'
import { CampaignPane } from './campaign/campaign-pane.js'
import { CampaignSenders } from './campaign/senders.js'
import { CasePane } from './case/case-pane.js'
import { Header } from './header.js'
import { Help } from './help.js'
import { QueuePane } from './queue/queue-pane.js'
import { SenderPane } from './sender/sender-pane.js'
import { SettingsPanel } from './settings.js'
import { ShiftPanel } from './shift.js'

/** Three panes: what waits, the case, and who sent it. On a phone two screens. */
export function Desk() {
  return (
    <div class={`desk on-${screen.value}`}>
      <a class="skip" href="#case-title">
        {words.value.skip}
      </a>
      <Header />
      <main class="panes">
        <QueuePane />
        {wantedCampaign.value === null ? <CasePane /> : <CampaignPane />}
        {wantedCampaign.value === null ? <SenderPane /> : <CampaignSenders />}
      </main>
      {panel.value === 'help' && <Help />}
      {panel.value === 'settings' && <SettingsPanel />}
      {panel.value === 'shift' && <ShiftPanel />}
      {panel.value === 'agreement' && <AgreementPanel />}
      {panel.value === 'bulk' && <Bulk />}
    </div>
  )
}
