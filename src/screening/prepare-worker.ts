import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { RulesetError } from '../ruleset/files.js'
import { loadTokeniser } from '../tokeniser/tokenise.js'
import type { PrepareReply } from './prepare-thread.js'
import { prepareHere } from './prove.js'

/** The thread in which a dictionary is read and proven; it ends with its answer. */

const { dictDir } = z.object({ dictDir: z.string() }).parse(workerData)
const reply = (message: PrepareReply): void => parentPort?.postMessage(message)

try {
  reply({ kind: 'proven', ruleset: await prepareHere(await loadTokeniser())(dictDir) })
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  reply({ kind: error instanceof RulesetError ? 'refused' : 'failed', reason })
}
