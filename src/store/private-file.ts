import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeDirectory } from './make-directory.js'

/**
 * Makes a file that only its owner may read, and its directory likewise, where there are none: messages of others lie in
 * it. What is there already is the operator's and stays as it is. SQLite gives its other files the same rights.
 */
export function makePrivate(file: string): void {
  makeDirectory(dirname(file))
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // It is there already, or SQLite will say what is wrong with it.
  }
}
