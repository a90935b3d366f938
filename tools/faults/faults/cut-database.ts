import type { Fault } from './fault.js'

export const cutDatabase: Fault = {
  title: 'connections to PostgreSQL reset, five times',
  stores: ['postgres'],
  answers: 'all',
  inject: async stage => {
    for (let times = 0; times < 5; times++) {
      stage.database.wire?.cut()
      await stage.pause(0.2 + stage.random())
    }
  },
}
