import type { Campaign } from '../../api/campaigns.js'
import { words } from '../../words/words.js'
import { everyDay } from './day-counts.js'

/** Units of the drawing. */
const WIDTH = 600
const HEIGHT = 56
const WIDEST = 40

/** Messages a day, as bars. */
export function Days({ item: { timeline } }: { readonly item: Campaign }) {
  const { campaign: said } = words.value
  const days = everyDay(timeline)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  const most = Math.max(...days.map(({ messages }) => messages))
  const step = Math.min(WIDEST, WIDTH / days.length)
  const isOne = days.length === 1
  return (
    <section class="part">
      <h3>{said.days}</h3>
      {isOne ? (
        <p>{said.day(first.day, first.messages)}</p>
      ) : (
        <>
          <svg
            class="days"
            viewBox={`0 0 ${step * days.length} ${HEIGHT}`}
            preserveAspectRatio="xMinYMax meet"
            role="img"
            aria-label={`${said.from(first.day, last.day)}, ${said.most(most)}`}
          >
            {days.map(({ day, messages }, at) => {
              const height = messages === 0 ? 1 : Math.max(3, (messages / most) * HEIGHT)
              return (
                <rect key={day} x={at * step} y={HEIGHT - height} width={step * 0.8} height={height}>
                  <title>{said.day(day, messages)}</title>
                </rect>
              )
            })}
          </svg>
          <p class="soft small">
            {said.from(first.day, last.day)}　{said.most(most)}
          </p>
        </>
      )}
    </section>
  )
}
