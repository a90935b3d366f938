import Database from 'libsql'
import { z } from 'zod'
import { buildIdFactory } from '../../src/contract/ids.js'
import type { Store } from '../../src/store/store.js'
import { screen, texts } from './context.js'

/** So many go through the front door; the others are copies of them with ids of their own. */
const KEPT = 1_000

const nameRow = z.object({ name: z.string() })

/** Fills a store on disk with `size` flagged screenings, a multiple of a thousand. */
export async function fill(store: Store, file: string, size: number): Promise<void> {
  const nextId = buildIdFactory()
  const flagged = texts.violating
    .map(text => ({ text, judgement: screen(text) }))
    .filter(({ judgement }) => judgement.flagged)
  await store.inbox.keep(
    'default',
    flagged.slice(0, KEPT).map(({ text, judgement }, at) => ({
      id: nextId(),
      message: {
        text,
        messageId: `m${at}`,
        client: { id: `c${at % 300}` },
        stage: 'pre_contract' as const,
        kind: 'message' as const,
        outsideContactApproved: false,
        dryRun: false,
        explain: false,
      },
      judgement,
    })),
  )
  copyRows(file, size / KEPT - 1)
}

function copyRows(file: string, copies: number): void {
  const database = new Database(file)
  if (copies > 0) {
    copy('screenings', 'id')
    copy('screening_hits', 'screening_id')
  }
  database.exec('analyze')
  database.close()

  function copy(table: string, id: string): void {
    const others = columns(table)
      .filter(name => name !== id)
      .join(', ')
    database.exec(`
      with recursive copies(n) as (select 1 union all select n + 1 from copies where n < ${copies})
      insert into ${table} (${id}, ${others})
      select substr(${id}, 1, 22) || printf('%04d', n) || substr(${id}, 27), ${others} from copies, ${table}`)
  }

  function columns(table: string): string[] {
    return nameRow
      .array()
      .parse(database.prepare(`pragma table_info(${table})`).all())
      .map(({ name }) => name)
  }
}
