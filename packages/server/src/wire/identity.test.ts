import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyIdentity } from './identity.ts'

const key = 'gw_id_0123456789abcdef0123456789'
const other = 'gw_id_another_key_0123456789abcd'
const time = 1_795_300_000
const good = { sub: 'amy', aud: 'shop', iat: time, exp: time + 3600 }

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
/** A token as anybody could write it: JSON as it is given, signed with what is given. */
const write = (claims: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, secret = key): string => {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
const verdict = (token: string, keys = [key, other]): Promise<string> =>
  verifyIdentity(token, 'shop', keys, () => time * 1000).then(
    ({ id }) => id,
    (error: { code: string }) => error.code,
  )

describe('a signed identity is taken', () => {
  it.each([
    ['as it is signed', write(good)],
    ['without a type', write(good, { alg: 'HS256' })],
    ['with a type in any case', write(good, { alg: 'HS256', typ: 'jwt' })],
    ['with the id of a key, which is only a hint', write(good, { alg: 'HS256', kid: '2026-11' })],
    ['by the second key', write(good, undefined, other)],
    ['without a time of issue', write({ ...good, iat: undefined })],
    ['issued by a clock that is a minute ahead', write({ ...good, iat: time + 60 })],
    ['a minute after its end', write({ ...good, exp: time - 59 })],
    ['a minute before its beginning', write({ ...good, nbf: time + 60 })],
    ['for a whole day', write({ ...good, exp: time + 86_400 })],
    ['for several audiences with this one', write({ ...good, aud: ['club', 'shop'] })],
    ['with claims that nobody here reads', write({ ...good, scope: 'x', nested: { a: { a: 1 } } })],
    ['with names in any script', write({ ...good, name: 'Zoë 李 🙂' })],
  ])('%s', async (_, token) => expect(await verdict(token)).toBe('amy'))
})

const invalid: [string, string][] = [
  ['nothing', ''],
  ['dots', '..'],
  ['two parts', write(good).split('.').slice(0, 2).join('.')],
  ['four parts', `${write(good)}.x`],
  ['five parts, encrypted', `${write(good)}.x.y`],
  ['a signature that is empty', write(good).replace(/[^.]+$/, '')],
  ['a signature that is cut', write(good).slice(0, -4)],
  ['a signature with other spare bits', respell(write(good))],
  ['a space at its end', `${write(good)} `],
  ['padding', `${write(good)}=`],
  ['no algorithm', write(good, { typ: 'JWT' })],
  ['alg none', write(good, { alg: 'none', typ: 'JWT' })],
  ['alg none, without a signature', `${encode({ alg: 'none' })}.${encode(good)}.`],
  ['alg NonE', write(good, { alg: 'NonE' })],
  ['alg hs256', write(good, { alg: 'hs256' })],
  ['alg HS512', write(good, { alg: 'HS512' })],
  ['alg HS384', write(good, { alg: 'HS384' })],
  ['alg RS256', write(good, { alg: 'RS256' })],
  ['alg ES256', write(good, { alg: 'ES256' })],
  ['alg EdDSA on a shared secret', write(good, { alg: 'EdDSA' })],
  ['alg as a list', write(good, { alg: ['HS256', 'none'] })],
  ['alg twice', write(good, '{"alg":"none","alg":"HS256"}')],
  ['another type', write(good, { alg: 'HS256', typ: 'at+jwt' })],
  ['a type that is no text', write(good, { alg: 'HS256', typ: 7 })],
  ['a kid that is a path', write(good, { alg: 'HS256', kid: ['../../dev/null'] })],
  ['a key of its own (jwk)', write(good, { alg: 'HS256', jwk: { kty: 'oct', k: encode('x') } })],
  ['an address of keys (jku)', write(good, { alg: 'HS256', jku: 'https://evil.example/keys' })],
  ['an address of certificates (x5u)', write(good, { alg: 'HS256', x5u: 'https://evil.example/c' })],
  ['certificates of its own (x5c)', write(good, { alg: 'HS256', x5c: ['MII'] })],
  ['something critical', write(good, { alg: 'HS256', crit: ['exp'], exp: 1 })],
  ['claims that are not encoded (b64)', write(good, { alg: 'HS256', b64: false, crit: ['b64'] })],
  ['compressed claims', write(good, { alg: 'HS256', zip: 'DEF' })],
  ['__proto__ in its header', write(good, '{"alg":"HS256","__proto__":{"kid":"x"}}')],
  ['a header that is a list', write(good, ['HS256'])],
  ['a header that is null', write(good, 'null')],
  ['a key that guesses', write(good, undefined, 'guess-guess-guess-guess-guess')],
  ['the empty key', write(good, undefined, 'x')],
  ['the end left out', write({ ...good, exp: undefined })],
  ['an end that is text', write({ ...good, exp: `${time + 60}` })],
  ['an end that never comes', write(JSON.stringify(good).replace(/"exp":\d+/, '"exp":1e400'))],
  ['an end after more than a day', write({ ...good, exp: time + 86_400 + 61 })],
  ['a beginning to come', write({ ...good, nbf: time + 61 })],
  ['issued in the future', write({ ...good, iat: time + 61 })],
  ['a time of issue that is text', write({ ...good, iat: 'now' })],
  ['no audience', write({ ...good, aud: undefined })],
  ['another program', write({ ...good, aud: 'club' })],
  ['a program like this one', write({ ...good, aud: 'Shop' })],
  ['another program that begins alike', write({ ...good, aud: 'shop-2' })],
  ['an audience that is an object', write({ ...good, aud: { shop: 1 } })],
  ['no subject', write({ ...good, sub: undefined })],
  ['an empty subject', write({ ...good, sub: '' })],
  ['a subject that is a number', write({ ...good, sub: 42 })],
  ['a subject with a NUL', write({ ...good, sub: 'amy\0' })],
  ['a subject that is half a character', write('{"sub":"\\ud800","aud":"shop","exp":' + (time + 9) + '}')],
  ['a subject that is too long', write({ ...good, sub: 'a'.repeat(201) })],
  ['an e-mail that is none', write({ ...good, email: 'amy' })],
  ['a name that is an object', write({ ...good, name: { first: 'Amy' } })],
  ['a claim twice', write(`{"sub":"bo",${JSON.stringify(good).slice(1)}`)],
  ['a claim twice, spelled otherwise', write(`{"s\\u0075b":"bo",${JSON.stringify(good).slice(1)}`)],
  ['claims that are a list', write([good])],
  ['claims that are text', write('"amy"')],
  ['claims that are no JSON', write('{sub:amy}')],
  ['claims that are no UTF-8', unreadable()],
  ['9 KB', write({ ...good, padding: 'x'.repeat(9000) })],
  ['1 MB', 'a'.repeat(1_000_000)],
]

function respell(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = letters.indexOf(token.at(-1)!)
  return token.slice(0, -1) + letters[last ^ 1]
}

function unreadable(): string {
  const claims = Buffer.concat([
    Buffer.from('{"sub":"'),
    Buffer.from([0xff]),
    Buffer.from(`","aud":"shop","exp":${time + 9}}`),
  ])
  const text = `${encode({ alg: 'HS256' })}.${claims.toString('base64url')}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}

describe('a signed identity is refused with', () => {
  it.each(invalid)('%s', async (_, token) => expect(await verdict(token)).toBe('token-invalid'))

  it('an end that has passed', async () => {
    expect(await verdict(write({ ...good, exp: time - 61 }))).toBe('token-expired')
    expect(await verdict(write({ ...good, exp: time - 61 }, undefined, 'guess'))).toBe('token-invalid')
  })

  it('no key that could have signed it', async () => {
    expect(await verdict(write(good), [])).toBe('token-invalid')
  })

  it('a huge token at once', async () => {
    const began = process.cpuUsage()
    await verdict(write({ ...good, padding: 'x'.repeat(5_000_000) }))
    await verdict('x.'.repeat(3_000_000))
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500)
  })
})

describe('with a public key', () => {
  let pem: string
  let privateKey: CryptoKey
  beforeAll(async () => {
    const pair = await generateKeyPair('EdDSA', { extractable: true })
    pem = await exportSPKI(pair.publicKey)
    privateKey = pair.privateKey
  })
  const signed = (header: object = {}) =>
    new SignJWT(good).setProtectedHeader({ alg: 'EdDSA', ...header }).sign(privateKey)

  it('only its private half signs', async () => {
    expect(await verdict(await signed(), [pem])).toBe('amy')
    expect(await verdict(await signed({ kid: '1' }), [key, pem])).toBe('amy')
    const stranger = await generateKeyPair('EdDSA')
    const forged = await new SignJWT(good).setProtectedHeader({ alg: 'EdDSA' }).sign(stranger.privateKey)
    expect(await verdict(forged, [pem])).toBe('token-invalid')
  })

  it('that key is never a shared secret, however it is spelled', async () => {
    const spellings = [pem, pem.trim(), pem.replaceAll('\n', ''), pem.split('\n')[1]!]
    for (const spelling of spellings)
      expect(await verdict(write(good, { alg: 'HS256' }, spelling), [pem])).toBe('token-invalid')
  })

  it('a token cannot bring another', async () => {
    const pair = await generateKeyPair('EdDSA', { extractable: true })
    const jwk = await exportJWK(pair.publicKey)
    const token = await new SignJWT(good).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(pair.privateKey)
    expect(await verdict(token, [pem])).toBe('token-invalid')
  })

  it('neither RSA nor another curve is taken, whatever key they are signed with', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const text = `${encode({ alg: 'RS256' })}.${encode(good)}`
    const signature = createSign('sha256').update(text).sign(rsa.privateKey).toString('base64url')
    const spki = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    expect(await verdict(`${text}.${signature}`, [spki])).toBe('token-invalid')
    const ed448 = generateKeyPairSync('ed448')
    const claims = `${encode({ alg: 'EdDSA' })}.${encode(good)}`
    const by448 = sign(null, Buffer.from(claims), ed448.privateKey).toString('base64url')
    const pem448 = ed448.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    expect(await verdict(`${claims}.${by448}`, [pem448])).toBe('token-invalid')
  })
})
