import { type ChainEnds, fits, schemeOf, sealFits } from './audit-chain.js'
import type { Gate } from './gate.js'

/** Where a tenant's trail does not fit. */
interface Break {
  /** The first entry that does not fit; null when it is the end of the chain. */
  readonly id: string | null
  readonly reason: string
}

export interface Verified {
  readonly tenant: string
  /** Entries that fit. */
  readonly entries: number
  /** Entries from before there was a chain, which nothing covers. */
  readonly unchained: number
  /** Place and hash of the last entry: kept elsewhere, they show later that nothing was cut off. */
  readonly head: { readonly seq: number; readonly hash: string }
  readonly broken: Break | null
}

const PAGE = 1_000

/** Walks a tenant's trail from its anchor to its head, in constant memory; stops at the first break. */
export async function verifyTenant(gate: Gate, secret: string, tenant: string): Promise<Verified> {
  const anchor = await anchorOf(gate, tenant)
  const verified = await walk(gate, secret, tenant)
  // Retention that deletes during the walk makes gaps that are none.
  if (verified.broken && (await anchorOf(gate, tenant)) !== anchor) return verifyTenant(gate, secret, tenant)
  return verified
}

async function anchorOf(gate: Gate, tenant: string): Promise<number | undefined> {
  const head = await gate.read(db =>
    db.selectFrom('audit_heads').select('anchor_seq').where('tenant', '=', tenant).executeTakeFirst(),
  )
  return head?.anchor_seq
}

async function walk(gate: Gate, secret: string, tenant: string): Promise<Verified> {
  const head = await gate.read(db =>
    db.selectFrom('audit_heads').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
  )
  const unchained = await unchainedOf(gate, tenant)
  const ends = head ?? {
    tenant,
    seq: 0,
    hash: '',
    anchor_seq: 0,
    anchor_hash: '',
    unchained: unchained.count,
    seal: undefined,
  }
  const { entries, broken } = await followChain(gate, secret, ends)
  return {
    tenant,
    entries,
    unchained: unchained.count,
    head: { seq: ends.seq, hash: ends.hash },
    broken: broken ?? (await breakBeside(gate, secret, ends, unchained)),
  }
}

/** From the anchor to the head: how many entries fit, and what is wrong with the first that does not. */
async function followChain(
  gate: Gate,
  secret: string,
  ends: ChainEnds,
): Promise<{ readonly entries: number; readonly broken: Break | undefined }> {
  let seq = ends.anchor_seq
  let hash = ends.anchor_hash
  let keyed = schemeOf(hash) === 'hmac-sha256'
  const found = (broken?: Break) => ({ entries: seq - ends.anchor_seq, broken })

  for (let page = await entriesAfter(gate, ends.tenant, seq, ends.seq); page.length > 0; ) {
    for (const entry of page) {
      const broken = (reason: string) => found({ id: entry.id, reason })
      if (entry.seq !== seq + 1)
        return broken(`it is number ${entry.seq} after number ${seq}: entries between them are missing`)
      if (keyed && schemeOf(entry.hash) !== 'hmac-sha256')
        return broken('its hash is without the secret, those before it are with it')
      if (!fits(secret, entry.hash, hash, entry))
        return broken(
          'its hash does not fit its content and the entry before it: it was changed, moved or put in',
        )
      seq = entry.seq
      hash = entry.hash
      keyed ||= schemeOf(hash) === 'hmac-sha256'
    }
    page = await entriesAfter(gate, ends.tenant, seq, ends.seq)
  }
  if (seq === ends.seq && hash === ends.hash) return found()
  return found({ id: null, reason: `it ends with number ${seq}, and should end with number ${ends.seq}` })
}

/** What the walk along the chain does not see: its ends, and what stands beside it. */
async function breakBeside(
  gate: Gate,
  secret: string,
  ends: ChainEnds & { readonly seal: string | undefined },
  unchained: Awaited<ReturnType<typeof unchainedOf>>,
): Promise<Break | null> {
  if (ends.seal !== undefined && !sealFits(secret, ends.seal, ends))
    return { id: null, reason: 'the seal over its beginning and end does not fit' }
  const beyond = await firstBeyond(gate, ends.tenant, ends)
  if (beyond !== undefined) return { id: beyond, reason: 'it stands outside the chain' }
  if (unchained.count <= ends.unchained) return null
  return {
    id: unchained.newest,
    reason: `it is not in the chain: put in, or written by a version without one (${unchained.count} such entries, ${ends.unchained} when the chain began)`,
  }
}

/** Every tenant that has entries, or had. */
export async function auditedTenants(gate: Gate): Promise<readonly string[]> {
  const rows = await gate.read(db =>
    db
      .selectFrom('audit_heads')
      .select('tenant')
      .union(db.selectFrom('events').select('tenant'))
      .orderBy('tenant')
      .execute(),
  )
  return rows.map(({ tenant }) => tenant)
}

/** Up to the head as it was read: what is added meanwhile is for the next time. */
async function entriesAfter(gate: Gate, tenant: string, after: number, last: number) {
  const rows = await gate.read(db =>
    db
      .selectFrom('events')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('seq', '>', after)
      .where('seq', '<=', last)
      .orderBy('seq')
      .limit(PAGE)
      .execute(),
  )
  return rows.flatMap(row => (row.seq === null ? [] : [{ ...row, seq: row.seq, hash: row.hash ?? '' }]))
}

/** An entry before the anchor is one that retention had deleted; one beyond the head, as it is now, was put in. */
async function firstBeyond(gate: Gate, tenant: string, { anchor_seq: anchor }: ChainEnds) {
  const row = await gate.read(db =>
    db
      .selectFrom('events')
      .select('id')
      .where('tenant', '=', tenant)
      .where(eb =>
        eb.or([
          eb('seq', '<=', anchor),
          eb('seq', '>', eb.selectFrom('audit_heads').select('seq').where('tenant', '=', tenant)),
        ]),
      )
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst(),
  )
  return row?.id
}

async function unchainedOf(gate: Gate, tenant: string) {
  const row = await gate.read(db =>
    db
      .selectFrom('events')
      .select(eb => [eb.fn.countAll().as('count'), eb.fn.max('id').as('newest')])
      .where('tenant', '=', tenant)
      .where('seq', 'is', null)
      .executeTakeFirstOrThrow(),
  )
  return { count: Number(row.count), newest: row.newest }
}
