import { defineConfig } from 'vitest/config'

// Everything is tested from its sources; no test waits for a build.
const ssr = { resolve: { conditions: ['source', 'node'] } }
const node = { resolve: { conditions: ['source'] }, ssr }
const browser = { resolve: { conditions: ['source', 'module', 'browser', 'development|production'] }, ssr }
const preact = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

/** The test projects. What is built, and how, is in scripts/build.ts. */
export default defineConfig({
  test: {
    // Vitest leaves one core idle, which on two is half of the machine.
    maxWorkers: '100%',
    projects: [
      {
        ...node,
        test: {
          name: 'pure',
          environment: 'node',
          // What keeps nothing between two calls needs no process of its own for each file.
          isolate: false,
          include: ['packages/{program,adapters}/src/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        ...node,
        test: {
          name: 'unit',
          environment: 'node',
          // They end what hangs; a slow machine that does other work as well is no fault.
          expect: { poll: { timeout: 5_000 } },
          testTimeout: 20_000,
          hookTimeout: 60_000,
          include: ['packages/server/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['packages/server/src/store/**'],
        },
      },
      {
        ...browser,
        oxc: preact,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          // What is loaded when asked for takes its time on a slow machine.
          expect: { poll: { timeout: 5_000 } },
          testTimeout: 15_000,
          include: ['packages/{core,widget}/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        ...node,
        test: {
          name: 'stores',
          environment: 'node',
          include: ['packages/server/src/store/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...node,
        test: {
          name: 'journey',
          environment: 'node',
          include: ['examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'examples/gallery/browsers/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...node,
        test: {
          name: 'engines',
          environment: 'node',
          include: ['examples/gallery/browsers/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
