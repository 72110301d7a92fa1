import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { conformanceProgram } from '@goodword/adapters/conformance'
import { expect, it } from 'vitest'
import { conversionOf, vendorProgram as program } from '../../../adapters/simulators/orders.ts'
import { simulatedVendors, type VendorName } from '../../../adapters/simulators/vendors.ts'
import { jsonLog, plainLog } from '../operation/log.ts'
import { serve } from '../serve.ts'
import { signIdentity } from '../wire/identity.ts'
import { runCommand } from './main.ts'
import { openVendor } from './open-vendor.ts'

const [secret, identityKey] = ['gw_sk_0123456789abcdef0123', 'gw_id_0123456789abcdef0123']
const names = Object.keys(simulatedVendors) as VendorName[]

/** What is no key: where the vendor is, and what of it is meant. */
const open = /_(URL|CAMPAIGN|PROGRAM|DOMAIN|TYPE|STATUS|ACCOUNT_ID)$/

/** The keys, each of its own, with what some way of writing it down changes. */
const withKeys = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      open.test(name) ? value : `${name}~/+="'<&>\\ key`,
    ]),
  )

/** A key as URLs, forms, headers, JSON, pages and logs may have it. */
function formsOf(key: string): string[] {
  const url = encodeURIComponent(key)
  const bytes = Buffer.from(key)
  const html = key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    key,
    url,
    url.replaceAll(/%../g, (code) => code.toLowerCase()),
    encodeURI(key),
    new URLSearchParams({ key }).toString().slice('key='.length),
    JSON.stringify(key).slice(1, -1),
    inspect(key).slice(1, -1),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

/** A vendor that says in every answer all that it was sent, and all the forms of the keys. */
async function serveParrot(keys: readonly string[]) {
  // Nothing is asked again that shall wait for so long.
  let mode = 429
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => void parts.push(part))
    request.on('end', () => {
      const { url, headers } = request
      const words = `${url} ${headers.authorization} ${JSON.stringify(headers)} ${Buffer.concat(parts).toString()}`
      const all = `${keys.flatMap(formsOf).join(' ')} ${words}`
      const envelope = { code: String(mode), message: all, errors: { error: [all] } }
      const body = { name: all, status: 'error', code: all, message: all, error: { message: all } }
      const type = { 'content-type': mode === 200 ? 'text/html' : 'application/json' }
      response.writeHead(mode, { ...type, ...(mode !== 200 && { 'retry-after': '9' }) })
      response.end(mode === 200 ? `<title>${all}</title>` : JSON.stringify({ ...body, response: envelope }))
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (next: number) => (mode = next),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Everything that anybody may ask a vendor for. */
async function askForAll(url: string, code: string, order: string, token: string): Promise<string> {
  const at = `${url}/v1/${program.id}`
  const events = JSON.stringify({ events: [conversionOf(order, code)] })
  const customer = JSON.stringify({ customer: { email: 'amy@example.com', id: '42' } })
  const given = JSON.stringify({ id: 'none', by: 'Olive' })
  const asked: readonly [string, string, string?][] = [
    ['GET', at],
    ['POST', `${at}/participants`, customer],
    ['GET', `${at}/me`],
    ['GET', `${at}/me/referrals`],
    ['GET', `${at}/me/rewards`],
    ['GET', `${at}/leaderboard`],
    ['POST', `${at}/admin/events`, events],
    ['GET', `${at}/admin/participant?email=amy%40example.com`],
    ['GET', `${at}/admin/rewards`],
    ['POST', `${at}/admin/rewards/approve`, given],
    ['POST', `${at}/admin/rewards/fulfil`, given],
    ['POST', `${at}/webhooks/any?secret=none`, '{}'],
    ['GET', `${url}/r/${program.id}/${code}`],
    ['GET', `${url}/metrics`],
    ['GET', `${url}/readyz`],
  ]
  const answers: string[] = []
  for (const [method, address, body] of asked) {
    const bearer = address.includes('/me') ? token : secret
    const answer = await fetch(address, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    })
    answers.push(`${answer.status} ${address} ${inspect([...answer.headers])} ${await answer.text()}`)
  }
  return answers.join('\n')
}

/** A vendor that repeats all that it hears, and everything that is told of it. */
async function openScene(name: VendorName) {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-keys-'))
  const given = withKeys(simulatedVendors[name](Date.now).settings('http://127.0.0.1'))
  const keys = Object.entries(given).flatMap(([variable, value]) => (open.test(variable) ? [] : [value]))
  const parrot = await serveParrot([...keys, keys.slice(0, 2).join(':')])
  const at = Object.keys(given).find((variable) => variable.endsWith('_URL'))!
  const settings = { ...given, [at]: given[at]!.replace('http://127.0.0.1', parrot.url) }
  const told: string[] = []
  const tell = (text: string): void => void told.push(text)
  const [json, plain] = [jsonLog('info', { write: tell }), plainLog('info', { write: tell })]
  const log = {
    ...json,
    failed: (...what: Parameters<typeof json.failed>) => {
      json.failed(...what)
      plain.failed(...what)
      // Whoever has a log of their own is given all of it.
      tell(inspect(what, { depth: 9, showHidden: true }))
    },
  }
  const connect = async () => (await openVendor(name, program, { env: settings, complain: tell })).backend
  let current = await connect()
  // What the server has of it stays; whom it asks does not, so that no failure stops the next.
  const entries = Object.entries(current).map(([key, value]) => [
    key,
    typeof value === 'function' ? (...all: unknown[]) => Reflect.get(current, key)(...all) : value,
  ])
  const backend = Object.assign({ ...current }, Object.fromEntries(entries))
  const server = await serve({
    programs: [program],
    port: 0,
    host: '127.0.0.1',
    data: folder,
    backends: { [program.id]: backend },
    keys: { [program.id]: { secrets: [secret], identity: [identityKey] } },
    env: { GOODWORD_METRICS: 'on' },
    limits: false,
    log,
  })
  return {
    folder,
    settings,
    parrot,
    told,
    url: server.url,
    /** From now on it is a server that asks for the first time. */
    async renew() {
      current = await connect()
    },
    /** Whatever was told has no key in it. */
    hold(what: string, text: string) {
      for (const form of keys.flatMap(formsOf))
        if (text.includes(form)) expect([what, text]).toBe(`without ${form}`)
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await parrot.close()
      rmSync(folder, { recursive: true })
    },
  }
}

it.concurrent.each(names)('tells nobody the keys of %s, whatever the vendor answers', async (name) => {
  await using scene = await openScene(name)
  const { parrot, hold, folder, told } = scene
  const token = await signIdentity(identityKey, { program: program.id, id: '42', email: 'amy@example.com' })
  for (const mode of [401, 422, 200, 500]) {
    parrot.answerWith(429)
    await scene.renew()
    parrot.answerWith(mode)
    const answers = await askForAll(scene.url, 'AMY42', `order-${mode}`, token)
    hold(`answers to ${mode}`, answers)
    // It was asked, and it told of the vendor what there is to tell.
    expect(answers).toMatch(
      mode === 401 ? /refuses its keys/ : mode === 422 ? /said|answered/ : /50[0-9] http/,
    )
  }
  hold('what was told', told.join('\n'))
  expect(told.length).toBeGreaterThan(40)
  for (const kept of readdirSync(folder)) hold(kept, readFileSync(join(folder, kept), 'latin1'))

  const file = join(folder, 'program.json')
  writeFileSync(file, JSON.stringify(conformanceProgram))
  const broken = Object.fromEntries(
    Object.entries(scene.settings).map(([key, value]) => [
      key,
      open.test(key) ? value : 'first half\nother half',
    ]),
  )
  const noAddress = Object.fromEntries(
    Object.entries(scene.settings).map(([key, value]) => [
      key,
      key.endsWith('_URL') ? 'api.example.com' : value,
    ]),
  )
  parrot.answerWith(401)
  const commands = [
    ['serve', file, '--backend', name],
    ['import', name, file, '--json'],
  ]
  for (const [what, env] of Object.entries({ wrong: scene.settings, broken, noAddress }))
    for (const command of commands) {
      const said = await run(command, { ...env, GOODWORD_DATA: folder })
      // The parrot says those that are right, whatever it is sent.
      if (env !== broken) hold(`${command.join(' ')} with ${what}`, said)
      expect(said).not.toMatch(/(first|other).{1,3}half/)
    }
})

/** All that a command says, and the stack that Node would print. */
async function run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  let told = ''
  const say = (text: string): void => void (told += `${text}\n`)
  const code = await runCommand(command, { env, print: say, complain: say }).catch((error: unknown) =>
    inspect(error),
  )
  expect([command, code]).toEqual([command, 1])
  return told
}
