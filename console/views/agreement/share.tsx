import type { Estimate } from '../../api/agreement.js'
import { settings } from '../../state/settings.js'
import { words } from '../../words/words.js'

interface ShareProps {
  readonly name: string
  readonly estimate: Estimate | null
  readonly kappa?: Estimate | null
  readonly detail?: string
}

/** A share in words, and as a bar from the lower to the upper bound of its interval, with the share on it. */
export function Share({ name, estimate, kappa, detail }: ShareProps) {
  const { agreement: said } = words.value
  if (estimate === null) return null
  const { value, low, high } = estimate
  return (
    <li>
      <span class="share-name">{name}</span>
      <strong class="share-value" lang={settings.value.language}>
        {said.share(hundredths(value), hundredths(low), hundredths(high))}
      </strong>
      <svg
        class="interval"
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect class="scale" x="0" y="2.5" width="100" height="1" />
        <rect class="bounds" x={low * 100} y="1" width={Math.max(0.5, (high - low) * 100)} height="4" />
        <rect class="value" x={Math.min(99, Math.max(0, value * 100 - 0.5))} y="0" width="1" height="6" />
      </svg>
      <span class="share-detail soft small" lang={settings.value.language}>
        {[detail, kappa && said.kappa(kappa.value.toFixed(2))].filter(Boolean).join(words.value.and)}
      </span>
    </li>
  )
}

const hundredths = (share: number): number => Math.round(share * 100)
