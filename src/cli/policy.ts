import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { readConfig } from '../config.js'
import { type Budget, budgetOf } from '../moderation/budget/budget.js'
import { withThresholds } from '../ruleset/edit-policy.js'
import { readFile } from '../ruleset/files.js'
import { loadRuleset } from '../ruleset/load.js'
import { thresholdsShown } from '../screening/verdict/thresholds-shown.js'
import { openStore } from '../store/store.js'
import { fail } from './fail.js'

const USAGE = `npm run policy -- --propose [--max-miss-rate 0.001] [--days 30] [--tenant NAME] [--write FILE]

Reads from the store that DATABASE_URL names what moderators have decided, of all tenants or of one, and prints the change
to dict/policy.yaml that would let most messages pass without a person, while the upper 95% bound of the violations that
nobody is shown stays within --max-miss-rate, a share of all messages. Nothing is changed: --write puts the diff into a file
for git apply. Exit code 1 when there is not enough to go by.`

const DAY = 24 * 60 * 60 * 1_000

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      propose: { type: 'boolean', default: false },
      'max-miss-rate': { type: 'string', default: '0.001' },
      days: { type: 'string', default: '30' },
      tenant: { type: 'string' },
      write: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || !values.propose) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const maxMissRate = numberOf('--max-miss-rate', values['max-miss-rate'], 0.000001, 0.5)
  const days = numberOf('--days', values.days, 1, 36_500)
  const { dictDir, database, storeText } = readConfig()
  const ruleset = loadRuleset(dictDir)
  const categories = ruleset.categories.map(({ id, severity }) => ({
    id,
    severity,
    thresholds: thresholdsShown(ruleset, id),
  }))
  const store = await openStore(database, storeText)
  try {
    const to = new Date()
    const whose = { tenant: values.tenant, from: new Date(to.getTime() - days * DAY), to }
    propose(await budgetOf({ store, categories }, whose, maxMissRate), dictDir, values.write)
  } finally {
    await store.close()
  }
}

/** Throws unless it is a number above 0 and at most `most`. */
function numberOf(option: string, given: string, least: number, most: number): number {
  const number = Number(given)
  if (number >= least && number <= most) return number
  throw new Error(`${option} is ${JSON.stringify(given)}: expected a number from ${least} to ${most}`)
}

/** The diff alone goes to the standard output, what is to be said of it beside. */
function propose(budget: Budget, dictDir: string, target: string | undefined): void {
  for (const line of linesOf(budget)) process.stderr.write(`${line}\n`)
  if (budget.proposal === null) {
    process.exitCode = 1
    return
  }
  const file = readFile(dictDir, 'policy.yaml')
  const patch = patchOf(
    relative(process.cwd(), file.path),
    file.source,
    withThresholds(file, budget.proposal.thresholds),
  )
  if (patch === undefined) process.stderr.write('The policy is this already: nothing to change.\n')
  else if (target === undefined) process.stdout.write(patch)
  else {
    writeFileSync(target, patch)
    process.stderr.write(`Written to ${target}. Look at it, then: git apply ${target}\n`)
  }
}

/** As git writes and takes it; undefined when nothing differs. */
function patchOf(path: string, before: string, after: string): string | undefined {
  if (before === after) return undefined
  const name = path.split('\\').join('/')
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}

function linesOf({ from, to, maxMissRate, sample, now, proposal, reason }: Budget): readonly string[] {
  const { judged, passed, decided, undecided, drawn, audited } = sample
  return [
    `${from.slice(0, 10)} to ${to.slice(0, 10)}: ${judged} judged, ${passed} passed; of ${drawn} drawn for an audit ${audited} decided, of the flagged ${decided} decided and ${undecided} not`,
    `now: ${policyLine(now)}`,
    ...(proposal === null ? [] : [`proposed: ${policyLine(proposal)}`]),
    ...(reason === null ? [] : [REASONS[reason.code](reason.needed, maxMissRate)]),
  ]
}

function policyLine({ passedShare, missRate, upper }: Budget['now']): string {
  const missed =
    missRate === null || upper === null
      ? 'nobody knows how many violations among them'
      : `${missRate.toPrecision(2)} of all messages are violations among them, at most ${upper.toPrecision(2)}`
  return `${(passedShare * 100).toFixed(1)}% pass without a person, ${missed}`
}

const REASONS: Readonly<
  Record<NonNullable<Budget['reason']>['code'], (needed: number, maxMissRate: number) => string>
> = {
  nothing_judged: () => 'Not enough: nothing was judged in that time.',
  too_few_audited: (needed, budget) =>
    `Not enough: to show that at most ${budget} are missed, ${needed} audited messages have to be decided with no violation among them, and more if there is one (AUDIT_RATE).`,
  too_many_missed: () =>
    'No proposal: violations were missed that hardly any threshold would have shown. Rules or training have to find them first.',
}

main().catch(fail)
