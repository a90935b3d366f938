import { DEFAULT_KIND } from '../../contract/defaults.js'
import type { Kind, ReportKind } from '../../contract/words.js'
import type { ReportIntake } from '../../moderation/report-intake.js'
import { ERASED } from '../answers.js'
import { FOR_PLATFORM } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { reportRequest, reportResponse } from '../schemas/reports.js'
import type { Routes } from '../typed-routes.js'

export interface ReportsParts {
  readonly receiveReport: ReportIntake
  readonly categories: readonly string[]
}

/** Reports by the recipients of messages (通報). */
export const reportsRoutes: Routes<ReportsParts> = async (app, { receiveReport, categories }) => {
  app.post(
    '/reports',
    {
      config: { access: FOR_PLATFORM },
      schema: {
        operationId: 'report',
        tags: ['reports'],
        summary: '届けたメッセージへの通報を受け付ける',
        description:
          '受信者から通報されたメッセージを、いまの辞書で判定し直し、判定にかかわらず要確認の一覧に入れます。同じ messageId の件がすでにあれば、その件に通報を加えます。消去されたメッセージへの通報は受け付けません。kind=not_a_violation は、要確認になったメッセージに問題がなかったという知らせで、messageId が要ります。件に添えられ、順番は動きません。一覧にないメッセージなら 409 です。件が判定されると、report.decided で結果を知らせます。通報された件も、同じ文面の一斉送信に加わります（その一斉送信が違反と確認されていれば、すぐに判定済みになります）。',
        body: reportRequest(categories),
        response: {
          201: reportResponse.describe('受け付けた'),
          ...problems(400, 409, 410, 413, 415),
        },
      },
    },
    async (request, reply) => {
      const { kind: given, category, reason, reporterId, ...rest } = request.body
      const { kind, report } = bothKinds(given)
      const message = { ...rest, kind }
      const { tenant, actor } = request.caller
      const { reported, verdict } = await receiveReport(tenant, actor, message, {
        kind: report,
        category,
        reason,
        reporterId,
      })
      if (reported.kind === 'conflict')
        throw new Problem('message_conflict', 'This messageId was sent before with another text.')
      if (reported.kind === 'erased') throw new Problem('erased', ERASED)
      if (reported.kind === 'not_flagged')
        throw new Problem(
          'not_flagged',
          'No flagged message has this messageId: there is nothing to correct.',
        )
      const { reportId: id, screeningId, isNew } = reported
      return reply.code(201).send({ id, screeningId, isNew, verdict })
    },
  )
}

/** One field says what was reported and what is said of it: what is said to be fine was judged before, as what it is. */
function bothKinds(given: Kind | ReportKind): { readonly kind: Kind; readonly report: ReportKind } {
  return given === 'violation' || given === 'not_a_violation'
    ? { kind: DEFAULT_KIND, report: given }
    : { kind: given, report: 'violation' }
}
