import { RulesetError } from '../../ruleset/files.js'
import type { ReloadableScreener } from '../../screening/reloadable.js'
import type { Store } from '../../store/store.js'
import { FOR_ADMIN, FOR_ALL_KEYS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { categoryList, ruleset } from '../schemas/reference.js'
import type { Routes } from '../typed-routes.js'

export interface ReferenceParts {
  readonly screener: ReloadableScreener
  readonly store: Pick<Store, 'audit' | 'wantedRuleset'>
  /** Called after a successful reload, so that the other processes reload too. */
  readonly onReloaded: () => void
}

/** The categories, and the ruleset in use. */
export const referenceRoutes: Routes<ReferenceParts> = async (app, { screener, store, onReloaded }) => {
  app.get(
    '/categories',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'listCategories',
        tags: ['reference'],
        summary: 'カテゴリの一覧',
        description: 'カテゴリごとの意味、助言、法令や規約の手がかりを返します。',
        response: { 200: categoryList.describe('カテゴリの一覧') },
      },
    },
    async () => ({ categories: screener.categories }),
  )

  app.get(
    '/ruleset',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'getRuleset',
        tags: ['reference'],
        summary: 'いま使っている辞書',
        description: '辞書の版とハッシュ、ルールの一覧を返します。',
        response: { 200: ruleset.describe('辞書') },
      },
    },
    async () => ({ ...screener.ruleset, reader: screener.reader, rules: screener.rules }),
  )

  app.post(
    '/ruleset/reload',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'reloadRuleset',
        tags: ['reference'],
        summary: '辞書を読み直す',
        description:
          '辞書を読み直し、すべてのルールを用例で確かめてから、一度に切り替えます。同じ保存先を使うほかのインスタンスも、辞書のファイルが同じなら数秒以内に切り替わります。誤りがあれば、ファイル・行・理由を 422 で返し、いまの辞書を使い続けます。読み直しのあいだも判定は続きます。同時に行うのは 1 つだけで、そのあいだに頼まれたものは、次の 1 回をともに待ちます。',
        response: { 200: ruleset.describe('切り替えた辞書'), ...problems(422) },
      },
    },
    async request => {
      try {
        await screener.reload()
      } catch (error) {
        if (!(error instanceof RulesetError)) throw error
        request.log.warn({ reason: error.message }, 'dictionary refused')
        throw new Problem('ruleset_refused', error.message)
      }
      onReloaded()
      const { tenant, actor } = request.caller
      const { hash } = screener.ruleset
      await store.wantedRuleset.want(hash)
      await store.audit.record({ tenant, type: 'ruleset_reloaded', actor, detail: { hash } })
      request.log.info({ ruleset: screener.ruleset }, 'dictionary reloaded')
      for (const warning of screener.warnings) request.log.warn({ warning }, 'dictionary')
      return { ...screener.ruleset, reader: screener.reader, rules: screener.rules }
    },
  )
}
