// `node hold-lock.js FILE SECONDS`: takes SQLite's write lock as a maintenance script would, says so, and holds it.
import { setTimeout } from 'node:timers/promises'
import Database from 'libsql'

const [file = '', seconds] = process.argv.slice(2)
const database = new Database(file)
database.exec('pragma busy_timeout = 10000')
database.exec('begin immediate')
console.log('held')
await setTimeout(Number(seconds) * 1_000)
database.exec('rollback')
database.close()
