// Loaded into the service with --import: says which of its workers take requests. The service says so of the first only.
import cluster from 'node:cluster'

if (cluster.isPrimary)
  cluster.on('listening', ({ process: { pid } }) => process.stdout.write(`serving ${pid}\n`))
