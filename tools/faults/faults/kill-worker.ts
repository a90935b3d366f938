import { anyWorker, type Fault, onBoth } from './fault.js'

export const killWorker: Fault = {
  title: 'kill -9 of one worker of two',
  stores: onBoth,
  answers: 'some',
  inject: async stage => {
    process.kill(anyWorker(stage), 'SIGKILL')
    await stage.pause(2)
  },
}
