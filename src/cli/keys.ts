import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { type Keys, roles } from '../store/keys.js'
import type { Sessions } from '../store/sessions.js'
import { openStore } from '../store/store.js'
import { fail } from './fail.js'

const USAGE = `npm run keys -- create --tenant NAME --role platform|moderator|admin [--name NAME]
npm run keys -- list [--json]
npm run keys -- revoke ID
npm run keys -- sessions
npm run keys -- sign-out ID

Keys are kept in the store that DATABASE_URL names.
  platform   screens messages and reports
  moderator  works through flagged messages, sees the statistics
  admin      everything, and erases, reloads, audits
--name is shown in the trail beside what was done with the key; it is unique within its tenant.
sessions are people who have signed in (OIDC_ISSUER); sign-out ends one.`

const NAME = /^[\p{L}\p{N} ._@-]{1,64}$/u

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tenant: { type: 'string' },
      role: { type: 'string' },
      name: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [command, id] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const { database, storeText, auditSecret } = readConfig()
  const store = await openStore(database, storeText, { auditSecret })
  try {
    if (command === 'create') await create(store.keys, values)
    else if (command === 'list') await list(store.keys, values.json)
    else if (command === 'revoke') await revoke(store.keys, id)
    else if (command === 'sessions') await listSessions(store.sessions)
    else if (command === 'sign-out') await signOut(store.sessions, id)
    else throw new Error(`There is no command ${command}.\n${USAGE}`)
  } finally {
    await store.close()
  }
}

interface Wanted {
  readonly tenant?: string | undefined
  readonly role?: string | undefined
  readonly name?: string | undefined
}

async function create(keys: Keys, { tenant, role: wanted, name }: Wanted): Promise<void> {
  if (tenant === undefined || !NAME.test(tenant))
    throw new Error('--tenant: expected 1 to 64 letters, digits, spaces or . _ @ -')
  const role = roles.find(known => known === wanted)
  if (role === undefined) throw new Error(`--role: expected one of ${roles.join(', ')}`)
  if (name !== undefined && (!NAME.test(name) || name === 'free'))
    throw new Error('--name: expected 1 to 64 letters, digits, spaces or . _ @ - (and not "free")')
  const taken = (await keys.list()).filter(key => key.tenant === tenant).map(({ actor }) => actor)
  if (name !== undefined && taken.includes(name))
    throw new Error(`--name: ${tenant} has a key of the name ${name}`)
  const { id, key } = await keys.create({ tenant, role, actor: name ?? numbered(role, taken) })
  process.stdout.write(`${key}\n`)
  process.stderr.write(
    `This is ${id}. The key is shown this once: keep it safe. Send it as Authorization: Bearer <key>.\n`,
  )
}

/** moderator-1, moderator-2 … */
function numbered(role: string, taken: readonly string[]): string {
  let number = 1
  while (taken.includes(`${role}-${number}`)) number++
  return `${role}-${number}`
}

async function list(keys: Keys, asJson: boolean): Promise<void> {
  const all = await keys.list()
  if (asJson) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`)
  else if (all.length === 0) process.stdout.write('no keys\n')
  else
    for (const { id, tenant, role, actor, createdAt, revokedAt } of all)
      process.stdout.write(
        `${id}  ${tenant}  ${role}  ${actor}  made ${createdAt}${revokedAt ? `  revoked ${revokedAt}` : ''}\n`,
      )
}

async function revoke(keys: Keys, id: string | undefined): Promise<void> {
  if (id === undefined) throw new Error('revoke: name the key by its id (npm run keys -- list)')
  if (!(await keys.revoke(id))) throw new Error(`${id}: no such key, or it is revoked already`)
  process.stdout.write(
    `${id} is revoked; running services stop believing it within 5 seconds (within a minute where they do not reach the store)\n`,
  )
}

async function listSessions(sessions: Sessions): Promise<void> {
  const all = await sessions.list()
  if (all.length === 0) process.stdout.write('nobody is signed in\n')
  for (const { id, caller, createdAt, expiresAt } of all)
    process.stdout.write(
      `${id}  ${caller.tenant}  ${caller.role}  ${caller.actor}  since ${createdAt}  until ${expiresAt}\n`,
    )
}

async function signOut(sessions: Sessions, id: string | undefined): Promise<void> {
  if (id === undefined) throw new Error('sign-out: name the session by its id (npm run keys -- sessions)')
  if (!(await sessions.endById(id, 'command line'))) throw new Error(`${id}: no such session, or it is over`)
  process.stdout.write(`${id} is over; running services stop believing it within 5 seconds\n`)
}

main().catch(fail)
