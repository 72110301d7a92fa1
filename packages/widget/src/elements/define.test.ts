// @vitest-environment node
import { expect, it } from 'vitest'
import { defineWidgets } from '../index.ts'

it('is imported and called on a server without harm', () => {
  expect('window' in globalThis).toBe(false)
  expect(() => defineWidgets()).not.toThrow()
})
