// `npm run bench [-- --seconds 4 --rounds 3 --json FILE --only core,growth,worst,http,start]`
// Prints tables and writes JSON: the core, growth, worst cases, start and memory, and HTTP beside an echo and a bare
// kuromoji endpoint. Everything on loopback, interleaved, medians.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { loadRuleset } from '../../dist/ruleset/load.js'
import { dictionariesOf } from '../../dist/screening/dictionaries.js'
import { buildScreener } from '../../dist/screening/screener.js'
import { buildTokeniser, loadKuromoji } from '../../dist/screening/tokenise.js'
import { worstTexts } from './worst.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string', default: 'report/bench.json' },
    only: { type: 'string', default: 'core,growth,worst,start,http' },
  },
})
const only = values.only.split(',')
const rounds = Number(values.rounds)
const root = fileURLToPath(new URL('../..', import.meta.url))
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const results = { node: process.version, at: new Date().toISOString() }

const corpus = readdirSync(join(root, 'test/corpus'))
  .filter(name => name.endsWith('.jsonl'))
  .flatMap(name => readFileSync(join(root, 'test/corpus', name), 'utf8').trim().split('\n').map(JSON.parse))
const legitimate = corpus.filter(({ labels }) => labels.length === 0).map(({ text }) => text)
const violating = corpus.filter(({ labels }) => labels.length > 0).map(({ text }) => text)

const kuromoji = await loadKuromoji()
const tokenise = buildTokeniser(dictionariesOf(kuromoji))
const ruleset = loadRuleset(join(root, 'dict'))
const screener = buildScreener(ruleset, tokenise)
const screen = text => screener.screen({ text })

/** Microseconds a text, the median of the rounds; what is compared takes turns. */
function timed(work, texts) {
  const names = Object.keys(work)
  for (const name of names) for (const text of texts.slice(0, 500)) work[name](text)
  const times = Object.fromEntries(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const since = performance.now()
      for (const text of texts) work[name](text)
      times[name].push(((performance.now() - since) * 1_000) / texts.length)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times[name])]))
}

if (only.includes('core')) {
  results.core = {}
  for (const [name, texts] of [
    ['legitimate', legitimate],
    ['violating', violating],
  ]) {
    const plain = texts.filter(text => !/[\ud800-\udfff]/.test(text))
    const us = timed({ kuromoji: text => kuromoji.tokenize(text), tokenise: text => tokenise(text, 0), screen }, plain)
    const characters = plain.reduce((sum, text) => sum + text.length, 0) / plain.length
    results.core[name] = {
      microseconds: us.screen,
      kuromojiMicroseconds: us.kuromoji,
      tokeniserMicroseconds: us.tokenise,
      timesKuromoji: us.kuromoji / us.screen,
      messagesPerSecond: 1e6 / us.screen,
      charactersPerSecond: (1e6 / us.screen) * characters,
    }
  }
  console.log('\nthe core, one process')
  console.table(results.core)
}

if (only.includes('growth')) {
  const mixed = [...legitimate, ...violating].join('\n')
  const byLength = Object.fromEntries(
    [100, 1_000, 3_000, 10_000].map(length => {
      const texts = Array.from({ length: 20 }, (_, at) => mixed.slice(at * 10_000, at * 10_000 + length))
      return [length, timed({ screen }, texts).screen / length]
    }),
  )
  const tenfold = {
    ...ruleset,
    model: ruleset.model,
    rules: Array.from({ length: 10 }, (_, copy) => ruleset.rules.map(rule => (copy === 0 ? rule : { ...rule, id: `${rule.id}_${copy}` }))).flat(),
  }
  const larger = buildScreener(tenfold, tokenise)
  const some = [...legitimate.slice(0, 600), ...violating.slice(0, 600)]
  const us = timed({ once: screen, tenfold: text => larger.screen({ text }) }, some)
  results.growth = { microsecondsPerCharacter: byLength, tenTimesTheRules: us.tenfold / us.once }
  console.log('\nmicroseconds a character, by length'); console.table(byLength)
  console.log(`ten times the rules: ${results.growth.tenTimesTheRules.toFixed(2)} times the cost`)
}

if (only.includes('worst')) {
  results.worst = Object.fromEntries(
    Object.entries(worstTexts).map(([name, text]) => {
      screen(text)
      const times = Array.from({ length: 3 }, () => {
        const since = performance.now()
        screen(text)
        return performance.now() - since
      })
      return [name, median(times)]
    }),
  )
  console.log('\nmilliseconds for 10,000 characters'); console.table(results.worst)
}

/** Starts a server and waits for its address; with the milliseconds that took. */
async function start(name, command, environment = {}) {
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
const servers = {
  echo: () => start('echo', [bench, 'echo']),
  kuromoji: () => start('kuromoji', [bench, 'kuromoji']),
  sekisho: () => start('sekisho', [join(root, 'dist/main.js')], { DATABASE_URL: 'sqlite::memory:', WORKERS: '1' }),
}

if (only.includes('start')) {
  const times = { kuromoji: [], sekisho: [] }
  const memory = { kuromoji: [], sekisho: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['kuromoji', 'sekisho']) {
      const server = await servers[name]()
      times[name].push(server.readyAfter)
      memory[name].push(server.rss())
      await server.stop()
    }
  }
  results.start = {
    kuromojiMilliseconds: median(times.kuromoji),
    sekishoMilliseconds: median(times.sekisho),
    timesKuromoji: median(times.sekisho) / median(times.kuromoji),
    kuromojiMegabytes: median(memory.kuromoji),
    sekishoMegabytes: median(memory.sekisho),
    memoryTimesKuromoji: median(memory.sekisho) / median(memory.kuromoji),
  }
  console.log('\nstart and memory'); console.table(results.start)
}

if (only.includes('http')) {
  const running = []
  for (const open of Object.values(servers)) running.push(await open())
  results.http = {}
  for (const [kind, texts] of [
    ['legitimate', legitimate],
    ['violating', violating],
  ]) {
    const rows = Object.fromEntries(running.map(({ name }) => [name, { requests: [], p99: [] }]))
    for (let round = 0; round < rounds; round++) {
      for (const { name, url } of running) {
        // A mark in each text makes all of them distinct, round after round.
        const requests = texts.slice(0, 2_500).map((text, at) => ({
          method: 'POST',
          path: '/screen',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: `${text}\n${round}-${at}` }),
        }))
        const run = await autocannon({ url, connections: 10, duration: Number(values.seconds), requests })
        if (run.non2xx > 0 || run.errors > 0) throw new Error(`${name}: ${run.non2xx} refused, ${run.errors} failed`)
        rows[name].requests.push(run.requests.average)
        rows[name].p99.push(run.latency.p99)
      }
    }
    const of = name => median(rows[name].requests)
    results.http[kind] = {
      ...Object.fromEntries(running.map(({ name }) => [`${name}PerSecond`, of(name)])),
      timesKuromoji: of('sekisho') / of('kuromoji'),
      timesEcho: of('sekisho') / of('echo'),
      p99Milliseconds: median(rows.sekisho.p99),
      kuromojiP99Milliseconds: median(rows.kuromoji.p99),
    }
  }
  for (const server of running) await server.stop()
  console.log('\nHTTP, 10 connections, one process each'); console.table(results.http)
}

mkdirSync(dirname(join(root, values.json)), { recursive: true })
writeFileSync(join(root, values.json), `${JSON.stringify(results, undefined, 2)}\n`)
console.log(`wrote ${values.json}`)
