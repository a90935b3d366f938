import { anyWorker, between, type Fault, healing, onBoth } from './fault.js'

/** It may be replaced meanwhile; what it had in hand then gets no answer. */
export const stoppedWorker: Fault = {
  title: 'SIGSTOP of one serving process of two for 3 to 8 s',
  stores: onBoth,
  answers: 'some',
  inject: async stage => {
    const worker = anyWorker(stage)
    process.kill(worker, 'SIGSTOP')
    await healing(
      () => stage.pause(between(stage, 3, 8)),
      () => resume(worker),
    )
  },
}

function resume(worker: number): void {
  try {
    process.kill(worker, 'SIGCONT')
  } catch {
    // It was replaced.
  }
}
