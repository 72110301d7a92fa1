import { createHash } from 'node:crypto'
import type { Context } from '../backend/context.ts'
import type { SqlBackend } from '../backend/sql-backend.ts'
import { purchase, visit } from '../backend/shop.fixture.ts'
import { invite } from '../outbox/invitation.ts'

/** A person whose every trace can be recognised. */
export const zelda = {
  id: 'cust-zebrafish-1',
  email: 'Zebra.Fish+tag@quokka.example',
  name: 'Zelda Quokkason',
}
/** Zelda's browser. */
export const browser = 'v_zebrafish_browser'
const chosen = 'ZEBRAFISHBAKES'
const client = { address: '203.0.113.77', agent: 'Zebrafish/7.0' }

let count = 0
const event = <T extends object>(fields: T) => ({
  id: `event-${++count}-${Date.now()}`,
  at: Date.now(),
  ...fields,
})

/** Has Zelda do all that a person can do, as a friend and as a referrer; returns her code. */
export async function plant(backend: SqlBackend, context: Context): Promise<string> {
  const server = { source: 'server' } as const
  const amy = await backend.enrol({ id: 'amy', email: 'amy@example.com', name: 'Amy' })
  const seen = `https://shop.example/?mail=${zelda.email}&note=zebrafish`
  const record = (...events: object[]) =>
    backend.record(events as Parameters<SqlBackend['record']>[0], { client })
  await record(
    visit({ code: amy.code, visitor: browser, url: seen, channel: 'whatsapp' }),
    visit({ visitor: browser, url: seen, customer: zelda }),
    event({
      type: 'moment',
      name: 'zebrafish-moment',
      visitor: browser,
      data: { wrote: `I am ${zelda.name}` },
    }),
    event({ type: 'moment', name: 'asked', customer: zelda, data: { mail: zelda.email } }),
    event({ type: 'feedback', score: 9, visitor: browser, comment: `Call me ${zelda.name}, ${zelda.email}` }),
    event({ type: 'exposure', experiment: 'button', variant: 'green', visitor: browser }),
  )
  await backend.record([purchase({ visitor: browser, customer: zelda, order: 'order-4711' })], server)
  await backend.record([event({ type: 'feedback', score: 3, customer: zelda, comment: 'zebrafish' })], server)
  const { code } = await backend.enrol(zelda, { client })
  await record(
    event({ type: 'share', channel: 'whatsapp', code, visitor: browser, customer: zelda }),
    visit({ code, visitor: 'v_bo_browser', url: `https://shop.example/?via=${code}` }),
    visit({ code, visitor: 'v_cy_browser', url: `https://shop.example/?via=${code}` }),
  )
  await backend.record(
    [
      purchase({ visitor: 'v_bo_browser', customer: { id: 'bo' } }),
      purchase({ code, customer: { id: 'dee', email: 'dee@example.com' } }),
    ],
    server,
  )
  await invite(context, 'https://refer.example', { customer: zelda.id }, [
    { email: 'friend@example.com', message: 'Zebrafish says: have a look' },
  ])
  await invite(context, 'https://refer.example', { customer: 'amy' }, [{ email: zelda.email }])
  const { db } = context.store
  const { id: person } = await db
    .selectFrom('gw_people')
    .select('id')
    .where('program', '=', 'shop')
    .where('customer_id', '=', zelda.id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('gw_codes')
    .values({ program: 'shop', code: chosen, skeleton: `${chosen}-LOOKS`, person, since: 1 })
    .execute()
  await db
    .insertInto('gw_cases')
    .values({
      program: 'shop',
      order_key: 'purchase:order-4711',
      reason: 'velocity',
      action: 'flag',
      friend: person,
      referrer: null,
      evidence: '{}',
      at: 1,
      state: 'open',
      decided_at: null,
      decided_by: null,
      note: `Zebrafish called, ${zelda.name} is right`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('gw_ledger')
    .values({
      program: 'shop',
      id: `enrolment-${person}`,
      type: 'enrolment',
      at: 1,
      received_at: 1,
      source: 'goodword',
      person,
      visitor: null,
      code: null,
      name: null,
      order_ref: null,
      body: JSON.stringify({ attributes: { plan: 'pro', city: 'Zebrafish City' } }),
    })
    .execute()
  return code
}

/** What must not be found anywhere afterwards: each as it is, and as anybody would hash it. */
export function needlesOf(code: string): string[] {
  const plain = [
    ...Object.values(zelda),
    zelda.email.toLowerCase(),
    'zebra.fish@quokka.example',
    'zebrafish@quokka.example',
    browser,
    code,
    client.address,
    client.agent,
  ]
  const hashed = plain.flatMap((text) =>
    ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
      (['hex', 'base64', 'base64url'] as const).map((encoding) =>
        createHash(algorithm).update(text).digest(encoding),
      ),
    ),
  )
  return [...plain, 'zebrafish', 'quokka', ...hashed].map((text) => text.toLowerCase())
}
