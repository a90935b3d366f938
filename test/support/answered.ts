import type { Verdict } from '../../src/contract/words.js'
import type { Case } from '../../tools/quality/dataset.js'
import type { Category, Judged } from '../../tools/quality/tally.js'

/** Two violations and a caution. */
export const categories: readonly Category[] = [
  { id: 'mlm', severity: 'violation' },
  { id: 'material_purchase', severity: 'violation' },
  { id: 'vague_job', severity: 'caution' },
]

const severityOf = (id: string) => categories.find(category => category.id === id)?.severity ?? 'violation'

/** A text with its labels and what was answered: words with blanks between them. */
export function answered(
  labels: string,
  flags: string,
  more: Partial<Case> & { readonly verdict?: Verdict } = {},
): Judged {
  const { verdict, ...item } = more
  const text = item.text ?? `${labels}, ${flags}`
  const found = words(flags)
  const harshest = found.some(id => severityOf(id) === 'violation') ? 'review' : 'warn'
  const said = verdict ?? (found.length === 0 ? 'allow' : harshest)
  return {
    item: {
      id: text,
      text,
      labels: words(labels),
      optional: [],
      input: { text },
      family: text,
      style: undefined,
      ...item,
    },
    judgement: {
      verdict: said,
      flagged: said !== 'allow',
      confidence: 0.9,
      flags: found.map(category => ({
        category,
        label: category,
        severity: severityOf(category),
        confidence: 0.9,
        evidence: [],
        advice: [],
      })),
      decidedBy: null,
      scores: Object.fromEntries(categories.map(({ id }) => [id, found.includes(id) ? 0.9 : 0.1])),
      ruleset: { version: '0.0.0-test', hash: 'a'.repeat(64) },
      identifiers: [],
    },
  }
}

const words = (list: string): string[] => list.split(' ').filter(Boolean)
