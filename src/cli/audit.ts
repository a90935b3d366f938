import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import type { AuditTrail } from '../store/audit.js'
import { openStore } from '../store/store.js'
import { fail } from './fail.js'

const USAGE = `npm run audit -- --verify

Walks the audit trail of every tenant in the store that DATABASE_URL names, with the AUDIT_SECRET of the service. Prints
how many entries fit, the last one's number and hash (keep them elsewhere: they show later that nothing was cut off), and
the first entry that does not fit. Exit code 1 when one does not.`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { verify: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help || !values.verify) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const { database, storeText, auditSecret } = readConfig()
  const store = await openStore(database, storeText, { auditSecret })
  try {
    if (!(await verify(store.audit))) process.exitCode = 1
  } finally {
    await store.close()
  }
}

/** False when a trail is broken. */
async function verify(audit: AuditTrail): Promise<boolean> {
  let whole = true
  for await (const { tenant, entries, unchained, head, broken } of audit.verify()) {
    const before = unchained > 0 ? `, ${unchained} outside the chain` : ''
    process.stdout.write(`${tenant}: ${entries} entries fit${before}; number ${head.seq} ${head.hash}\n`)
    if (broken === null) continue
    whole = false
    process.stdout.write(`${tenant}: BROKEN at ${broken.id ?? 'its end'}: ${broken.reason}\n`)
  }
  return whole
}

main().catch(fail)
