import { createHash } from 'node:crypto'

/** SHA-256, hex. */
export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** What `sha256sum --check` reads. */
export function checksums(files: ReadonlyMap<string, Buffer>): string {
  return [...files].map(([name, content]) => `${sha256(content)}  ${name}\n`).join('')
}
