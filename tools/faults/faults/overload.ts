import { send } from '../send.js'
import { anyInstance, type Fault, onBoth, type Stage } from './fault.js'

const SECONDS = 3
const TIMES = 3

/** Long texts that are judged and not kept, three times as many as were measured to be possible just before. */
export const overload: Fault = {
  title: `${TIMES} times what it can judge, for ${SECONDS} s`,
  stores: onBoth,
  answers: 'all',
  inject: async stage => {
    await batch(stage)
    const since = performance.now()
    await batch(stage)
    const seconds = (performance.now() - since) / 1_000
    const processes = stage.instances.reduce((sum, one) => sum + one.workers, 0)
    const count = Math.round((TIMES * SECONDS * processes) / Math.max(seconds, 0.02))
    const calls: Promise<void>[] = []
    for (let sent = 0; sent < count; sent++) {
      calls.push(batch(stage))
      await stage.pause(SECONDS / count)
    }
    await Promise.all(calls)
  },
}

/** Twenty dry runs; whether they are refused is their own affair. */
async function batch(stage: Stage): Promise<void> {
  const text = 'ご連絡ありがとうございます。作業の進め方を確認します。'.repeat(20)
  const messages = Array.from({ length: 20 }, (_, at) => ({ text: `${text}${at}`, dryRun: true }))
  await send(anyInstance(stage).url, {
    method: 'POST',
    path: '/screen/batch',
    key: stage.key,
    body: JSON.stringify({ messages }),
    patience: 30_000,
  })
}
