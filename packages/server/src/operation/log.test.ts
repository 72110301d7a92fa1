import { describe, expect, it } from 'vitest'
import { createApp } from '../wire/handler.ts'
import { createWire } from '../wire/options.ts'
import { identityKey, secret, startWire } from '../wire/wire.fixture.ts'
import { errorFacts, withoutValues } from './error-facts.ts'
import { jsonLog, plainLog, readLogLevel } from './log.ts'

/** What must never stand in a log, each recognisable. */
const secrets = {
  email: 'quxley.marrow@leaky-mail.example',
  name: 'Quxley Marrowbone',
  customer: 'cust-quxley-77',
  code: 'QUXLEYCODE9',
  order: 'order-quxley-1',
  visitor: 'v_quxleybrowser',
  address: '203.0.113.77',
  agent: 'QuxleyBrowser/9',
  requestId: 'quxley-request',
  key: 'gw_sk_quxley_0123456789abcdefghij',
}
const traces = /quxley|marrow|leaky-mail|203\.0\.113|gw_sk_|gw_id_|eyJ/i

/** A log of both kinds, and all that they wrote. */
function recorded() {
  let text = ''
  const target = { write: (line: string) => void (text += line) }
  const logs = [jsonLog('info', target), plainLog('info', target)]
  return {
    logs,
    read: () => text,
    onAnswer: (answer: Parameters<(typeof logs)[0]['answered']>[0]) =>
      logs.forEach((log) => log.answered(answer)),
    onError: (error: unknown, where?: { request?: string }) =>
      logs.forEach((log) => log.failed(error, where)),
  }
}

/** Every route of the wire, its parameters filled with what is private. */
function paths(): { method: string; path: string }[] {
  const app = createApp(createWire(() => undefined, { access: () => ({ secretKeys: [], identityKeys: [] }) }))
  const routes = app.routes.filter(({ path }) => !path.includes('*'))
  return routes.map(({ method, path }) => ({
    method: method === 'ALL' ? 'GET' : method,
    path: path
      .replace(':program', 'shop')
      .replaceAll(/:\w+(\{[^/]*\})?/g, secrets.code)
      .replace('QUXLEYCODE9/QUXLEYCODE9', 'shop/QUXLEYCODE9'),
  }))
}

const headers = {
  'user-agent': secrets.agent,
  'x-forwarded-for': secrets.address,
  'x-request-id': secrets.requestId,
  cookie: `goodword=${secrets.visitor}.${secrets.code}.abc.x`,
  referer: `https://shop.example/?email=${secrets.email}`,
}
const query = `?email=${encodeURIComponent(secrets.email)}&customer=${secrets.customer}&code=${secrets.code}&cursor=${secrets.order}&ch=${secrets.agent}&token=${secrets.key}`
const { email, name } = secrets
const customer = { id: secrets.customer, email, name }
const body = JSON.stringify({
  customer,
  code: secrets.code,
  id: secrets.order,
  by: name,
  email,
  invitations: [{ email, name, message: name }],
  events: [
    {
      id: 'quxley-event-1',
      type: 'conversion',
      at: Date.now(),
      name: 'purchase',
      order: secrets.order,
      code: secrets.code,
      visitor: secrets.visitor,
      customer,
      amount: 4200,
      currency: 'USD',
    },
    { id: 'quxley-event-2', type: 'visit', at: 'quxley', url: `https://shop.example/?q=${email}` },
  ],
})

describe('a log', () => {
  it('names nobody and tells no secret, whatever passes through any route, broken or not', async () => {
    const log = recorded()
    const wire = await startWire({ onAnswer: log.onAnswer, onError: log.onError })
    const token = await wire.token({ id: secrets.customer, email, name })
    const all = paths()
    const ask = async () => {
      for (const { method, path } of all)
        for (const key of [undefined, secret, token, secrets.key]) {
          const init = method === 'GET' ? {} : { body }
          await wire.ask(path + query, { method, headers, ...init, ...(key && { key }) })
        }
      await wire.ask(`/${secrets.code}${query}`, { headers })
      await wire.ask(`/v1/${secrets.code}/events`, { method: 'POST', body, headers })
    }
    await ask()
    await wire.close()
    // The database is gone: everything that needs it fails now, inside.
    await ask()
    const lines = log.read()
    expect(all.length).toBeGreaterThan(20)
    expect(lines.split('\n').length).toBeGreaterThan(all.length * 8)
    expect(lines).toContain('"route":"/v1/:program/events","status":503')
    expect(lines.match(traces)).toBeNull()
    expect(lines).not.toContain(token)
    expect(lines).not.toContain(identityKey)
  }, 30_000)

  it('tells of each request the pattern, the status, the time and an id', async () => {
    const log = recorded()
    const wire = await startWire({ onAnswer: log.onAnswer })
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const response = await wire.ask('/v1/shop', { headers: { 'x-request-id': id } })
    expect(response.headers.get('x-request-id')).toBe(id)
    const [json = '', plain = ''] = log.read().split('\n')
    expect(JSON.parse(json)).toMatchObject({
      level: 30,
      id,
      method: 'GET',
      route: '/v1/:program',
      status: 200,
      ms: expect.any(Number) as number,
      program: 'shop',
    })
    expect(plain).toMatch(/^\d\d:\d\d:\d\d 200 GET \/v1\/:program shop [\d.]+ ms$/)
    expect((await wire.ask('/v1/shop')).headers.get('x-request-id')).toMatch(/^[0-9a-f]{24}$/)
    await wire.close()
  })

  it('tells no more than its level', () => {
    let text = ''
    const target = { write: (line: string) => void (text += line) }
    const answer = { id: 'a', method: 'GET', route: '/', status: 200, milliseconds: 1 }
    for (const log of [jsonLog('error', target), plainLog('error', target)]) {
      log.answered(answer)
      log.told('Ready.')
    }
    expect(text).toBe('')
    for (const log of [jsonLog('silent', target), plainLog('silent', target)]) log.failed(new Error('no'))
    expect(text).toBe('')
    for (const log of [jsonLog('error', target), plainLog('error', target)])
      log.answered({ ...answer, status: 503 })
    expect(text.split('\n')).toHaveLength(3)
  })

  it('refuses a level that there is not', () => {
    expect(readLogLevel(undefined, 'warn')).toBe('warn')
    expect(() => readLogLevel('loud', 'warn')).toThrow(/loud.*silent, error, warn, info/)
  })
})

describe('an error in a log', () => {
  it('has its place and kind, and nothing that it happened to', () => {
    const error = Object.assign(
      new Error(`duplicate key value violates unique constraint "gw_people_email"\n    at ${email}`),
      {
        code: '23505',
        detail: `Key (program, email_key)=(shop, ${email}) already exists.`,
        where: `unnamed portal parameter $1 = '${email}'`,
        table: 'gw_people',
        constraint: 'gw_people_email',
        parameters: [email],
        cause: new TypeError(`Unexpected token 'q', "${email}" is not valid JSON`),
      },
    )
    const facts = errorFacts(error)
    expect(facts).toMatchObject({
      name: 'Error',
      code: '23505',
      table: 'gw_people',
      constraint: 'gw_people_email',
      cause: { name: 'TypeError' },
    })
    expect(facts.stack).toContain('log.test.ts')
    expect(JSON.stringify(facts)).not.toMatch(traces)
  })

  it.each([
    [`Nobody is enrolled as {"email":"${email}"}. Enrol them first.`, 'Nobody is enrolled as …'],
    [`invalid input syntax for type bigint: "${name}"`, 'invalid input syntax for type bigint: …'],
    [`getaddrinfo ENOTFOUND ${email.replace('@', '.')} 203.0.113.7`, expect.not.stringMatching(/203\.0/)],
    [`connect to https://user:pass@db.example failed`, 'connect to … failed'],
    ['UNIQUE constraint failed: gw_people.program', 'UNIQUE constraint failed: gw_people.program'],
  ])('says %j without what was given', (message, left) => expect(withoutValues(message)).toEqual(left))

  it('may be no error at all', () => {
    for (const thrown of [email, { email }, null, undefined, 7])
      expect(JSON.stringify(errorFacts(thrown))).not.toMatch(traces)
  })
})

it('counts no failure where somebody asks for what a backend has not', () => {
  let text = ''
  const target = { write: (line: string) => void (text += line) }
  const answer = { id: '1', method: 'GET', route: '/v1/:program/leaderboard', milliseconds: 1 }
  for (const log of [jsonLog('error', target), plainLog('error', target)])
    log.answered({ ...answer, status: 501 })
  expect(text).toBe('')
  for (const log of [jsonLog('error', target), plainLog('error', target)])
    log.answered({ ...answer, status: 503 })
  expect(text).toMatch(/503[^]*503/)
})
