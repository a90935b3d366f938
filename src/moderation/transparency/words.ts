import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Immutable } from '../../contract/immutable.js'

const text = z.string().min(1)
/** One text for each of the names, and no other. */
const texts = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.record(z.enum(names), text)

const reportWords = z.strictObject({
  title: text,
  period: text,
  made: text,
  empty: text,
  none: text,
  hidden: text,
  noCategory: text,
  total: text,
  distinctTotal: text,
  low: text,
  high: text,
  inSeconds: text,
  estimate: text,
  duration: texts('seconds', 'minutes', 'hours', 'days'),
  chart: text,
  warnings: texts('expired', 'unfinished', 'suppressed'),
  summary: texts('title', 'judged', 'stopped', 'held', 'decided', 'error', 'reports', 'granted', 'median'),
  months: text,
  categories: text,
  means: text,
  what: text,
  titles: texts(
    'measuresByMonth',
    'measuresByCategory',
    'responseTimes',
    'timeDistribution',
    'decisionTimes',
    'decisionsByMonth',
    'reportsByMonth',
    'reportsByCategory',
  ),
  measures: texts('stopped', 'held', 'advised', 'found', 'reported', 'free'),
  verdicts: texts('allow', 'warn', 'review', 'block'),
  detectors: texts('rule', 'reader', 'voice', 'list', 'campaign', 'client', 'unknown', 'notice'),
  decisions: texts('pending', 'confirmed', 'dismissed', 'carried'),
  outcomes: texts('upheld', 'notUpheld', 'open'),
  fine: text,
  appeals: z.strictObject({
    sides: texts('sender', 'recipient'),
    contests: texts('confirmed', 'dismissed'),
    statuses: texts('granted', 'rejected', 'open'),
    share: text,
  }),
  campaigns: z.strictObject({
    statuses: texts('open', 'confirmed', 'dismissed'),
    campaigns: text,
    messages: text,
    senders: text,
  }),
  accuracy: texts('checked', 'right', 'wrong', 'error'),
  agreement: texts('opinions', 'same', 'kappa', 'identical', 'whether', 'about'),
  spans: texts('decision', 'report', 'sender', 'recipient'),
  times: texts('count', 'median', 'p90', 'step'),
  steps: z.array(text).length(7),
  sections: z.array(
    z.strictObject({ id: text, title: text, note: text, tables: z.array(text).min(1), laws: z.array(text) }),
  ),
  lawTitle: text,
  lawHeads: z.tuple([text, text, text, text]),
  laws: z.record(z.string(), texts('dsa', 'provider', 'missing')),
  about: z.strictObject({ title: text, points: z.array(text) }),
  files: texts('title', 'note'),
})
export type ReportWords = Immutable<z.infer<typeof reportWords>>

/** Reads the words of the transparency report. Throws with the file's name when it cannot be read, or lacks a word. */
export function loadReportWords(file: string): ReportWords {
  const words = reportWords.safeParse(parse(readFileSync(file, 'utf8')))
  if (words.success) return words.data
  const [issue] = words.error.issues
  throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}`)
}
