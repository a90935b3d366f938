import { readConfig } from '../config.js'
import { copyTo } from '../store/backup.js'
import { fail } from './fail.js'

const USAGE = `npm run backup -- FILE

Copies the SQLite database that DATABASE_URL names into a new file, as it is at one moment, while the service goes on.
PostgreSQL has pg_dump for it. docs/upgrade.md tells how a copy is put back.`

async function main(): Promise<void> {
  const [file] = process.argv.slice(2)
  if (file === undefined || file.startsWith('--')) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const { database } = readConfig()
  await copyTo(database, file)
  process.stdout.write(`copied to ${file}\n`)
}

main().catch(fail)
