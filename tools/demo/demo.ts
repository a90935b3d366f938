/**
 * `npm run demo`: a service on a fresh store that goes away with it, 500 invented cases, and a new one every now and then,
 * so that a visitor sees the moderators' desk at work.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.js'
import { mulberry32 } from '../training/random.js'
import { leaveTraces } from './colleagues.js'
import { fill, post, trickle } from './fill.js'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    cases: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
})

const directory = mkdtempSync(join(tmpdir(), 'sekisho-demo-'))
const file = join(directory, 'demo.db')
const databaseUrl = `sqlite:${file}`
const child = spawn(process.execPath, [join(packageRoot, 'dist/main.js')], {
  cwd: directory,
  env: {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    IDENTIFIER_SECRET: 'only-for-the-demonstration-of-invented-cases',
    LOG_LEVEL: 'error',
    PORT: values.port,
    READER: 'off',
    WORKERS: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
child.once('exit', code => {
  rmSync(directory, { recursive: true, force: true })
  process.exit(code ?? 0)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGTERM'))

try {
  const url = await ready()
  const draw = mulberry32(Number(values.seed))
  console.log(
    `The desk is at ${url}/console and fills with invented cases. No key is needed on this machine.`,
  )
  const kept = await fill({ url, cases: Number(values.cases), draw })
  const objections = await leaveTraces({ url, file, draw, post })
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
  console.log(
    `A transparency report of it: DATABASE_URL=${databaseUrl} npm run report -- --from ${today} --to ${today}`,
  )
  console.log(
    `${kept} cases came, and ${objections} objections wait. More arrive now and then; Ctrl-C ends it, and the store with it.`,
  )
  trickle({ url, draw })
} catch (error) {
  console.error(error)
  child.kill('SIGTERM')
}

async function ready(): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    const found = /ready at (http\S+)/.exec(output)?.[1]
    if (found !== undefined) {
      child.stdout.resume()
      return found
    }
  }
  throw new Error(`the service did not start: ${output}`)
}
