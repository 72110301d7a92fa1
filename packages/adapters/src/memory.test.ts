import { parseProgram } from '@goodword/program'
import { describe, it } from 'vitest'
import {
  conformanceProgram,
  fairProgram,
  testBackend,
  testFairness,
  type Subject,
} from './conformance/index.ts'
import { memoryBackend } from './memory.ts'

testBackend({ describe, it }, (): Subject => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const backend = memoryBackend({ program: parseProgram(conformanceProgram), now })
  return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
})

testFairness({ describe, it }, (): Subject => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const backend = memoryBackend({ program: parseProgram(fairProgram), now })
  return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
})
