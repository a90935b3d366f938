import { z } from 'zod'
import type { Immutable } from './immutable.js'
import { confidence, offset } from './quantities.js'
import { ruleStatus } from './words.js'

/** A stretch `[start, end)` of the original text, in UTF-16 units. */
const span = { start: offset, end: offset, text: z.string() }

/** The work behind a judgement, step by step. */
export const explanation = z
  .strictObject({
    normalised: z.string().describe('正規化した本文'),
    /** Each fold that changed the text, with the original stretch. */
    transforms: z.array(
      z.strictObject({ step: z.string(), start: offset, end: offset, from: z.string(), to: z.string() }),
    ),
    clauses: z.array(z.strictObject({ ...span, tokenised: z.boolean() })),
    tokens: z.array(
      z.strictObject({
        surface: z.string(),
        lemma: z.string(),
        reading: z.string(),
        pos: z.string(),
        start: offset,
        end: offset,
      }),
    ),
    signals: z.array(
      z.strictObject({
        category: z.string(),
        rule: z.string(),
        status: ruleStatus,
        weight: z.number(),
        ...span,
      }),
    ),
    suppressed: z.array(z.strictObject({ category: z.string(), rule: z.string(), by: z.string(), ...span })),
    /** Rules that lack one group of concepts (or only their order) within their window; the stretch is what was found. */
    nearMisses: z
      .array(
        z.strictObject({
          category: z.string(),
          rule: z.string(),
          lacking: z
            .array(z.string())
            .describe('欠けていた概念（どれか 1 つで足ります）。語順だけが合わなかったときは order'),
          ...span,
        }),
      )
      .describe('あと一つで当てはまったルール'),
    omitted: z
      .array(
        z.strictObject({
          list: z.enum(['signals', 'suppressed']),
          rule: z.string(),
          count: z.int().min(1),
        }),
      )
      .describe('signals と suppressed は 1 つのルールにつき 20 件まで。載せなかった件数'),
    belowThreshold: z
      .array(z.strictObject({ category: z.string(), confidence, threshold: confidence }))
      .describe('しきい値に届かなかったが、その半分以上だったカテゴリ'),
    /** Log-odds by category before calibration and the terms that made it. */
    logOdds: z
      .record(
        z.string(),
        z.strictObject({
          bias: z.number(),
          rules: z.number(),
          model: z.number(),
          reader: z.number(),
          total: z.number(),
        }),
      )
      .describe(
        'カテゴリごとの対数オッズ（較正前）と内訳：rules ルール、model 統計モデル、reader 読解モデル',
      ),
  })
  .meta({ id: 'Explanation', description: '判定の過程：正規化、節、形態素、見つかった手がかりとその重み' })

export type Explanation = Immutable<z.infer<typeof explanation>>
