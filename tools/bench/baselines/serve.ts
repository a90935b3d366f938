// The two services that Sekisho is measured against: one that only echoes, one that only runs kuromoji on the message.
// `node build/tools/bench/baselines/serve.js echo|kuromoji` prints its address when it is ready.
import Fastify from 'fastify'
import { loadKuromoji } from '../../../test/support/kuromoji.js'

interface Message {
  Body: { readonly text: string }
}

const app = Fastify()
app.get('/readyz', async () => ({ status: 'ready' }))
if (process.argv[2] === 'kuromoji') {
  const tokenizer = await loadKuromoji()
  app.post<Message>('/screen', async ({ body }) => ({ tokens: tokenizer.tokenize(body.text).length }))
} else app.post<Message>('/screen', async ({ body }) => ({ length: body.text.length }))
console.log(`ready at ${await app.listen({ port: 0 })}`)
