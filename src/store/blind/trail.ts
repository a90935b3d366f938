import type { AuditEvent } from '../audit.js'
import type { Look } from './looks.js'

/**
 * The trail of a case as the one who looks at it blind has to see it: up to the decision, and then what they did themselves
 * and what was reported. A look that is given stands there as their decision.
 */
export function trailSeenBy(
  { actor, decidedAt, given }: Look,
  events: readonly AuditEvent[],
): readonly AuditEvent[] {
  const lastGiven = events.filter(event => event.type === 'second_opinion' && event.actor === actor).at(-1)
  return events.flatMap(event => {
    if (event.at < decidedAt || event.type === 'reported') return [event]
    if (event.actor !== actor) return []
    if (event.type === 'second_opinion' && event === lastGiven && given !== null)
      return [{ ...event, type: given.decision, detail: { categories: given.categories } }]
    return OWN_STEPS.includes(event.type) ? [event] : []
  })
}

const OWN_STEPS: readonly AuditEvent['type'][] = ['viewed', 'claimed', 'released']
