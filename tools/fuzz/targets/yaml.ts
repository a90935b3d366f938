import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { packageRoot } from '../../../src/package-root.js'
import { clientRiskSchema } from '../../../src/ruleset/client-risk.js'
import { compileConcepts, compileRules } from '../../../src/ruleset/compile.js'
import { type DictFile, parseFile, RulesetError } from '../../../src/ruleset/files.js'
import { digitsSchema } from '../../../src/ruleset/language/digits.js'
import { identifiersSchema } from '../../../src/ruleset/language/identifiers.js'
import { lookAlikesSchema } from '../../../src/ruleset/language/look-alikes.js'
import { modalitySchema } from '../../../src/ruleset/language/modality.js'
import { categorySchema, policySchema } from '../../../src/ruleset/schema.js'
import { hold, type Target } from '../target.js'

/** How each file of a dictionary is read. The first line of an input names its file. */
const readers: Readonly<Record<string, (file: DictFile) => unknown>> = {
  'dict/client-risk.yaml': file => parseFile(file, clientRiskSchema),
  'dict/policy.yaml': file => parseFile(file, policySchema),
  'dict/concepts/figures.yaml': file => compileConcepts([file]),
  'dict/concepts/spellings.yaml': file => compileConcepts([file]),
  'dict/categories/client_risk.yaml': readCategory,
  'dict/categories/low_unit_price.yaml': readCategory,
  'dict/categories/unpaid_trial.yaml': readCategory,
  'dict/language/digits.yaml': file => parseFile(file, digitsSchema),
  'dict/language/identifiers.yaml': file => parseFile(file, identifiersSchema),
  'dict/language/look-alikes.yaml': file => parseFile(file, lookAlikesSchema),
  'dict/language/modality.yaml': file => parseFile(file, modalitySchema),
}

function readCategory(file: DictFile): unknown {
  return compileRules(file, parseFile(file, categorySchema), new Map())
}

/** With three items of each list: as much to break, and sooner read. */
const smaller = (source: string): string => stringify(parse(source, (_key, value: unknown) => fewOf(value)))

const fewOf = (value: unknown): unknown => (Array.isArray(value) ? value.slice(0, 3) : value)

/** Milliseconds of the processor's for a file, while measuring slows ten times. */
const MOST = 8_000

/** A dictionary's file is read, or refused with file, line and reason on one line. */
export function load(): Target {
  const sources = Object.keys(readers).map(name => ({
    name,
    source: readFileSync(join(packageRoot, name), 'utf8'),
  }))
  return {
    name: 'yaml',
    seeds: sources.map(({ name, source }) => `${name}\n${smaller(source)}`),
    pieces: [
      ...sources.flatMap(({ source }) => source.split('\n').map(line => `${line}\n`)),
      ...sources.map(({ name }) => `${name}\n`),
      ...[
        '&a ',
        '*a',
        '&a [*a]',
        '<<: *a\n',
        '!!binary ',
        '!!set ',
        '!!js/function ',
        '!<x> ',
        '? ',
        '- ',
        '---\n',
      ],
      ...[
        '...\n',
        '%YAML 1.3\n',
        '%TAG ! x\n',
        '|\n',
        '>-\n',
        "'",
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        ': ',
        '#',
        '\t',
        '  ',
      ],
      ...[
        '__proto__: ',
        'constructor: ',
        'toString: ',
        '1e999',
        '.nan',
        '-.inf',
        '0o7',
        'null',
        '~',
        '2026-02-30',
        '\0',
      ],
      ...[
        '(?<=',
        '(?:a|b){0,9}',
        '\\p{',
        '(a{0,9}){0,9}',
        '(?<x>a)',
        '\\1',
        '%a%',
        '[',
        '(',
        '$',
        '^',
        '{手|て}',
        '\ud800',
      ],
      ...['['.repeat(3_000), '{a: '.repeat(1_500), '- '.repeat(1_500), '  '.repeat(200)],
    ],
    longest: 8_000,
    run: input => {
      const [name = '', ...lines] = input.split('\n')
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined
      const since = process.cpuUsage()
      try {
        read?.({ path: name, name, source: lines.join('\n') })
      } catch (error) {
        if (!(error instanceof RulesetError)) throw error
        hold(/^\S+:\d+: ./u.test(error.message), `no file, line and reason: ${error.message}`)
        hold(!error.message.includes('\n'), `a reason of several lines: ${error.message}`)
      }
      const { user, system } = process.cpuUsage(since)
      hold((user + system) / 1_000 < MOST, `${(user + system) / 1_000} ms for ${input.length} units`)
    },
  }
}
