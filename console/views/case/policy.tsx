import type { Case } from '../../api/shapes.js'
import { words } from '../../words/words.js'

/** The house's own rules for what was flagged, and what the recipient is told. */
export function Policy({ item }: { readonly item: Case }) {
  const { case: said, severities } = words.value
  if (item.policy.length === 0) return null
  return (
    <details class="part">
      <summary>{said.policy}</summary>
      {item.policy.map(({ category, label, severity, description, basis, advice }) => (
        <section key={category} class="policy" lang="ja">
          <h4>
            {label}
            <span class={`severity ${severity}`}>{severities[severity]}</span>
          </h4>
          <p>{description}</p>
          <Points title={said.basis} points={basis} />
          <Points title={said.advice} points={advice} />
        </section>
      ))}
    </details>
  )
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }) {
  if (points.length === 0) return null
  return (
    <>
      <h5>{title}</h5>
      <ul>
        {points.map(point => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  )
}
