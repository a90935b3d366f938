import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Loading the tokenizer takes a second, starting a service or a browser a few.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
