import type { Gate } from './gate.js'

/** The dictionary that all instances should judge with. */
export interface WantedRuleset {
  /** Its hash; undefined while nobody has reloaded one. */
  read(): Promise<string | undefined>
  want(hash: string): Promise<void>
}

export function buildWantedRuleset(gate: Gate): WantedRuleset {
  return {
    read: () =>
      gate.read(async db => {
        const row = await db
          .selectFrom('settings')
          .select('value')
          .where('name', '=', 'ruleset')
          .executeTakeFirst()
        return row?.value
      }),

    want: hash =>
      gate.write(async db => {
        const changed = { value: hash, changed_at: new Date().toISOString() }
        await db
          .insertInto('settings')
          .values({ name: 'ruleset', ...changed })
          .onConflict(conflict => conflict.column('name').doUpdateSet(changed))
          .execute()
      }),
  }
}
