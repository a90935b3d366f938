import { anyWorker, type Fault } from './fault.js'

/** Where an instance is one process this is `kill-service`. */
export const killWorker: Fault = {
  title: 'kill -9 of one worker of two',
  stores: ['sqlite'],
  answers: 'some',
  inject: async stage => {
    process.kill(anyWorker(stage), 'SIGKILL')
    await stage.pause(2)
  },
}
