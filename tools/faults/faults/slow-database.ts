import { between, type Fault, healing } from './fault.js'

export const slowDatabase: Fault = {
  title: 'every packet to and from PostgreSQL 20 to 60 ms late for 5 s',
  stores: ['postgres'],
  answers: 'all',
  inject: async stage => {
    stage.database.wire?.slow(between(stage, 20, 60))
    await healing(
      () => stage.pause(5),
      () => stage.database.wire?.mend(),
    )
  },
}
