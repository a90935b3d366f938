import { between, type Fault, healing } from './fault.js'

/** Longer than a caller waits for an answer: who has none by then never gets one. */
export const frozenDatabase: Fault = {
  title: 'PostgreSQL silent for 12 to 16 s, no connection closed',
  stores: ['postgres'],
  answers: 'all',
  inject: async stage => {
    stage.database.wire?.freeze()
    await healing(
      () => stage.pause(between(stage, 12, 16)),
      () => stage.database.wire?.mend(),
    )
  },
}
