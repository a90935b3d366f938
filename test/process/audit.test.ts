import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { openStore } from '../../src/store/store.js'

const directory = mkdtempSync(join(tmpdir(), 'sekisho-audit-'))
const file = join(directory, 'sekisho.db')
afterAll(() => rmSync(directory, { recursive: true }))

const SECRET = 'a secret of the tests, long enough'

const verify = (secret: string) =>
  promisify(execFile)(process.execPath, ['dist/cli/audit.js', '--verify'], {
    env: { ...process.env, DATABASE_URL: `sqlite:${file}`, AUDIT_SECRET: secret },
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (failure: { readonly code: number; readonly stdout: string }) => ({
      code: failure.code,
      stdout: failure.stdout,
    }),
  )

test('npm run audit -- --verify says what fits, and names the first entry that does not', async () => {
  const store = await openStore({ kind: 'sqlite', file }, 'full', { auditSecret: SECRET })
  for (const actor of ['a', 'b', 'c']) await store.audit.record({ tenant: 'acme', type: 'exported', actor })
  const { events } = await store.audit.list('acme', { limit: 9 })
  await store.close()
  expect(await verify(SECRET)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('acme: 3 entries fit'),
  })

  const db = await openDatabase({ kind: 'sqlite', file })
  await db.updateTable('events').set({ actor: 'x' }).where('actor', '=', 'b').execute()
  await db.destroy()
  const found = await verify(SECRET)
  expect(found.code).toBe(1)
  expect(found.stdout).toContain(`acme: BROKEN at ${events[1]?.id}`)
  expect((await verify('')).code).toBe(1)
})
