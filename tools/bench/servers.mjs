// The two services that Sekisho is measured against: one that only echoes, one that only runs kuromoji on the message.
// `node servers.mjs echo|kuromoji` prints its address when it is ready.
import Fastify from 'fastify'
import { loadKuromoji } from './kuromoji.mjs'

const app = Fastify()
if (process.argv[2] === 'kuromoji') {
  const tokenizer = await loadKuromoji()
  app.post('/screen', async request => ({ tokens: tokenizer.tokenize(request.body.text).length }))
} else app.post('/screen', async request => ({ length: request.body.text.length }))
console.log(`ready at ${await app.listen({ port: 0 })}`)
