import { Worker } from 'node:worker_threads'
import { RulesetError } from '../ruleset/files.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import type { Prepare } from './prove.js'

/** What the thread answers, once. */
export type PrepareReply =
  | { readonly kind: 'proven'; readonly ruleset: Ruleset }
  /** The dictionary cannot be used: file, line and reason. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** Megabytes of heap for the thread: several times what a dictionary and its proof need. */
const HEAP = 256

/** Reads and proves a dictionary in a thread of its own, with a tokenizer of its own: judging goes on meanwhile. */
export const prepareInThread: Prepare = dictDir =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./prepare-worker.js', import.meta.url), {
      workerData: { dictDir },
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    })
    worker.on('message', (reply: PrepareReply) => {
      if (reply.kind === 'proven') resolve(reply.ruleset)
      else reject(reply.kind === 'refused' ? new RulesetError(reply.reason) : new Error(reply.reason))
    })
    worker.on('error', reject)
    // After an answer this says nothing more.
    worker.on('exit', code => reject(new Error(`the dictionary's thread ended with ${code}`)))
  })
