const ids: Readonly<Record<string, string>> = {
  campaigns: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA',
  appeals: 'apl_01M85FB2R0J8V5T7C4D9Y6HSPK',
  clients: 'client-1',
  deliveries: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
}
const SCREENING = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'

const values: Readonly<Record<string, unknown>> = {
  from: '2026-11-01T00:00:00+09:00',
  to: '2026-12-01T00:00:00+09:00',
  category: 'off_platform_contact',
  clientId: 'client-1',
  messageId: 'm-1',
  rule: 'off_platform_contact.move_to_channel',
  q: 'LINE',
  minConfidence: 0.9,
  minSize: 10,
  assignee: 'me',
  claimedBy: 'free',
  limit: 20,
  value: 'spam.example',
  name: 'trust-and-safety',
  endpoint: 'trust-and-safety',
  maxMissRate: 0.001,
  code: '4/0AX4XfWh',
  state: 'b64u8n2kq7',
  error: 'access_denied',
  'idempotency-key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  'accept-language': 'ja',
}

/** By operation, where the values of a parameter have another form than elsewhere. */
const own: Readonly<Record<string, unknown>> = {
  'listAppeals cursor': 'apl_01M85FB2R0J8V5T7C4D9Y6HSPK',
  'listGolden cursor': SCREENING,
  'listScreenings cursor': 'eyJhIjoic2NyXzAxTTg1RiJ9',
  'listEntries cursor': 'lst_01M85FB2R0J8V5T7C4D9Y6HSPK',
  'getIdentifier value': 'abc_123',
  'signIn to': '/console',
}

/** An example of a parameter; of a list of words that it takes, the first. */
export function parameterExample(
  operationId: string,
  path: string,
  { name, schema }: { readonly name: string; readonly schema: { readonly enum?: readonly unknown[] } },
): unknown {
  if (name === 'id') return ids[/^\/(?:webhooks\/)?(\w+)/.exec(path)?.[1] ?? ''] ?? SCREENING
  return (
    own[`${operationId} ${name}`] ??
    schema.enum?.[0] ??
    values[name] ??
    (name === 'cursor' ? 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK' : undefined)
  )
}
