import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withAdapters } from './adapters-table.ts'
import { root } from './steps.ts'

it('stands in the README of the adapters as it is: `pnpm readme` writes it', () => {
  const text = readFileSync(`${root}packages/adapters/README.md`, 'utf8')
  expect(withAdapters(text)).toBe(text)
})
