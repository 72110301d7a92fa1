import * as fc from 'fast-check'
import { purchase, refund, visit } from '../backend/shop.fixture.ts'
import { operations } from './every-route.fixture.ts'

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '',
    ' ',
    '\0',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
    "'; drop table gw_people; --",
    '<script>alert(1)</script>',
    '${7*7}',
    '../../etc/passwd',
    '%00',
    'NaN',
    -1,
    -0,
    0.1,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 63,
    null,
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.maxSafeInteger(),
  fc.double(),
)

const events = fc.constantFrom(
  visit({ code: 'AMY', visitor: 'v_abcdef', channel: 'mail' }),
  purchase({ code: 'AMY', customer: { id: 'bo', email: 'bo@example.com', name: 'Bo' } }),
  refund({ order: 'order-1' }),
  { id: 'share-0001', at: Date.now(), type: 'share', channel: 'mail', code: 'AMY' },
  { id: 'moment-001', at: Date.now(), type: 'moment', name: 'nps', data: { score: 10 } },
  { id: 'expose-001', at: Date.now(), type: 'exposure', experiment: 'words', variant: 'a' },
  { id: 'feedb-0001', at: Date.now(), type: 'feedback', score: 9, comment: 'good' },
)
const documents = fc.oneof(
  fc.record({ events: fc.array(events, { maxLength: 5 }) }),
  fc.constantFrom<unknown>(
    { customer: { id: 'amy', email: 'amy@example.com', name: 'Amy' } },
    { invitations: [{ email: 'bo@example.com', name: 'Bo', message: 'Hello' }] },
    { id: 'reward', by: 'Olive' },
    { label: 'key', grace: 60 },
    { url: 'https://hooks.example/x', types: [], label: 'x' },
    { since: 1 },
    { message: 'msg_x' },
    { customer: 'amy', by: 'Olive' },
    { name: 'purchase', order: 'order-1', verdict: 'approve', by: 'Olive' },
    { friend: 'p_x', referrer: null, by: 'Olive' },
    { code: 'GOOD-BEANS' },
  ),
)

/** A valid document with a few things in it replaced, added, renamed or left out. */
const mutated = fc
  .tuple(
    documents,
    fc.array(fc.tuple(fc.nat(), fc.nat(3), nasty, fc.string({ maxLength: 12 })), { maxLength: 4 }),
  )
  .map(([document, changes]) => {
    const made = structuredClone(document)
    for (const [seed, what, value, name] of changes) change(made, seed, what, structuredClone(value), name)
    return made
  })

function change(document: unknown, seed: number, what: number, value: unknown, name: string): void {
  const places: [object, string][] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, child] of Object.entries(node)) {
      places.push([node, key])
      walk(child)
    }
  }
  walk(document)
  const [node, key] = places[seed % Math.max(1, places.length)] ?? []
  if (!node || key === undefined) return
  if (what === 0) Reflect.deleteProperty(node, key)
  else if (what === 1)
    Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true })
  else Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true })
}

const stringify = (value: unknown): string => JSON.stringify(value) ?? ''
const body = fc.oneof(
  { weight: 6, arbitrary: mutated.map(stringify) },
  { weight: 1, arbitrary: nasty.map(stringify) },
  // Torn, doubled, and letters exchanged.
  { weight: 2, arbitrary: fc.tuple(mutated.map(stringify), fc.nat(), fc.string({ maxLength: 5 })).map(tear) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }).map((depth) => '{"events":[['.repeat(depth)) },
)

function tear([text, seed, part]: [string, number, string]): string {
  const at = seed % (text.length + 1)
  return seed % 2 ? text.slice(0, at) : text.slice(0, at) + part + text.slice(at)
}

const piece = fc.oneof(
  fc.constantFrom(
    'shop',
    'nope',
    'admin',
    'me',
    'x',
    '..',
    '.',
    '',
    '%ff',
    '%00',
    '__proto__',
    'AMY',
    '%2e%2e',
    ':program',
  ),
  fc.webPath(),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(encodeURIComponentSafely),
)
const names = { program: 'shop', id: 'key_abc', code: 'AMY', file: 'goodword.js' }
const fill = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => names[name as keyof typeof names])
/** A route and its method; now and then another method, and parts or paths of their own. */
const place = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...operations)
      .map((operation) => ({ ...operation, path: fill(operation.path) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...operations), piece)
      .map(([operation, part]) => ({ ...operation, path: operation.path.replaceAll(/:\w+/g, part) })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      method: fc.constantFrom('get', 'post', 'delete', 'patch', 'put', 'head', 'options'),
      door: fc.constant('owner' as const),
      path: fc.oneof(
        fc.constantFrom(...operations).map(({ path }) => fill(path)),
        fc.array(piece, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
      ),
    }),
  },
)
const query = fc.oneof(
  fc.constantFrom(
    '',
    '?limit=5',
    '?customer=amy',
    '?code=AMY&limit=x',
    '?state=due&cursor=1.AAAA',
    '?ch=mail',
    '?verify=1',
    '?token=x',
  ),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'limit',
          'cursor',
          'customer',
          'email',
          'code',
          'state',
          'ch',
          'locale',
          'token',
          '__proto__',
        ),
        nasty,
      ),
      { maxLength: 3 },
    )
    .map(
      (fields) =>
        `?${fields.map(([name, value]) => `${name}=${encodeURIComponentSafely(String(value))}`).join('&')}`,
    ),
)

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?'))
}

const headerValue = fc.string({
  unit: fc.constantFrom(...'abc019 ;,=/"\'()<>*%.\\-_:'.split('')),
  maxLength: 60,
})
const headers = fc.dictionary(
  fc.constantFrom(
    'origin',
    'accept-language',
    'cookie',
    'content-type',
    'content-encoding',
    'content-length',
    'user-agent',
    'if-none-match',
    'x-forwarded-for',
    'x-request-id',
    'sec-purpose',
    'sec-fetch-dest',
    'host',
  ),
  headerValue,
  { maxKeys: 4 },
)

/** A request to any route or none: mutations of valid ones, and rubbish. */
export const fuzzedRequest = fc.record({
  place,
  query,
  headers,
  key: fc.constantFrom('right', 'right', 'right', 'right', 'none', 'secret', 'token', 'torn'),
  body,
})
