import { CONVERSATIONS, FILLERS, REPORTED, THEMES } from './phrases.js'

/** A number of [0, 1), drawn anew. */
type Draw = () => number

const SENDERS = 60

/** A body for `POST /screen`, never the same twice but for those who send in bulk. */
export function inventMessage(draw: Draw, number: number) {
  const theme = weighted(draw)
  const text = filled(`{opening}${pick(draw, theme.texts)}{closing}`, draw)
  return {
    text: draw() < 0.03 ? lengthened(text) : text,
    messageId: `demo-${number}`,
    kind: theme.kind,
    stage: theme.stage,
    client: inventClient(draw),
    ...(theme.kind === 'message' && { history: pick(draw, CONVERSATIONS) }),
  }
}

/** A body for `POST /reports`. */
export function inventReport(draw: Draw, number: number) {
  const { text, category, reason } = pick(draw, REPORTED)
  return {
    text: filled(`{opening}${text}`, draw),
    messageId: `demo-report-${number}`,
    category,
    reason,
    reporterId: `worker-${Math.floor(draw() * 200)}`,
    client: inventClient(draw),
  }
}

/** A few senders write most of it, as they do. */
function inventClient(draw: Draw) {
  const number = Math.floor(draw() ** 2 * SENDERS)
  return {
    id: `client-${1000 + number}`,
    identityVerified: number % 3 === 0,
    completedOrders: number % 4 === 0 ? 0 : (number * 7) % 50,
    ...(number % 4 !== 0 && { rating: 2 + ((number * 13) % 31) / 10 }),
    profileComplete: number % 5 !== 0,
    accountAgeDays: (number * number) % 900,
  }
}

function weighted(draw: Draw): (typeof THEMES)[number] {
  const all = THEMES.flatMap(theme => Array.from({ length: theme.weight }, () => theme))
  return pick(draw, all)
}

function filled(text: string, draw: Draw): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const words = Object.entries(FILLERS).find(([one]) => one === name)?.[1]
    return words === undefined ? slot : pick<string>(draw, words)
  })
}

/** What matters stands far down, as in the messages that nobody likes to read. */
function lengthened(text: string): string {
  const paragraph =
    'お仕事の背景をご説明します。当社では多くの方に在宅でご活躍いただいており、作業の手順書も用意しています。\n'
  return `${paragraph.repeat(40)}\n${text}\n\n${paragraph.repeat(5)}`
}

export function pick<Value>(draw: Draw, values: readonly Value[]): Value {
  const value = values[Math.floor(draw() * values.length)]
  if (value === undefined) throw new Error('there is nothing to pick from')
  return value
}
