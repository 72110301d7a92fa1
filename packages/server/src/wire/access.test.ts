import { generateKeyPair, exportSPKI, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIdentity } from './identity.ts'
import { identityKey, secret, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire()))
afterAll(() => wire.close())

const now = () => Math.floor(Date.now() / 1000)

it('opens each route to its own kind of key, and to no other', async () => {
  const token = await wire.token()
  const keys = [undefined, 'gw_sk_wrong_0123456789', 'x', token, secret, 'gw_sk_old_0123456789']
  const ask = (path: string, init?: object) =>
    Promise.all(keys.map(async (key) => told(await wire.ask(path, { ...init, ...(key && { key }) }))))
  const owner = ['401 key-missing', '401 key-wrong', '401 key-wrong', '401 key-wrong']
  for (const path of ['summary', 'rewards', 'participant?code=X', 'nothing-here']) {
    const answers = await ask(`/v1/shop/admin/${path}`)
    expect(answers.slice(0, 4)).toEqual(owner)
    expect(answers.slice(4).filter((answer) => answer.startsWith('401'))).toEqual([])
  }
  for (const path of ['events', 'participants', 'rewards/fulfil', 'participant/invites?code=X'])
    expect((await ask(`/v1/shop/admin/${path}`, { json: {} })).slice(0, 4)).toEqual(owner)
  for (const path of ['me', 'me/rewards', 'me/referrals']) {
    const [none, ...others] = await ask(`/v1/shop/${path}`)
    const refused = others.filter((answer) => answer === '401 token-invalid')
    expect([none, refused.length]).toEqual(['401 token-missing', 4])
  }
})

it('opens no other program with a program’s key', async () => {
  const two = await startWire({
    access: (program) => ({
      secretKeys: [program === 'shop' ? secret : 'gw_sk_other'],
      identityKeys: [program === 'shop' ? identityKey : 'other'],
    }),
  })
  const key = await signIdentity('other', { program: 'shop', id: 'amy' })
  expect(await told(await two.ask('/v1/shop/admin/summary', { key: 'gw_sk_other' }))).toBe('401 key-wrong')
  expect(await told(await two.ask('/v1/shop/me', { key }))).toBe('401 token-invalid')
  await two.close()
})

describe('an identity', () => {
  const sign = (claims: object, alg = 'HS256', key: Uint8Array = new TextEncoder().encode(identityKey)) =>
    new SignJWT({ sub: 'amy', aud: 'shop', exp: now() + 60, ...claims }).setProtectedHeader({ alg }).sign(key)
  const verdict = async (key: string) => told(await wire.ask('/v1/shop/me', { key }))

  it('is good for the program that it names, for a day at most', async () => {
    // Not enrolled: but let in.
    expect(await verdict(await sign({}))).toBe('404 participant-unknown')
    expect(await verdict(await sign({ exp: now() - 30 }))).toBe('404 participant-unknown')
    expect(await verdict(await sign({ exp: now() - 120 }))).toBe('401 token-expired')
    const wrong = [
      { aud: 'other' },
      { aud: undefined },
      { exp: undefined },
      { exp: now() + 90_000 },
      { sub: undefined },
      { sub: '' },
      { sub: 7 },
      { sub: 'a\0b' },
      { email: 'no' },
      { nbf: now() + 600 },
    ]
    for (const claims of wrong)
      expect([claims, await verdict(await sign(claims))]).toEqual([claims, '401 token-invalid'])
  })

  it('is refused without a signature, with another key or algorithm, and when it is torn', async () => {
    const token = await sign({})
    const [head, body, signature] = token.split('.')
    const none = new UnsecuredJWT({ sub: 'amy', aud: 'shop', exp: now() + 60 }).encode()
    const forged = Buffer.from('{"sub":"bo","aud":"shop","exp":9999999999}').toString('base64url')
    const bad = [
      none,
      await sign({}, 'HS512', new TextEncoder().encode(identityKey.repeat(3))),
      await sign({}, 'HS256', new TextEncoder().encode('guess-guess-guess-guess-guess-guess')),
      `${head}.${body}.`,
      `${head}.${forged}.${signature}`,
      `${head}.${body}`,
      'x.y.z',
      '..',
      'a'.repeat(20_000),
    ]
    for (const key of bad) expect(await verdict(key)).toBe('401 token-invalid')
  })

  it('may be signed with a private key, whose public half is never a shared secret', async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const pem = await exportSPKI(publicKey)
    const keyed = await startWire({ access: () => ({ secretKeys: [], identityKeys: [pem] }) })
    const claims = { sub: 'amy', aud: 'shop', exp: now() + 60 }
    const good = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey)
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(pem))
    expect(await told(await keyed.ask('/v1/shop/me', { key: good }))).toBe('404 participant-unknown')
    expect(await told(await keyed.ask('/v1/shop/me', { key: confused }))).toBe('401 token-invalid')
    await keyed.close()
  })

  it('cannot be signed for longer than a day', async () => {
    for (const expiresIn of [0, 86_401, Number.NaN])
      await expect(
        signIdentity(identityKey, { program: 'shop', id: 'amy', expiresIn }),
      ).rejects.toMatchObject({ code: 'expires-invalid' })
  })
})
