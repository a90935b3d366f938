import type { Summary, Verdict } from '../../api/shapes.js'
import { words } from '../../words/words.js'

/** Lines on a field of 16 by 16. */
const PATHS = {
  allow: 'M3 8.5 6.5 12 13 4.5',
  warn: 'M8 2 14.5 13.5H1.5ZM8 6.5v3.2M8 11.6v.2',
  review: 'M4.5 2.5v11M11.5 2.5v11',
  block: 'M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2ZM5 8h6',
  report: 'M3.5 14V2.5h8l-1.6 3 1.6 3h-8',
  confirmed: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  dismissed: 'M3 8.5 6.5 12 13 4.5',
  gate: 'M1.5 3.5h13M3 6.5h10M4.5 3.5V14M11.5 3.5V14',
  person: 'M8 7.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.5 14.2c.6-3 2.6-4.5 5.5-4.5s4.9 1.5 5.5 4.5',
  clock: 'M8 14.3A6.3 6.3 0 1 0 8 1.7a6.3 6.3 0 0 0 0 12.6ZM8 4.5V8l2.4 1.8',
  back: 'M10 2.5 4.5 8l5.5 5.5',
  undo: 'M2.5 6h7.2a3.6 3.6 0 0 1 0 7.2H6M5.5 2.8 2.5 6l3 3.2',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  gear: 'M8 10.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  help: 'M5.5 5.6A2.6 2.6 0 0 1 8 3.4c1.5 0 2.6.9 2.6 2.2 0 1.9-2.6 2-2.6 4M8 12.2v.2',
  link: 'M6.5 9.5l3-3M7 4.6l1.6-1.6a2.9 2.9 0 0 1 4.2 4.2L11.2 8.8M9 11.4 7.4 13a2.9 2.9 0 0 1-4.2-4.2L4.8 7.2',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4l3.6 3.6',
  filter: 'M2 3.5h12M4.5 8h7M6.8 12.5h2.4',
  reload: 'M13.3 8a5.3 5.3 0 1 1-1.6-3.8M13.5 1.8v3h-3',
  out: 'M6.5 2.5h-4v11h4M6.5 8h7M10.5 5l3 3-3 3',
  copies: 'M5.5 5.5V2h8.5v8.5h-3.5M2 5.5h8.5V14H2ZM4.3 8.4h4M4.3 11h4',
  appeal: 'M8 2v12M5 14h6M2.5 4.5h11M3.2 4.5 1.2 9.2h4ZM12.8 4.5l-2 4.7h4Z',
  pair: 'M6 8.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.5 13.5c.4-2.6 2-3.8 4.5-3.8s4.1 1.2 4.5 3.8M10.6 3.6a2.4 2.4 0 0 1 0 4.4M12.2 10.2c1.3.5 2.1 1.6 2.3 3.3',
  leaf: 'M2.5 13.5C3 6.5 6.5 3 13.5 2.5 13.5 9.5 10 13 5 12M2.5 13.5c2-3 4-5 7-6.5',
} as const
export type IconName = keyof typeof PATHS

/** A picture beside words, and for the eye only. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** What the service did with a message; one that it delivered and a recipient reported says so instead. */
export function toneOf({ origin, verdict }: Pick<Summary, 'origin' | 'verdict'>): Verdict | 'reported' {
  return origin === 'report' ? 'reported' : verdict
}

export function VerdictMark({ item }: { readonly item: Pick<Summary, 'origin' | 'verdict'> }) {
  const tone = toneOf(item)
  const { verdicts, origins } = words.value
  return (
    <>
      <Icon name={tone === 'reported' ? 'report' : tone} />
      <span class="row-verdict">{tone === 'reported' ? origins.report : verdicts[tone]}</span>
    </>
  )
}
