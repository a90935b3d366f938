import { campaigns } from './campaigns.js'
import { core } from './core.js'
import { forgetting } from './forgetting.js'
import { growth } from './growth.js'
import { http } from './http.js'
import { lists } from './lists.js'
import { postgres } from './postgres.js'
import { profile } from './profile.js'
import { reader } from './reader.js'
import { rows } from './rows.js'
import { search } from './search.js'
import type { Section } from './section.js'
import { start } from './start.js'
import { steps } from './steps.js'
import { storage } from './storage.js'
import { stream } from './stream.js'
import { worst } from './worst.js'

/** In the order in which they run. */
export const sections: Readonly<Record<string, Section>> = {
  core,
  steps,
  growth,
  worst,
  reader,
  start,
  http,
  lists,
  profile,
  storage,
  stream,
  rows,
  postgres,
  search,
  forgetting,
  campaigns,
}
