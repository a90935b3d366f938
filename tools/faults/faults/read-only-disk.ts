import type { Fault, Stage } from './fault.js'

/** A file system cannot be made read-only under an open database: the service finds it so when it starts. */
export const readOnlyDisk: Fault = {
  title: 'started on a read-only file system for 3 s: refuses to start, or to keep',
  stores: ['sqlite'],
  answers: 'some',
  missing: ({ disk }) => (disk.own ? undefined : 'no file system may be mounted here'),
  inject: async stage => {
    await Promise.all(stage.instances.map(one => one.stop()))
    await stage.disk.own?.makeReadOnly()
    try {
      await Promise.all(stage.instances.map(one => one.start()))
      await stage.pause(3)
    } finally {
      await writableAgain(stage)
    }
  },
}

async function writableAgain({ instances, disk }: Stage): Promise<void> {
  await Promise.all(instances.map(one => one.stop()))
  disk.own?.makeWritable()
  await Promise.all(instances.map(one => one.start()))
}
