// The two services that Sekisho is measured against: one that only echoes, one that only runs kuromoji on the message.
// `node servers.mjs echo|kuromoji` prints its address when it is ready.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import Fastify from 'fastify'
import kuromoji from 'kuromoji'

const app = Fastify()
if (process.argv[2] === 'kuromoji') {
  const dicPath = join(dirname(createRequire(import.meta.url).resolve('kuromoji/package.json')), 'dict')
  const tokenizer = await new Promise((resolve, reject) =>
    kuromoji.builder({ dicPath }).build((error, built) => (error ? reject(error) : resolve(built))),
  )
  app.post('/screen', async request => ({ tokens: tokenizer.tokenize(request.body.text).length }))
} else app.post('/screen', async request => ({ length: request.body.text.length }))
console.log(`ready at ${await app.listen({ port: 0 })}`)
