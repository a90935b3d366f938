import type { Screener } from '../../contract/screener.js'
import { identifierNamed } from '../../moderation/case-identifiers.js'
import type { Store } from '../../store/store.js'
import { FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { identifierQuery, identifierRecord } from '../schemas/identifiers.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'

interface IdentifiersParts {
  readonly store: Pick<Store, 'identifiers'>
  readonly screener: Screener
}

/** Who else uses a contact. */
export const identifiersRoutes: Routes<IdentifiersParts> = async (app, { store, screener }) => {
  app.get(
    '/identifiers',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getIdentifier',
        tags: ['statistics'],
        summary: '連絡先や口座を、ほかに誰が使ったか調べる',
        description:
          '同じ連絡先・口座・リンクなどを含む、要確認または通報になったメッセージの件数と、その判定を返します。値は本文と同じように読み取り、書き方の違いは問いません。保存しているのは鍵付きのハッシュだけです。IDENTIFIER_SECRET がないと 404 になります。',
        querystring: identifierQuery,
        response: { 200: identifierRecord.describe('使われ方'), ...problems(400, 404) },
      },
    },
    async ({ caller, query }) => {
      if (!store.identifiers.isLinking)
        throw new Problem('not_found', 'Nothing is linked: IDENTIFIER_SECRET is not set.')
      const identifier = identifierNamed(screener, query.type, query.value)
      return store.identifiers.find(caller.tenant, identifier, caller.actor)
    },
  )
}
