import { clockJump } from './clock-jump.js'
import { cutDatabase } from './cut-database.js'
import { endedConnections } from './ended-connections.js'
import type { Fault } from './fault.js'
import { frozenDatabase } from './frozen-database.js'
import { fullDisk } from './full-disk.js'
import { heldLock } from './held-lock.js'
import { killService } from './kill-service.js'
import { killWorker } from './kill-worker.js'
import { overload } from './overload.js'
import { readOnlyDisk } from './read-only-disk.js'
import { restart } from './restart.js'
import { slowClients } from './slow-clients.js'
import { slowDatabase } from './slow-database.js'
import { stoppedWorker } from './stopped-worker.js'
import { cutWebhooks, failingWebhooks, hangingWebhooks } from './webhooks.js'

/** By the name that `--only` takes. */
export const faults: Readonly<Record<string, Fault>> = {
  'kill-worker': killWorker,
  'kill-service': killService,
  restart,
  'stopped-worker': stoppedWorker,
  'frozen-database': frozenDatabase,
  'cut-database': cutDatabase,
  'slow-database': slowDatabase,
  'ended-connections': endedConnections,
  'held-lock': heldLock,
  'full-disk': fullDisk,
  'read-only-disk': readOnlyDisk,
  'clock-jump': clockJump,
  overload,
  'slow-clients': slowClients,
  'hanging-webhooks': hangingWebhooks,
  'failing-webhooks': failingWebhooks,
  'cut-webhooks': cutWebhooks,
}
