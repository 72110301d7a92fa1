import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { createSecret, liveSecrets, parseSecret, signatureHeaders } from './secret.ts'

const made = (): string => createSecret((bytes) => randomBytes(bytes))
const body = '{"type":"reward.due","data":{"name":"Zoë 🎁"}}'

it('signs as the Standard Webhooks library verifies', () => {
  const secret = made()
  const headers = signatureHeaders('msg_1', body, [secret], Date.now())
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
  expect(headers['webhook-signature']).toBe(
    new Webhook(secret).sign('msg_1', new Date(Number(headers['webhook-timestamp']) * 1000), body),
  )
})

it('is refused when anything was changed, and after five minutes', () => {
  const secret = made()
  const headers = signatureHeaders('msg_1', body, [secret], Date.now())
  const verify = (text: string, change: object = {}, key = secret) =>
    new Webhook(key).verify(text, { ...headers, ...change })
  expect(() => verify(`${body} `)).toThrow('No matching signature')
  expect(() => verify(body, { 'webhook-id': 'msg_2' })).toThrow('No matching signature')
  expect(() => verify(body, {}, made())).toThrow('No matching signature')
  for (const away of [-301_000, 301_000])
    expect(() => verify(body, signatureHeaders('msg_1', body, [secret], Date.now() + away))).toThrow(
      'timestamp too',
    )
})

it('signs with both secrets while one replaces the other', () => {
  const [secret, old] = [made(), made()]
  const row = { secret, old_secret: old, old_until: 1000 }
  expect(liveSecrets(row, 999)).toEqual([secret, old])
  expect(liveSecrets(row, 1000)).toEqual([secret])
  const headers = signatureHeaders('msg_1', body, [secret, old], Date.now())
  for (const key of [secret, old]) expect(new Webhook(key).verify(body, headers)).toBeTruthy()
})

it('takes a secret of 24 to 64 bytes', () => {
  const of = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`
  for (const bytes of [24, 25, 32, 63, 64]) expect(parseSecret(of(bytes))).toMatch(/^whsec_/)
  for (const bad of [
    of(23),
    of(65),
    '',
    'whsec_',
    'whsec_short',
    randomBytes(32).toString('base64'),
    `${of(32)}\n`,
  ])
    expect(() => parseSecret(bad)).toThrow(expect.objectContaining({ code: 'secret-weak' }))
})
