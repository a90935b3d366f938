// `node make-tenants.js LOCATION ENDPOINTS` (JSON: a database location; tenant and URL of its webhooks): prints a key of each
// tenant that may do everything. A process of its own, because libsql keeps a file open after it was closed.
import { randomBytes } from 'node:crypto'
import { openStore } from '../../../src/store/store.js'

const [location = '', endpoints = ''] = process.argv.slice(2)
const store = await openStore(JSON.parse(location), 'full')
const wanted: readonly (readonly [tenant: string, url: string])[] = JSON.parse(endpoints)
const keys: (readonly [tenant: string, key: string])[] = []
for (const [tenant, url] of wanted) {
  keys.push([tenant, (await store.keys.create({ tenant, role: 'admin', actor: 'faults' })).key])
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  await store.outbox.setEndpoint(tenant, 'faults', { url, secret })
}
await store.close()
console.log(JSON.stringify(keys))
