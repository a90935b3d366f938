import { useEffect } from 'preact/hooks'
import type { Agreement } from '../../api/agreement.js'
import { agreementNow, lookAtAgreement, PERIODS, period } from '../../state/agreement.js'
import { labels } from '../../state/categories.js'
import { words } from '../../words/words.js'
import { Choices } from '../parts/choices.js'
import { Dialog } from '../parts/dialog.js'
import { FetchedPart } from '../parts/fetched.js'
import { Disagreements } from './disagreements.js'
import { Share } from './share.js'

/** How far those agree who judged the same case without knowing of each other. */
export function AgreementPanel() {
  const { agreement: said } = words.value
  const days = period.value
  useEffect(() => lookAtAgreement(days), [days])
  return (
    <Dialog title={said.title}>
      <Choices
        label={said.period}
        values={PERIODS}
        chosen={days}
        say={one => said.days(one)}
        choose={one => {
          period.value = one
        }}
      />
      <FetchedPart
        found={agreementNow()}
        again={() => lookAtAgreement(days)}
        show={found => <Figures found={found} />}
      />
    </Dialog>
  )
}

function Figures({ found }: { readonly found: Agreement }) {
  const { agreement: said } = words.value
  const { opinions, identical, all, categories, disagreements } = found
  if (opinions === 0) return <p class="soft">{said.none}</p>
  return (
    <div class="agreement">
      <p>{said.opinions(opinions)}</p>
      <ul class="plain shares">
        <Share name={said.identical} estimate={identical} />
        <Share name={said.all} estimate={all.agreement} kappa={all.kappa} />
      </ul>
      {categories.length > 0 && <h3>{said.byCategory}</h3>}
      <ul class="plain shares" lang="ja">
        {categories.map(({ category, agreement, kappa, both, onlyFirst, onlySecond }) => (
          <Share
            key={category}
            name={labels.value.get(category) ?? category}
            estimate={agreement}
            kappa={kappa}
            detail={said.found(both, onlyFirst + onlySecond)}
          />
        ))}
      </ul>
      <p class="soft small">{said.how}</p>
      <h3>{said.disagreements}</h3>
      <Disagreements cases={disagreements} />
    </div>
  )
}
