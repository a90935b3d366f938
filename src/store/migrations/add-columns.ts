import type { Kysely, RawBuilder } from 'kysely'

/**
 * Adds the columns that the table does not have. Versions that committed a migration statement by statement could leave
 * half of one behind: its rest is made up for when it runs again.
 */
export async function addColumns(
  db: Kysely<unknown>,
  table: string,
  columns: Readonly<Record<string, RawBuilder<unknown>>>,
): Promise<void> {
  const tables = await db.introspection.getTables()
  const there = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? []
  // SQLite adds one column a statement.
  for (const [name, type] of Object.entries(columns))
    if (!there.includes(name)) await db.schema.alterTable(table).addColumn(name, type).execute()
}
