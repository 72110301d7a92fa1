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

/** What memory does not offer, and why. */
const optOuts = {
  invites: 'It sends no mails.',
  'webhooks.verified': 'Nobody sends any.',
  'conversion.requiresFriend': 'An order counts whoever the friend is.',
  'rewards.approve': 'Nothing is reviewed here.',
  summary: 'For tests and demos: there is no owner who asks.',
}

testBackend(
  { describe, it },
  (): Subject => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const backend = memoryBackend({ program: parseProgram(conformanceProgram), now })
    return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
  },
  optOuts,
)

testFairness({ describe, it }, (): Subject => {
  let ahead = 0
  const now = () => Date.now() + ahead
  const backend = memoryBackend({ program: parseProgram(fairProgram), now })
  return { backend, now, travel: (milliseconds) => (ahead += milliseconds) }
})
