import { parseProgram } from '@goodword/program'
import { shop, purchase, visit } from '../backend/shop.fixture.ts'
import { sqlBackend, type SqlBackend } from '../backend/sql-backend.ts'
import { createKey, revokeKey } from '../keys/key-book.ts'
import { createKeyring } from '../keys/keyring.ts'
import { createOwnerSessions } from '../keys/owner-session.ts'
import { openStore } from '../store/store.ts'
import { createApp, createHandler } from './handler.ts'
import { signIdentity } from './identity.ts'
import { operations } from './openapi/document.ts'
import type { Operation } from './openapi/operation.ts'
import { createWire, type HandlerOptions } from './options.ts'

const publicUrl = 'https://refer.example'
const program = parseProgram({ ...shop, codes: { vanity: true } })
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

/** What stands behind `Bearer`, by what it is. */
export const keyKinds = [
  'none',
  'public id',
  'nonsense',
  'participant',
  'other participant',
  'expired participant',
  'other program’s participant',
  'secret',
  'revoked secret',
  'other program’s secret',
  'session',
  'other program’s session',
  'link',
] as const
export type KeyKind = (typeof keyKinds)[number]

/** Two programs in one store; in the first, Amandine with a friend, an order, a reward and a webhook. */
export interface TwoPrograms {
  readonly errors: unknown[]
  readonly keys: Readonly<Record<KeyKind, string | undefined>>
  /** Text that belongs to Amandine or her friends. */
  readonly hers: readonly string[]
  ask(operation: Operation, kind: KeyKind): Promise<Response>
  close(): Promise<void>
}

/** Routes as the router has them; middleware and the end of the road are none. */
export function routerPaths(): string[] {
  const app = createApp(createWire(() => undefined, everything))
  const isRoute = ({ method, path }: { method: string; path: string }) =>
    method !== 'ALL' && !plain(path).includes('*')
  return [
    ...new Set(
      app.routes.filter(isRoute).map(({ method, path }) => `${method.toLowerCase()} ${plain(path)}`),
    ),
  ]
}

/** As `operations` have it: without the patterns of parameters. */
export const plain = (path: string): string => path.replaceAll(/:(\w+)\{[^/]*\}/g, ':$1')

const everything: HandlerOptions = {
  access: () => ({ secretKeys: [], identityKeys: [] }),
  operation: { ready: async () => ({ ready: true }), metrics: async () => 'up 1\n' },
  assets: async (name) =>
    name.endsWith('known.js')
      ? { body: new Uint8Array([59]), type: 'text/javascript', etag: '"1"' }
      : undefined,
}

export async function startTwoPrograms(): Promise<TwoPrograms> {
  const store = await openStore({ file: ':memory:' })
  const errors: unknown[] = []
  const now = Date.now
  const backends = new Map<string, SqlBackend>(
    ['shop', 'club'].map((id) => [id, sqlBackend({ store, program: { ...program, id }, publicUrl, now })]),
  )
  const sessions = createOwnerSessions('a server key of a test', now)
  const identityKey = (program: string) => `gw_id_of_${program}_0123456789abcdef`
  const handler = createHandler((id) => backends.get(id), {
    ...everything,
    access: (program) => ({ secretKeys: [], identityKeys: [identityKey(program)] }),
    landing: () => program,
    keyring: createKeyring(store, now),
    sessions,
    publicUrl,
    now,
    onError: (error) => errors.push(error),
  })
  const tokenOf = (program: string, id: string, time = now()) =>
    signIdentity(identityKey(program), { program, id }, () => time)
  const keyOf = (program: string) => createKey({ store, program, now, random, actor: 'test' }, '')
  const revoked = await keyOf('shop')
  await revokeKey({ store, program: 'shop', now, random, actor: 'test' }, revoked.id)

  const backend = backends.get('shop')!
  const amandine = { id: 'amandine-77', email: 'amandine.underhill@example.com', name: 'Amandine Underhill' }
  const { code, id } = await backend.enrol(amandine)
  await backend.enrol({ id: 'other-1' })
  const friend = { id: 'friend-88', email: 'fridolin.oakes@example.com', name: 'Fridolin Oakes' }
  const sold = purchase({ code, order: 'order-1', customer: friend, at: now() - 20 * 86_400_000 })
  await backend.record([visit({ code }), sold], { source: 'server' })
  const [reward] = (await backend.rewards({ code })).items
  const webhook = await backend.owner.webhooks.create({ url: 'https://hooks.example/x' }, 'test')

  const session = async (program: string, kind: 'session' | 'link') =>
    (await sessions.issue(program, kind)).token
  const keys: TwoPrograms['keys'] = {
    none: undefined,
    'public id': 'shop',
    nonsense: 'gw_sk_of_nobody_at_all_0123456789',
    participant: await tokenOf('shop', amandine.id),
    'other participant': await tokenOf('shop', 'other-1'),
    'expired participant': await tokenOf('shop', amandine.id, now() - 7_200_000),
    'other program’s participant': await tokenOf('club', amandine.id),
    secret: (await keyOf('shop')).secret,
    'revoked secret': revoked.secret,
    'other program’s secret': (await keyOf('club')).secret,
    session: await session('shop', 'session'),
    'other program’s session': await session('club', 'session'),
    link: await session('shop', 'link'),
  }
  const facts: Facts = { code, reward: reward!.id, webhook: webhook.id, person: id, key: revoked.id }
  return {
    errors,
    keys,
    hers: [
      'amandine.underhill',
      'Underhill',
      'fridolin.oakes',
      'Oakes',
      'amandine-77',
      'friend-88',
      'order-1',
    ],
    async ask(operation, kind) {
      const { path = operation.path, query = '', json } = exampleOf(operation, facts)
      const headers = new Headers()
      if (keys[kind] !== undefined) headers.set('authorization', `Bearer ${keys[kind]}`)
      const method = operation.method.toUpperCase()
      const body = json === undefined ? {} : { body: JSON.stringify(json) }
      const place = `${publicUrl}${path.replace(':program', 'shop')}${query}`
      return handler(new Request(place, { method, headers, ...body }))
    },
    close: () => store.close(),
  }
}

interface Facts {
  readonly code: string
  readonly reward: string
  readonly webhook: string
  readonly person: string
  readonly key: string
}
interface Example {
  readonly path?: string
  readonly query?: string
  readonly json?: unknown
}

/** A request that would do what the route is for. A route that is new needs one here. */
function exampleOf({ id, path }: Operation, facts: Facts): Example {
  const her = '?customer=amandine-77'
  const customer = { email: 'new@example.com' }
  const events = [visit({ code: facts.code })]
  const invitations = [{ email: 'invited@example.com' }]
  const hook = { path: path.replace(':id', facts.webhook) }
  const examples: Record<string, Example> = {
    recordEvents: { json: { events } },
    reportEvents: { json: { events } },
    enrol: { json: { customer } },
    enrolCustomer: { json: { customer } },
    invite: { json: { invitations } },
    participant: { query: her },
    participantReferrals: { query: her },
    participantRewards: { query: her },
    participantInvite: { query: her, json: { invitations } },
    checkCode: { json: { code: facts.code } },
    chooseCode: { json: { code: 'GOOD-BEANS' } },
    chooseParticipantCode: { query: her, json: { code: 'GOOD-BEANS' } },
    approveReward: { json: { id: facts.reward, by: 'Olive' } },
    fulfilReward: { json: { id: facts.reward, by: 'Olive' } },
    createKey: { json: { label: 'new' } },
    rotateKey: { json: {} },
    revokeKey: { path: path.replace(':id', facts.key) },
    createWebhook: { json: { url: 'https://hooks.example/y' } },
    webhook: hook,
    changeWebhook: { ...hook, json: { label: 'changed' } },
    removeWebhook: hook,
    rotateWebhook: hook,
    testWebhook: hook,
    replayWebhook: { ...hook, json: { since: Date.now() - 1000 } },
    webhookDeliveries: hook,
    exportPerson: { query: her },
    figures: { query: '?from=0&to=86400000' },
    erasePerson: { json: { customer: 'friend-88', by: 'Olive' } },
    reviewOrder: { json: { name: 'purchase', order: 'order-1', verdict: 'approve', by: 'Olive' } },
    reviewBond: { json: { friend: facts.person, referrer: null, by: 'Olive' } },
    followLink: { path: `/r/shop/${facts.code}` },
    script: { path: '/known.js' },
    chunk: { path: '/chunks/known.js' },
  }
  const needsOne = /:(id|code|file)/.test(path)
  if (needsOne && !examples[id])
    throw new Error(`Add an example of ${id} (${path}) to every-route.fixture.ts.`)
  return examples[id] ?? {}
}

/** Routes that this store cannot serve: it sends no mails, and no reward of it waits for approval. */
export const unsupported: ReadonlySet<string> = new Set(['invite', 'participantInvite', 'approveReward'])

export { operations }
