import type { Screener } from '../../screening/types.js'
import { problems } from '../schemas/problem.js'
import { categoryList, ruleset } from '../schemas/reference.js'
import type { Routes } from '../typed-routes.js'

/** What the verdicts mean, and what they were made with. */
export const referenceRoutes: Routes<{ readonly screener: Screener }> = async (app, { screener }) => {
  app.get(
    '/categories',
    {
      schema: {
        operationId: 'listCategories',
        tags: ['資料'],
        summary: 'カテゴリの一覧',
        description: 'カテゴリごとの意味、助言、法令や規約の手がかりを返します。',
        response: { 200: categoryList.describe('カテゴリの一覧'), ...problems(429) },
      },
    },
    async () => ({ categories: screener.categories }),
  )

  app.get(
    '/ruleset',
    {
      schema: {
        operationId: 'getRuleset',
        tags: ['資料'],
        summary: 'いま使っている辞書',
        description: '辞書の版とハッシュ、ルールの一覧を返します。',
        response: { 200: ruleset.describe('辞書'), ...problems(429) },
      },
    },
    async () => ({ ...screener.ruleset, rules: screener.rules }),
  )
}
