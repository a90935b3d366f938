import { z } from 'zod'

/** As it stands in the stream; shown in the document. */
const EXAMPLE = `retry: 3000
event: counts
data: {"pending":455,"claimed":3}

event: case
data: {"id":"scr_01M85F628WA3C1WRHB8EFDMG3Y","status":"pending","claim":{"by":"佐藤","until":"2026-11-20T03:10:00.000Z"},"openAppeals":0}

event: case
data: {"id":"scr_01M85F628WA3C1WRHB8EFDMG3Y","status":"confirmed","claim":null,"openAppeals":0}

: heartbeat

`

export const changeStream = {
  description: '出来事の流れ（server-sent events）',
  content: { 'text/event-stream': { schema: z.string().meta({ examples: [EXAMPLE] }) } },
}
