import assert from 'node:assert/strict'
import type { ConformanceCase, Scene } from './scene.ts'

/** Vendors' adapters read what their vendor sends; the contract has no such method. */
function receiverOf({ backend }: Scene): (request: Request) => Promise<unknown> {
  assert.ok('receive' in backend && typeof backend.receive === 'function', 'it has `receive`')
  return backend.receive as (request: Request) => Promise<unknown>
}

const post = (body: string, address = 'https://shop.example/hooks'): Request =>
  new Request(address, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

/** Mails that leave, and webhooks that arrive. */
export const outside: readonly ConformanceCase[] = [
  {
    title: 'tells of each invitation what became of it, in order',
    needs: ['invites'],
    async run({ backend, customer, keyOf }) {
      const amy = customer('Amy')
      await backend.enrol(amy)
      const guests = [customer().email, customer().email].map((email) => ({ email, message: 'Try it.' }))
      const receipts = await backend.invite(keyOf(amy), guests)
      assert.deepEqual(
        receipts.map(({ email, status }) => [email, status]),
        guests.map(({ email }) => [email, 'sent']),
      )
    },
  },
  {
    title: 'refuses a webhook that nothing vouches for',
    needs: ['webhooks.verified'],
    async run(scene) {
      const receive = receiverOf(scene)
      const body = JSON.stringify({ event: 'PARTICIPANT_REACHED_A_GOAL', data: { reward: { id: 'r1' } } })
      await assert.rejects(receive(post(body)), { code: 'webhook-unsigned' })
      const guessed = post(body, 'https://shop.example/hooks?event=ReferralAdd&secret=guessed')
      await assert.rejects(receive(guessed), { code: 'webhook-unsigned' })
    },
  },
  {
    title: 'reads no webhook that is longer than any is',
    needs: ['webhooks.verified'],
    async run(scene) {
      const receive = receiverOf(scene)
      await assert.rejects(receive(post(JSON.stringify({ padding: 'x'.repeat(3_000_000) }))), (error) => {
        assert.match(String(error instanceof Error && 'code' in error && error.code), /^(webhook|vendor)-/)
        return true
      })
    },
  },
]
