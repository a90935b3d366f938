import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { screenRequest } from '../contract/message.js'
import { fail } from './fail.js'
import { loadForCommand } from './load-for-command.js'
import { progress } from './progress.js'

const USAGE = `npm run screen -- FILE > RESULTS

Judges a file of messages, one JSON object a line as POST /screen takes it, without a service and without storing
anything: for a platform's first back-fill. Writes one result a line to standard output, in order; a line that cannot be
read gets { "error": … } in its place. Tells at the end how many there were of each verdict and category.`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  })
  const [file] = positionals
  if (values.help || file === undefined) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const { size } = statSync(file)
  const screener = await loadForCommand(readConfig())
  const input = createReadStream(file)
  const counts = new Map<string, number>()
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  const since = performance.now()
  let lineNumber = 0
  let messages = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lineNumber++
    if (text.trim() === '') continue
    messages++
    const result = await judge(text)
    if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await once(process.stdout, 'drain')
    if (messages % 500 === 0) showProgress()
  }
  progress('')
  const seconds = (performance.now() - since) / 1_000
  process.stderr.write(
    `${messages} messages in ${seconds.toFixed(1)} s (${Math.round(messages / seconds)} a second)\n`,
  )
  for (const [name, amount] of [...counts].sort(([, a], [, b]) => b - a))
    process.stderr.write(`${String(amount).padStart(8)}  ${name}\n`)

  async function judge(text: string): Promise<object> {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      count('error')
      return { error: `line ${lineNumber} is not JSON` }
    }
    const message = screenRequest.safeParse(value)
    if (!message.success) {
      count('error')
      const [issue] = message.error.issues
      return { error: `line ${lineNumber}: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}` }
    }
    const { messageId = null } = message.data
    const judgement = await screener.screen(message.data)
    count(judgement.verdict)
    for (const { category } of judgement.flags) count(category)
    const { verdict, flagged, confidence, flags, decidedBy, scores, explanation } = judgement
    return { messageId, verdict, flagged, confidence, flags, decidedBy, scores, explanation }
  }

  function showProgress(): void {
    const share = size === 0 ? 1 : input.bytesRead / size
    const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░')
    const left = (performance.now() - since) * (1 / Math.max(share, 0.001) - 1)
    progress(`${bar} ${Math.round(share * 100)}%, ${messages} messages, ${Math.ceil(left / 1_000)} s left`)
  }
}

main().catch(fail)
