import { execFile } from 'node:child_process'

/** What `npm audit signatures` found out about the packages that are installed. */
export interface Signatures {
  /** `unknown`: the registry did not answer, or has no keys, so nothing was verified. */
  readonly outcome: 'valid' | 'invalid' | 'unknown'
  readonly message: string
}

/** Asks the registry for its keys and holds every installed package to them. Never throws. */
export function signaturesOf(root: string): Promise<Signatures> {
  return new Promise(resolve => {
    execFile(
      'npm',
      ['audit', 'signatures', '--json'],
      { cwd: root, timeout: PATIENCE, maxBuffer: 2 ** 26 },
      (failure, stdout, stderr) => resolve(readSignatures(failure === null, stdout, stderr)),
    )
  })
}

/** Milliseconds: every package is asked for. */
const PATIENCE = 300_000

/** Reads npm's answer: `succeeded` is whether it ended with 0. */
export function readSignatures(succeeded: boolean, stdout: string, stderr: string): Signatures {
  const answer = parsed(stdout)
  const bad = [...named(answer.invalid), ...named(answer.missing)]
  if (bad.length > 0)
    return { outcome: 'invalid', message: `signatures: wrong or missing at ${bad.join(', ')}` }
  if (succeeded && 'invalid' in answer)
    return { outcome: 'valid', message: 'signatures: every package is signed by its registry' }
  const reason = answer.error?.summary ?? /^npm (?:error|ERR!) (?!code )(.+)$/m.exec(stderr)?.[1]
  return { outcome: 'unknown', message: `signatures: not verified, no keys (${reason ?? 'no answer'})` }
}

interface Answer {
  readonly invalid?: unknown
  readonly missing?: unknown
  readonly error?: { readonly summary?: string }
}

/** What npm wrote; nothing where that is no JSON. */
function parsed(json: string): Answer {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

function named(packages: unknown): readonly string[] {
  if (!Array.isArray(packages)) return []
  return packages.map(({ name, version }) => `${name}@${version}`)
}
