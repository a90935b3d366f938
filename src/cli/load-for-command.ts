import type { Config } from '../config.js'
import { loadReadingScreener } from '../screening/load.js'
import { openSession } from '../screening/reader/session.js'
import type { ReloadableScreener } from '../screening/reloadable.js'

/** The screener as the service runs it, with the network in this thread: a command has nothing else to do meanwhile. */
export async function loadForCommand({
  dictDir,
  reader,
}: Pick<Config, 'dictDir' | 'reader'>): Promise<ReloadableScreener> {
  const screener = await loadReadingScreener(dictDir, {
    mode: reader,
    openSession,
    onFailure: failure => process.stderr.write(`judged without the reader: ${String(failure)}\n`),
  })
  for (const warning of screener.warnings) process.stderr.write(`${warning}\n`)
  if (screener.reader.reason) process.stderr.write(`without the reader: ${screener.reader.reason}\n`)
  return screener
}
