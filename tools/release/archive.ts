import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'

/**
 * A gzipped tar of files and folders, byte for byte the same wherever the same contents are packed: sorted, of nobody, as old
 * as `seconds` (since 1970) says, with the same rights. Needs GNU tar. Throws when one of them does not exist.
 */
export function archive(root: string, contents: readonly string[], seconds: string): Buffer {
  const tar = execFileSync(
    'tar',
    [
      '--create',
      '--format=ustar',
      '--sort=name',
      `--mtime=@${seconds}`,
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--mode=u=rwX,go=rX',
      '--',
      ...contents,
    ],
    { cwd: root, maxBuffer: 2 ** 30 },
  )
  // Node writes no time into the header.
  return gzipSync(tar, { level: 9 })
}
