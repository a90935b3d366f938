// What the sections share: the texts, a screener, a clock that takes turns, and servers of their own.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadRuleset } from '../../dist/ruleset/load.js'
import { loadDictionaries } from '../../dist/tokeniser/dictionaries.js'
import { buildReadMessage } from '../../dist/screening/rules/read-message.js'
import { buildScreener } from '../../dist/screening/screener.js'
import { buildTokeniser } from '../../dist/tokeniser/tokenise.js'
import { loadKuromoji } from './kuromoji.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

const corpus = readdirSync(join(root, 'test/corpus'))
  .filter(name => name.endsWith('.jsonl'))
  .flatMap(name => readFileSync(join(root, 'test/corpus', name), 'utf8').trim().split('\n').map(JSON.parse))
export const texts = {
  legitimate: corpus.filter(({ labels }) => labels.length === 0).map(({ text }) => text),
  violating: corpus.filter(({ labels }) => labels.length > 0).map(({ text }) => text),
}

export const kuromoji = await loadKuromoji()
export const tokenise = buildTokeniser(await loadDictionaries())
export const ruleset = loadRuleset(join(root, 'dict'))
const screener = buildScreener(ruleset, buildReadMessage(ruleset, tokenise))
export const screen = text => screener.screen({ text })

/** Microseconds an item, the median of the rounds; what is compared takes turns. */
export function timed(work, items, rounds) {
  const names = Object.keys(work)
  for (const name of names) for (const item of items.slice(0, 500)) work[name](item)
  const times = Object.fromEntries(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const since = performance.now()
      for (const item of items) work[name](item)
      times[name].push(((performance.now() - since) * 1_000) / items.length)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times[name])]))
}

/** Starts a server and waits for its address; with the milliseconds that took. */
export async function start(name, command, environment = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
  const since = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: directory,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => {
      output += chunk
      const found = /ready at (http:\S+)/.exec(output)?.[1]
      if (found) resolve(found.replace('[::1]', 'localhost'))
    })
    child.once('exit', () => reject(new Error(`${name} ended: ${output}`)))
  })
  const readyAfter = performance.now() - since
  return {
    name,
    url,
    readyAfter,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    stop: async () => {
      child.removeAllListeners('exit')
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true })
    },
  }
}
const bench = fileURLToPath(new URL('servers.mjs', import.meta.url))
export const servers = {
  echo: () => start('echo', [bench, 'echo']),
  kuromoji: () => start('kuromoji', [bench, 'kuromoji']),
  sekisho: (environment = {}) =>
    start('sekisho', [join(root, 'dist/main.js')], { DATABASE_URL: 'sqlite::memory:', WORKERS: '1', ...environment }),
}
