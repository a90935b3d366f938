import type { ClientProfile, ClientRecord } from '../../api/shapes.js'
import { words } from '../../words/words.js'

/** What the platform told of the sender; what is absent is unknown, and not bad. */
export function Facts({
  clientId,
  profile,
}: {
  readonly clientId: string | null
  readonly profile: ClientProfile | null
}) {
  const { sender: said } = words.value
  const { identityVerified, completedOrders, rating, profileComplete, accountAgeDays } = profile ?? {}
  const facts: readonly (readonly [name: string, value: string, isBad?: boolean])[] = [
    ...(clientId === null ? [] : [[said.id, clientId] as const]),
    ...(identityVerified === undefined
      ? []
      : [[said.identityVerified, identityVerified ? said.yes : said.no, !identityVerified] as const]),
    ...(completedOrders === undefined
      ? []
      : [[said.completedOrders, said.orders(completedOrders), completedOrders === 0] as const]),
    ...(rating === undefined ? [] : [[said.rating, `★ ${rating.toFixed(1)}`, rating < 3] as const]),
    ...(profileComplete === undefined
      ? []
      : [[said.profileComplete, profileComplete ? said.filled : said.unfilled, !profileComplete] as const]),
    ...(accountAgeDays === undefined
      ? []
      : [[said.accountAge, said.days(accountAgeDays), accountAgeDays < 7] as const]),
  ]
  if (facts.length === 0) return <p class="soft">{said.unknown}</p>
  return (
    <dl class="facts-list">
      {facts.map(([name, value, isBad]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={isBad ? 'doubt' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function RecordLines({ record }: { readonly record: ClientRecord }) {
  const { sender: said } = words.value
  const { confirmed, dismissed, pending } = record.byStatus
  return (
    <p class="record">
      <strong>{said.record}</strong>
      <span>{said.recordLine(record.screenings, record.reports)}</span>
      <span class={confirmed > 0 ? 'doubt' : undefined}>{said.recordOf(confirmed, dismissed, pending)}</span>
    </p>
  )
}
