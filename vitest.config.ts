import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // The one copy of graphql that Node itself loads: `instanceof GraphQLError` fails between it and the package's module form.
    alias: { graphql: fileURLToPath(import.meta.resolve('graphql')) },
  },
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Processes, so that a test that crashes its engine (Wasm, native) takes down its own file only.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
})
