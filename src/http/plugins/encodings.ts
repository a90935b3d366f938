import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { readJson } from '../json.js'
import { Problem } from '../problems.js'

/**
 * Bodies are read as UTF-8 and as nothing else. Text in another encoding would be judged as rubbish and let through, so
 * one that is declared is refused by its declaration, and one that is not declared by its bytes.
 */
export const encodings = fp(
  async app => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      async ({ headers }: FastifyRequest, body: Buffer) => {
        refuseOtherEncodings(headers)
        return readJson(body, 'body')
      },
    )
  },
  { name: 'encodings' },
)

/** Throws `Problem` (415) when the header fields say that the body is not plain UTF-8. */
export function refuseOtherEncodings(headers: IncomingHttpHeaders): void {
  if (!isUtf8(headers['content-type'])) throw new Problem('unsupported_media_type', UTF8_WANTED)
  if (!isPlain(headers['content-encoding'])) throw new Problem('unsupported_media_type', PLAIN_WANTED)
}

const UTF8_WANTED = 'Only UTF-8 is read: send the body in UTF-8, with charset=utf-8 or without a charset.'
const PLAIN_WANTED = 'Compressed bodies are not read: send the body without Content-Encoding.'

/** Every charset that is named counts: readers differ in which of two they take. */
function isUtf8(contentType = ''): boolean {
  const charsets = contentType.matchAll(/charset\s*=\s*"?([^";\s]*)/gi)
  return [...charsets].every(([, name = '']) => /^utf-?8$/i.test(name))
}

function isPlain(contentEncoding = 'identity'): boolean {
  return contentEncoding.toLowerCase() === 'identity'
}
