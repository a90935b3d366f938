import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfDictionary } from './load.js'

/**
 * Gives the hash of a dictionary as it is on disk, each time it is asked. Hashing reads some 25 MB: the files are read
 * again only when one of them has another time or size.
 */
export function hashOnDisk(dictDir: string): () => string {
  let known: { readonly look: string; readonly hash: string } | undefined
  return () => {
    const look = lookOf(dictDir)
    if (known?.look !== look) known = { look, hash: hashOfDictionary(dictDir) }
    return known.hash
  }
}

function lookOf(dictDir: string): string {
  const names = readdirSync(dictDir, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .map(name => {
      const { mtimeMs, size } = statSync(join(dictDir, name))
      return `${name} ${mtimeMs} ${size}`
    })
    .join('\n')
}
