import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.js'
import { mulberry32 } from '../../tools/training/random.js'
import { startProcess } from '../support/process.js'
import { databases } from '../support/stores.js'

const KILLS = 8
const CLIENTS = 6

describe.each(databases)('killed under load on $name', ({ create }) => {
  test(`${KILLS} times at any moment: what was acknowledged is there, once`, {
    timeout: 240_000,
  }, async () => {
    // A fixed sequence, so that a failure can be had again.
    const random = mulberry32(7)
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-kill-'))
    const database = await create()
    const { location } = database
    const DATABASE_URL = location.kind === 'sqlite' ? `sqlite:${location.file}` : location.url
    const acknowledged = new Set<string>()
    let next = 0
    try {
      for (let round = 0; round < KILLS; round++) {
        const service = startProcess(directory, { PORT: '0', LOG_LEVEL: 'error', DATABASE_URL })
        const url = await service.url()
        let alive = true
        const clients = Array.from({ length: CLIENTS }, async () => {
          while (alive) {
            const messageId = `m-${next++}`
            try {
              const reply = await fetch(`${url}/screen`, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ text: `LINEのIDを教えてください ${messageId}`, messageId }),
              })
              const answer = await reply.text()
              if (reply.status === 200 && answer.includes('"flagged":true')) acknowledged.add(messageId)
            } catch {
              // The service is gone: nothing was acknowledged.
            }
          }
        })
        await new Promise(resolve => setTimeout(resolve, 30 + random() * 300))
        await service.stop('SIGKILL')
        alive = false
        await Promise.all(clients)
      }
      expect(acknowledged.size).toBeGreaterThan(KILLS)

      const store = await openStore(location, 'full')
      const kept: string[] = []
      let cursor: Awaited<ReturnType<typeof store.screenings.list>>['nextCursor'] = null
      do {
        const page = await store.screenings.list('default', {}, { limit: 200, ...(cursor && { cursor }) })
        kept.push(...page.items.flatMap(item => item.messageId ?? []))
        cursor = page.nextCursor
      } while (cursor !== null)
      await store.close()
      expect([...acknowledged].filter(id => !kept.includes(id))).toEqual([])
      expect(kept.length).toBe(new Set(kept).size)
    } finally {
      await database.remove()
      rmSync(directory, { recursive: true })
    }
  })
})
