import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Everything is tested from its sources; no test waits for a build.
const ssr = { resolve: { conditions: ['source', 'node'] } }
const node = { resolve: { conditions: ['source'] }, ssr }
const browser = { resolve: { conditions: ['source', 'module', 'browser', 'development|production'] }, ssr }
const preact = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

const starts = 'examples/shop/src/main.test.ts'

/** The test projects. What is built, and how, is in scripts/build.ts. */
export default defineConfig({
  test: {
    // One more than there are cores: while a browser or a database is waited for, somebody else can work.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...node,
        test: {
          name: 'pure',
          environment: 'node',
          // What keeps nothing between two calls needs no process of its own for each file.
          isolate: false,
          include: ['packages/{program,adapters}/src/**/*.test.ts'],
          // Thousands of cases of a property, on a machine that does other work as well.
          testTimeout: 300_000,
        },
      },
      {
        ...node,
        test: {
          name: 'unit',
          environment: 'node',
          isolate: false,
          // They end what hangs; a slow machine that does other work as well is no fault.
          expect: { poll: { timeout: 5_000 } },
          testTimeout: 60_000,
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
          // Each file has a document and custom elements of its own; a process of its own as well would cost twice as much.
          pool: 'vmThreads',
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
          isolate: false,
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
          exclude: [starts, 'examples/gallery/browsers/**', '**/node_modules/**'],
          globalSetup: 'scripts/browser-files.ts',
          // Each has a database of its own.
          env: { DATABASE_URL: '' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...node,
        test: {
          name: 'start',
          environment: 'node',
          include: [starts],
          // After all the others: `npm start` builds anew what their pages load, and has so many seconds for it.
          sequence: { groupOrder: 1 },
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
      {
        ...node,
        test: {
          name: 'browsers',
          environment: 'node',
          include: ['packages/core/browser/**/*.test.ts'],
          // What takes minutes is for `pnpm browsers`: frameworks' real packages, tabs opened and closed at random, pages that
          // are left and gone back to.
          exclude: process.env['EVERY_BROWSER'] ? [] : ['**/{consent,tabs,leaving,history}.test.ts'],
          globalSetup: 'packages/core/browser/setup.ts',
          // Suites share the browsers of their worker.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
