import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A dictionary that fits in one's head: one category of text, one of the client, three concepts, no model. */
const SMALL = {
  'concepts/words.yaml': `
PARROT: { about: 鳥, terms: [オウム, インコ] }
SELL: { about: 売る, patterns: ['売り(?:ます|たい)'] }
NOTICE: { about: 注意, circumstance: true, patterns: ['注意喚起'] }
`,
  'categories/parrots.yaml': `
id: parrots
label: 鳥の販売
severity: violation
description: 鳥を売るものです。
basis: [規約]
advice: { pre_contract: [買わないでください。], contracted: [買わないでください。] }
rules:
  - id: sold
    reason: 鳥を売ると言っています
    all: [PARROT, SELL]
    examples:
      match: [オウムを売ります, インコを売りたいです, オウムとインコを売ります]
      miss: [オウムを飼います, 本を売ります, こんにちは]
`,
  'categories/sender.yaml': `
id: sender
label: 依頼者
severity: caution
source: client
description: 依頼者についてです。
basis: [規約]
advice: { pre_contract: [確かめてください。], contracted: [確かめてください。] }
rules: []
`,
  'policy.yaml': `
version: "1"
thresholds:
  parrots: { pre_contract: { flag: 0.5, review: 0.6, block: 0.9 } }
  sender: { pre_contract: { flag: 0.5 } }
`,
} as const

/** Writes the small dictionary with other files, or more of them, for the time of one test. Returns its folder. */
export function smallDictionary(files: Readonly<Record<string, string>> = {}): string {
  const dict = mkdtempSync(join(tmpdir(), 'sekisho-small-'))
  onTestFinished(() => rmSync(dict, { recursive: true }))
  for (const [name, source] of Object.entries({ ...SMALL, ...files })) {
    mkdirSync(dirname(join(dict, name)), { recursive: true })
    writeFileSync(join(dict, name), source)
  }
  return dict
}

/** A file of the small dictionary, with something behind it. */
export const withMore = (name: keyof typeof SMALL, more: string): Readonly<Record<string, string>> => ({
  [name]: `${SMALL[name]}${more}`,
})
