// Loaded into the service with --import: a worker says when it takes requests. The service says so of its first one only.
import cluster from 'node:cluster'

cluster.worker?.once('listening', () => process.stdout.write(`serving ${process.pid}\n`))
