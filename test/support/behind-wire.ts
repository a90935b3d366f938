import { startWire, type Wire } from '../../tools/faults/wire.js'
import { databases } from './stores.js'

/** PostgreSQL, where there is one to test with. */
export const postgres = databases.find(({ name }) => name === 'PostgreSQL')

/** An empty database on PostgreSQL, reached over a wire that can be made to misbehave. */
export async function behindWire(): Promise<{
  readonly wire: Wire
  /** The database's address at the near end of the wire. */
  readonly url: string
  readonly remove: () => Promise<void>
}> {
  const database = await postgres?.create()
  if (database?.location.kind !== 'postgres') throw new Error('PostgreSQL expected')
  const address = new URL(database.location.url)
  const wire = await startWire(address.hostname, Number(address.port || 5432))
  address.hostname = '127.0.0.1'
  address.port = String(wire.port)
  return {
    wire,
    url: address.href,
    remove: async () => {
      await wire.close()
      await database.remove()
    },
  }
}
