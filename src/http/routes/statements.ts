import { isScreeningId } from '../../contract/ids.js'
import { type StatementParts, statementOf } from '../../moderation/statement/statement.js'
import { FOR_ALL_KEYS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { screeningParams } from '../schemas/screenings.js'
import { statement, statementQuery } from '../schemas/statements.js'
import type { Routes } from '../typed-routes.js'

/** Why something was done with a message, in words for those whom it concerns. */
export const statementsRoutes: Routes<StatementParts> = async (app, parts) => {
  app.get(
    '/screenings/:id/statement',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'getStatement',
        tags: ['appeals'],
        summary: '判断の理由を、伝える相手の言葉で受け取る',
        description:
          '何をしたか、どの箇所か、どのルールか、自動か人か、異議の申し立て方と期限を、日本語と英語で返します。箇所は送った人にだけ伝えます。受け取る人と通報した人には、その人が見たもの以上は伝えません。担当者の名前は含みません。渡したことは記録されます。',
        params: screeningParams,
        querystring: statementQuery,
        response: { 200: statement.describe('理由書'), ...problems(400, 404) },
      },
    },
    async ({ params: { id }, query, caller: { tenant, actor, role } }) => {
      const asked = { tenant, actor, isModerator: role === 'moderator' }
      const found = isScreeningId(id) ? await statementOf(parts, { ...asked, id }, query.for) : 'missing'
      if (found === 'missing') throw new Problem('not_found', 'No such screening is stored.')
      if (found === 'unreported') throw new Problem('not_found', 'Nobody has reported this message.')
      return found
    },
  )
}
