import { defineConfig } from 'vitest/config'

/** What each project needs, from nothing to a build: `npx vitest run --project unit` while you work, `npm test` before you push. */
export default defineConfig({
  test: {
    projects: [
      // One idea a test; no build, no server, no production dictionary.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      // The dictionary in `dict/` and the labelled texts: what production judges with, on all there is.
      {
        test: {
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      // The built service as a process, with browsers, kills and full disks: needs `npm run build`.
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // The repository itself: imports, licences, deployment files, documents.
      { test: { name: 'repository', include: ['test/repository/**/*.test.ts'], testTimeout: 30_000 } },
    ],
  },
})
