import { firstIdAt } from '../contract/ids.js'
import type { Gate } from './gate.js'
import { detailOf } from './rows.js'
import type { ScreeningDetail, WithHistory } from './screening.js'
import { readHistory, withHistory } from './stored-history.js'

interface ArchiveFilter {
  /** Absent: every tenant's, for the operator's own commands. */
  readonly tenant?: string | undefined
  readonly status?: 'decided' | 'any' | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** Stored screenings whose whole text was kept, oldest first, page by page: constant memory, however many there are. */
export type Archive = (filter: ArchiveFilter) => AsyncGenerator<readonly (ScreeningDetail & WithHistory)[]>

const PAGE = 200

export function buildArchive(gate: Gate): Archive {
  return async function* ({ tenant, status = 'any', from, to }) {
    let last = ''
    for (;;) {
      const rows = await gate.read(db => {
        let query = withHistory(db)
          .where('id', '>', last)
          .where('text_kept', '=', 'full')
          .where('origin', '!=', 'test')
        if (tenant !== undefined) query = query.where('tenant', '=', tenant)
        if (status === 'decided') query = query.where('status', '!=', 'pending')
        if (from !== undefined) query = query.where('id', '>=', firstIdAt(from))
        if (to !== undefined) query = query.where('id', '<', firstIdAt(to))
        return query.orderBy('id').limit(PAGE).execute()
      })
      if (rows.length === 0) return
      yield rows.map(row => ({ ...detailOf(row), ...readHistory(row) }))
      last = rows.at(-1)?.id ?? last
    }
  }
}
