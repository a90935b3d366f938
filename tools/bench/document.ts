import { markdown, type Table, withBetweenMarks } from '../quality/table.js'

/** A table of the bench, and the command that makes it, which is also the name of its marks. */
export interface BenchTable {
  readonly command: string
  readonly table: Table
}

export const WHOLE = 'npm run bench'
export const commandOf = (section: string): string => `${WHOLE} -- --only ${section}`

/** The document with each table between the marks of its command. Throws when it lacks the marks of one. */
export function withTables(document: string, tables: readonly BenchTable[]): string {
  return tables.reduce(
    (written, { command, table }) => withBetweenMarks(written, command, markdown(table)),
    document,
  )
}
