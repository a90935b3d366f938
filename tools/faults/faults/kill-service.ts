import { anyInstance, type Fault, onBoth } from './fault.js'

export const killService: Fault = {
  title: 'kill -9 of a whole instance, started again',
  stores: onBoth,
  answers: 'some',
  inject: async stage => anyInstance(stage).signal('SIGKILL'),
}
