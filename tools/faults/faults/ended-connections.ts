import { administer } from '../database.js'
import type { Fault } from './fault.js'

const END = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'sekisho'`

export const endedConnections: Fault = {
  title: 'pg_terminate_backend of all connections, every 0.3 s for 3 s',
  stores: ['postgres'],
  answers: 'all',
  inject: async ({ database: { location }, pause }) => {
    if (location.kind !== 'postgres') return
    for (let times = 0; times < 10; times++) {
      await administer(location.url, END)
      await pause(0.3)
    }
  },
}
