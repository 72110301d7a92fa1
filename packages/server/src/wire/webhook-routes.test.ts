import { afterAll, beforeAll, expect, it } from 'vitest'
import { requireMailKey, createLeaveToken, hashAddress } from '../outbox/mail-key.ts'
import { shop } from '../backend/shop.fixture.ts'
import { publicUrl, secret as key, startWire, told, type TestWire } from './wire.fixture.ts'

let wire: TestWire
beforeAll(async () => void (wire = await startWire()))
afterAll(() => wire.close())

const at = '/v1/shop/admin/webhooks'
const url = 'https://api.shop.example/goodword'
const json = async (response: Response | Promise<Response>) =>
  (await (await response).json()) as Record<string, unknown>
const patch = (id: unknown, change: object) =>
  wire.ask(`${at}/${String(id)}`, { key, method: 'PATCH', body: JSON.stringify(change) })

it('makes, shows, changes and removes a webhook, and shows its secret once', async () => {
  const response = await wire.ask(at, { key, json: { url, label: 'Our API', types: ['reward.due'] } })
  expect(response.status).toBe(201)
  const { secret, ...webhook } = await json(response)
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
  expect(webhook).toMatchObject({ url, label: 'Our API', types: ['reward.due'], include: [], state: 'on' })
  expect(await json(wire.ask(at, { key }))).toEqual({ webhooks: [webhook] })
  expect(await json(wire.ask(`${at}/${String(webhook['id'])}`, { key }))).toEqual(webhook)
  const changed = await json(patch(webhook['id'], { types: [], include: ['email'], state: 'off' }))
  expect(changed).toMatchObject({ types: [], include: ['email'], state: 'off', reason: 'owner' })
  const rotated = await json(wire.ask(`${at}/${String(webhook['id'])}/rotate`, { key, json: {} }))
  expect(rotated['secret']).not.toBe(secret)
  expect(rotated['oldSecretUntil']).toBeGreaterThan(Date.now())
  const gone = await wire.ask(`${at}/${String(webhook['id'])}`, { key, method: 'DELETE' })
  expect([gone.status, await told(await wire.ask(`${at}/${String(webhook['id'])}`, { key }))]).toEqual([
    204,
    '404 webhook-unknown',
  ])
})

it('refuses targets, types, fields and secrets that it cannot keep', async () => {
  const bad: [object, string][] = [
    [{}, '400 webhook-invalid'],
    [{ url: 7 }, '400 webhook-invalid'],
    [{ url, types: ['reward.paid'] }, '400 webhook-invalid'],
    [{ url, types: ['webhook.disabled'] }, '400 webhook-invalid'],
    [{ url, include: ['name'] }, '400 webhook-invalid'],
    [{ url, label: 'a\0b' }, '400 webhook-invalid'],
    [{ url, state: 'off' }, '400 webhook-invalid'],
    [{ url: 'http://api.shop.example/' }, '400 target-refused'],
    [{ url: 'https://169.254.169.254/latest' }, '400 target-refused'],
    [{ url, secret: 'whsec_short' }, '400 secret-weak'],
  ]
  for (const [body, expected] of bad)
    expect([body, await told(await wire.ask(at, { key, json: body }))]).toEqual([body, expected])
  const { id } = await json(wire.ask(at, { key, json: { url } }))
  expect(await told(await patch(id, { url: 'https://localhost/' }))).toBe('400 target-refused')
  expect(await told(await patch('a%00b', {}))).toBe('404 webhook-unknown')
  for (const body of [{}, { message: 'x' }, { since: -1 }, { since: 1, message: 'msg_1' }])
    expect(await told(await wire.ask(`${at}/${String(id)}/replay`, { key, json: body }))).toBe(
      '400 webhook-invalid',
    )
  await wire.ask(`${at}/${String(id)}`, { key, method: 'DELETE' })
})

it('queues a test and a replay, and lists what came of them', async () => {
  const { id } = await json(wire.ask(at, { key, json: { url } }))
  const { message } = await json(wire.ask(`${at}/${String(id)}/test`, { key, json: {} }))
  const page = await json(wire.ask(`${at}/${String(id)}/deliveries?limit=5`, { key }))
  expect(page).toMatchObject({ items: [{ message, type: 'webhook.test', state: 'waiting', tries: 0 }] })
  expect(await json(wire.ask(`${at}/${String(id)}/replay`, { key, json: { message } }))).toEqual({
    queued: 1,
  })
  expect(await json(wire.ask(`${at}/${String(id)}/replay`, { key, json: { since: 0 } }))).toEqual({
    queued: 0,
  })
  await wire.ask(`${at}/${String(id)}`, { key, method: 'DELETE' })
})

it('keeps 20 webhooks at most, also of those who ask at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 22 }, async () => told(await wire.ask(at, { key, json: { url } }))),
  )
  expect(answers.filter((answer) => answer === '201')).toHaveLength(20)
  expect(answers.filter((answer) => answer === '409 webhook-limit')).toHaveLength(2)
})

it('opens to the owner alone', async () => {
  const token = await wire.token()
  for (const path of ['', '/x', '/x/deliveries'])
    for (const wrong of [undefined, token, 'gw_sk_wrong_0123456789'])
      expect(await told(await wire.ask(`${at}${path}`, wrong ? { key: wrong } : {}))).toMatch(/^401/)
})

it('writes down who did what, without secrets', async () => {
  const rows = await wire.store.db.selectFrom('gw_audit').selectAll().execute()
  const actions = new Set(rows.map(({ action }) => action))
  for (const deed of ['created', 'changed', 'rotated', 'removed', 'tested', 'replayed'])
    expect(actions).toContain(`webhook.${deed}`)
  expect(JSON.stringify(rows)).not.toContain('whsec_')
})

it('asks before it ends mails, and ends them by a POST alone', async () => {
  const context = {
    store: wire.store,
    program: shop,
    publicUrl,
    now: Date.now,
    random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  }
  const leaveKey = await requireMailKey(context)
  const path = `/v1/shop/unsubscribe?token=${createLeaveToken(leaveKey, hashAddress(leaveKey, 'bo@example.com'))}`
  const refused = () => wire.store.db.selectFrom('gw_mail_guards').select('refused_at').execute()
  const page = await wire.ask(path)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')])
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; form-action 'self'")
  expect(await refused()).toEqual([])
  const german = await wire.ask(path, { headers: { 'accept-language': 'sv, de-AT;q=0.9, en;q=0.8' } })
  expect(await german.text()).toMatch(/<html lang="de" dir="ltr">[^]*<button>Keine mehr schicken<\/button>/)
  const hebrew = await wire.ask(`${path}&locale=he`)
  expect(await hebrew.text()).toMatch(
    /<html lang="he" dir="rtl">[^]*<p>להפסיק לקבל הזמנות אל Juniper Coffee\?<\/p>/,
  )
  const body = 'List-Unsubscribe=One-Click'
  expect((await wire.ask(path, { method: 'POST', body })).status).toBe(200)
  expect(await refused()).toHaveLength(1)
  for (const wrong of ['', '?token=x', `?token=${'a'.repeat(43)}.${'a'.repeat(43)}`])
    for (const method of ['GET', 'POST'])
      expect(await told(await wire.ask(`/v1/shop/unsubscribe${wrong}`, { method }))).toBe('404 link-unknown')
})
