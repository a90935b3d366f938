import { readConfig } from '../config.js'
import {
  type Change,
  changeOf,
  describeChange,
  isLetGo,
  isNewlyFlagged,
  storedJudgement,
} from '../moderation/impact.js'
import { openStore } from '../store/store.js'
import { loadForCommand } from './load-for-command.js'
import { progress } from './progress.js'

/** Changes listed one by one; the counts cover all. */
const LISTED = 100

/**
 * Judges every stored message whose text was kept again, with the dictionary on disk, and lists what would change. Meant
 * to be run on an edit of `dict/` before the service reloads it.
 */
export async function printImpact(): Promise<void> {
  const config = readConfig()
  const { database, storeText } = config
  const screener = await loadForCommand(config)
  const store = await openStore(database, storeText)
  const changes: Change[] = []
  let judged = 0
  try {
    for await (const page of store.archive({})) {
      for (const screening of page) {
        const stored = storedJudgement(screening)
        const change = changeOf(await screener.screen(stored.input), stored)
        if (change) changes.push(change)
      }
      judged += page.length
      progress(`judged ${judged} stored messages again`)
    }
  } finally {
    await store.close()
  }
  progress('')
  for (const change of changes.slice(0, LISTED)) process.stdout.write(`${describeChange(change)}\n`)
  if (changes.length > LISTED) process.stdout.write(`… and ${changes.length - LISTED} more\n`)
  const letGo = changes.filter(isLetGo)
  const of = (status: Change['status'], some: readonly Change[]) =>
    some.filter(change => change.status === status).length
  process.stdout.write(
    `${judged} stored messages judged again: ${changes.length} change\n` +
      `newly flagged: ${changes.filter(isNewlyFlagged).length}\n` +
      `let go: ${letGo.length} (confirmed by a moderator: ${of('confirmed', letGo)}, dismissed: ${of('dismissed', letGo)}, undecided: ${of('pending', letGo)})\n`,
  )
}
