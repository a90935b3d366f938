import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/package-root.js'
import { readAnswers, type Saved } from './answers.js'

const run = promisify(execFile)

/**
 * The answers of the build that a git ref names: made in a worktree of its own, with the packages of this one and its own
 * dictionary. Rejects with one line when there is no such ref or its `evaluate` cannot save.
 */
export async function answersOfRef(
  ref: string,
  files: readonly string[],
  options: readonly string[],
): Promise<Saved> {
  const git = (...words: string[]) => run('git', words, { cwd: packageRoot })
  await git('rev-parse', '--quiet', '--verify', `${ref}^{commit}`).catch(() => {
    throw new Error(`--against ${ref}: neither a file nor a commit`)
  })
  const place = mkdtempSync(join(tmpdir(), 'sekisho-against-'))
  const tree = join(place, 'tree')
  const saved = join(place, 'answers.json')
  try {
    await git('worktree', 'add', '--detach', tree, ref)
    symlinkSync(join(packageRoot, 'node_modules'), join(tree, 'node_modules'))
    const words = [...files.map(file => resolve(file)), '--save', saved, ...options]
    await run('npm', ['run', '--silent', 'evaluate', '--', ...words], {
      cwd: tree,
      maxBuffer: 64 * 1024 * 1024,
    }).catch(error => {
      throw new Error(`--against ${ref}: ${reasonOf(error)}`)
    })
    return readAnswers(saved)
  } finally {
    await git('worktree', 'remove', '--force', tree).catch(() => undefined)
    rmSync(place, { recursive: true, force: true })
  }
}

/** What the failing command said, in one line. */
export function reasonOf(error: unknown): string {
  const said =
    error instanceof Error && 'stderr' in error && error.stderr ? String(error.stderr) : String(error)
  const unknown = /Unknown option '(--[a-z]+)'/.exec(said)?.[1]
  if (unknown !== undefined) return `its evaluate has no ${unknown}, so there is nothing to compare with`
  return said.trim().split('\n').at(-1) ?? said
}
