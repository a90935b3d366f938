import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { isKeyName, MOST_OVERLAP, NAME } from '../contract/actor-name.js'
import { type Keys, roles } from '../store/keys.js'
import type { Sessions } from '../store/sessions.js'
import { openStore } from '../store/store.js'
import { fail } from './fail.js'

const USAGE = `npm run keys -- create --tenant NAME --role ROLE [--name NAME] [--expires TIME]
npm run keys -- list [--json]
npm run keys -- rotate ID [--overlap MINUTES] [--expires TIME]
npm run keys -- revoke ID
npm run keys -- sessions
npm run keys -- sign-out ID

Keys are kept in the store that DATABASE_URL names.
  platform   screens messages and reports
  moderator  works through flagged messages, sees the statistics
  admin      everything, and erases, reloads, audits
  auditor    sees what admins see, the trail too, and changes nothing
  metrics    GET /metrics alone, with the figures of all tenants
--name is shown in the trail beside what was done with the key; it is unique within its tenant.
--expires is a time such as 2027-03-31 or 2027-03-31T09:00:00+09:00, from which on the key is refused.
rotate prints a new key of the same id, name and role; the old one opens for --overlap minutes (60) more.
sessions are people who have signed in (OIDC_ISSUER); sign-out ends one.`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tenant: { type: 'string' },
      role: { type: 'string' },
      name: { type: 'string' },
      expires: { type: 'string' },
      overlap: { type: 'string', default: '60' },
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
    else if (command === 'rotate') await rotate(store.keys, id, values)
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
  readonly expires?: string | undefined
}

async function create(keys: Keys, { tenant, role: wanted, name, expires }: Wanted): Promise<void> {
  if (tenant === undefined || !NAME.test(tenant))
    throw new Error('--tenant: expected 1 to 64 letters, digits, spaces or . _ @ -')
  const role = roles.find(known => known === wanted)
  if (role === undefined) throw new Error(`--role: expected one of ${roles.join(', ')}`)
  if (name !== undefined && !isKeyName(name))
    throw new Error(
      '--name: expected 1 to 64 letters, digits, spaces or . _ @ - (and not a word that the trail uses, such as "free")',
    )
  const expiresAt = timeIn(expires)
  if (name !== undefined && (await keys.list(tenant)).some(({ actor }) => actor === name))
    throw new Error(`--name: ${tenant} has a key of the name ${name}`)
  const { id, key } = await keys.create({ tenant, role, actor: name, expiresAt })
  show(id, key)
}

interface Renewed {
  readonly overlap: string
  readonly expires?: string | undefined
}

async function rotate(keys: Keys, id: string | undefined, { overlap, expires }: Renewed): Promise<void> {
  if (id === undefined) throw new Error('rotate: name the key by its id (npm run keys -- list)')
  if (!/^\d{1,5}$/.test(overlap) || Number(overlap) > MOST_OVERLAP)
    throw new Error(`--overlap: expected minutes from 0 to ${MOST_OVERLAP}`)
  const formerUntil = new Date(Date.now() + Number(overlap) * 60_000)
  const made = await keys.rotate(id, { formerUntil, expiresAt: timeIn(expires) })
  if (!made) throw new Error(`${id}: no such key, or it is revoked or over`)
  show(id, made.key)
  process.stderr.write(`The old one opens until ${formerUntil.toISOString()}.\n`)
}

function show(id: string, key: string): void {
  process.stdout.write(`${key}\n`)
  process.stderr.write(
    `This is ${id}. The key is shown this once: keep it safe. Send it as Authorization: Bearer <key>.\n`,
  )
}

function timeIn(written: string | undefined): Date | undefined {
  if (written === undefined) return undefined
  const time = new Date(written)
  if (!/^\d{4}-\d\d-\d\d/.test(written) || !(time.getTime() > Date.now()))
    throw new Error('--expires: expected a time to come, such as 2027-03-31 or 2027-03-31T09:00:00+09:00')
  return time
}

async function list(keys: Keys, asJson: boolean): Promise<void> {
  const all = await keys.list()
  if (asJson) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`)
  else if (all.length === 0) process.stdout.write('no keys\n')
  else
    for (const { id, tenant, role, actor, createdAt, ...rest } of all) {
      const dates = [
        ['made', createdAt],
        ['used', rest.lastUsedAt],
        ['until', rest.expiresAt],
        ['old secret until', rest.formerUntil],
        ['revoked', rest.revokedAt],
      ].flatMap(([what, at]) => (at === null ? [] : [`${what} ${at}`]))
      process.stdout.write(`${[id, tenant, role, actor, ...dates].join('  ')}\n`)
    }
}

async function revoke(keys: Keys, id: string | undefined): Promise<void> {
  if (id === undefined) throw new Error('revoke: name the key by its id (npm run keys -- list)')
  if (!(await keys.revoke(id))) throw new Error(`${id}: no such key, or it is revoked already`)
  process.stdout.write(
    `${id} is revoked; running services stop believing it within a second (within a minute where they do not reach the store)\n`,
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
  process.stdout.write(`${id} is over; running services stop believing it within a second\n`)
}

main().catch(fail)
