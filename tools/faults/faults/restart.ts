import { anyInstance, type Fault, onBoth } from './fault.js'

export const restart: Fault = {
  title: 'SIGTERM, started again',
  stores: onBoth,
  answers: 'some',
  inject: async stage => {
    const instance = anyInstance(stage)
    await instance.stop()
    await instance.start()
  },
}
