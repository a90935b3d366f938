import { defineConfig } from 'vitest/config'

/** What each project needs, from nothing to a build: `npx vitest run --project unit` while you work, `npm test` before you push. */
export default defineConfig({
  test: {
    projects: [
      // One idea a test; no build, no kuromoji, no production dictionary. Files share what they import, and some wait for
      // clocks while others work.
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
        },
      },
      // The dictionary in `dict/`, kuromoji's and the labelled texts: what production judges with, on all there is, and
      // everything at random that a caller may send. Loaded once a worker.
      {
        test: {
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      // The built service as a process, with browsers, kills and full disks: needs `npm run build`.
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          maxWorkers: 2,
          // Browsers and kills on a machine that others may load: what fails twice is a fault.
          retry: 1,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // The repository itself: imports, licences, deployment files, documents.
      {
        test: {
          name: 'repository',
          include: ['test/repository/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          testTimeout: 30_000,
        },
      },
    ],
  },
})
