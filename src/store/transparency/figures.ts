import { sql } from 'kysely'
import { type Pairs, secondOpinions } from '../blind/agreement.js'
import type { Gate } from '../gate.js'
import type { Period } from '../precision.js'
import { type Appealed, appealsIn } from './appeals.js'
import {
  type CategoryCases,
  type CheckedFlags,
  categoryCases,
  checkedFlags,
  type Detected,
  detections,
  type MonthlyCases,
  monthlyCases,
} from './arrivals.js'
import { type CampaignCounts, campaignsIn } from './campaigns.js'
import { type Decisions, decisionsIn } from './decisions.js'
import { type JudgedMessages, judgedIn } from './judged.js'
import type { Month } from './months.js'
import { type Reported, reportsIn } from './reports.js'
import { ofOneMoment } from './snapshot.js'

export interface Asked {
  readonly tenant: string
  readonly period: Period
  /** Of the period, in order, without a gap. */
  readonly months: readonly Month[]
  /** YYYY-MM-DD, both inclusive: how the days of the period are called where they are lived. */
  readonly days: { readonly first: string; readonly last: string }
  /** Seconds, ascending, by which times are told apart. */
  readonly bounds: readonly number[]
}

/** What a period comes to: counts, and names of categories. Nothing of a message, and nothing that leads to anybody. */
export interface Figures {
  readonly judged: readonly JudgedMessages[]
  readonly months: readonly MonthlyCases[]
  readonly categories: readonly CategoryCases[]
  readonly detections: readonly Detected[]
  readonly flags: readonly CheckedFlags[]
  readonly decisions: Decisions
  readonly reports: Reported
  readonly appeals: Appealed
  readonly opinions: readonly Pairs[]
  readonly campaigns: readonly CampaignCounts[]
}

/** For the transparency report: counted by the database, all of one moment. */
export interface Transparency {
  /** Everybody whose messages were judged, or who has a key. */
  tenants(): Promise<readonly string[]>
  /** `tell` hears of each step before it is taken. */
  figures(asked: Asked, tell?: (done: number, of: number) => void): Promise<Figures>
}

export function buildTransparency(gate: Gate): Transparency {
  return {
    tenants: () =>
      gate.read(async db => {
        const { rows } = await sql<{ tenant: string }>`
          select tenant from tallies union select tenant from screening_counts
          union select tenant from keys order by tenant`.execute(db)
        return rows.map(({ tenant }) => tenant)
      }),

    figures: (asked, tell = () => undefined) =>
      gate.read(db =>
        ofOneMoment(db, async moment => {
          let step = 0
          const next = <Result>(
            count: (db: typeof moment, asked: Asked) => Promise<Result>,
          ): Promise<Result> => {
            tell(step++, STEPS)
            return count(moment, asked)
          }
          return {
            judged: await next(judgedIn),
            months: await next(monthlyCases),
            categories: await next(categoryCases),
            detections: await next(detections),
            flags: await next(checkedFlags),
            decisions: await next(decisionsIn),
            reports: await next(reportsIn),
            appeals: await next(appealsIn),
            opinions: await next((db, { tenant, period }) => secondOpinions(db, tenant, period)),
            campaigns: await next(campaignsIn),
          }
        }),
      ),
  }
}

const STEPS = 10
