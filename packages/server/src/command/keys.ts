import { GoodwordError } from '@goodword/program'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  createKey,
  listKeys,
  revokeKey,
  rotateKey,
  type KeyContext,
  type MadeKey,
  type SecretKey,
} from '../keys/key-book.ts'
import { keepServerKey } from '../keys/key-file.ts'
import { createOwnerSessions } from '../keys/owner-session.ts'
import { openStore } from '../store/store.ts'
import { readSeconds, usage, type Command, type Terminal } from './output.ts'

/** `goodword keys`: a program's secret keys, and the way into the owner's page. */
export const keys: Command = {
  name: 'keys',
  about: 'Lists, makes, replaces and ends secret keys',
  help: `goodword keys list|create|rotate|revoke|link --program ID [--json]

A program has one secret key, and two while one replaces the other. The database keeps digests: a key is shown once.

  list              every key: when it was made, used last, and whether it is live
  create            makes a key and shows it
  rotate            makes a key and shows it; the one before goes on for a while
  revoke KEY-ID     ends a key for good; servers know it within seconds
  link              a link that opens the owner's page, good for 15 minutes

  --program ID      the program's id
  --label TEXT      what a new key is for
  --grace TIME      how long the key before goes on: 0s, 30m, 1d (1d)
  --url URL         where the server is, for link (GOODWORD_PUBLIC_URL, or http://localhost:4400)
  --data FOLDER     where the database is kept (GOODWORD_DATA, or .goodword); DATABASE_URL wins
  --json            the same as JSON`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        program: { type: 'string' },
        label: { type: 'string', default: '' },
        grace: { type: 'string', default: '1d' },
        url: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const { env } = terminal
    const { program, label } = values
    const [what = '', id] = positionals
    const isKnown = ['list', 'create', 'rotate', 'revoke', 'link'].includes(what)
    if (!isKnown || !program || (what === 'revoke') !== (id !== undefined))
      throw usage(
        'keys needs to know what to do, and for which program: goodword keys list --program shop, goodword keys revoke KEY-ID --program shop',
      )
    const data = values.data ?? (env['GOODWORD_DATA'] || '.goodword')
    if (what === 'link') {
      const url = values.url ?? (env['GOODWORD_PUBLIC_URL'] || 'http://localhost:4400')
      const link = await makeLink(program, url, data, terminal)
      terminal.print(values.json ? JSON.stringify({ link }) : link)
      return 0
    }
    const grace = values.grace === '0s' ? 0 : readSeconds(values.grace, '--grace') * 1000
    const said = await withStore(data, terminal, async (context) => {
      if (what === 'list') return { keys: await listKeys(context) }
      if (what === 'create') return createKey(context, label)
      if (what === 'rotate') return rotateKey(context, label, grace)
      return revokeKey(context, id!)
    })(program)
    terminal.print(
      values.json ? JSON.stringify(said) : 'keys' in said ? describeAll(said.keys) : describe(said),
    )
    return 0
  },
}

function withStore<T>(data: string, { env }: Terminal, work: (context: KeyContext) => Promise<T>) {
  return async (program: string): Promise<T> => {
    const url = env['DATABASE_URL']
    const store = await openStore(url ? { url } : { file: join(data, 'goodword.db') })
    try {
      const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
      return await work({ store, program, now: Date.now, random, actor: 'goodword keys' })
    } finally {
      await store.close()
    }
  }
}

/** Without the network: the link is signed with the server's own key, which is in the data folder. */
async function makeLink(program: string, url: string, data: string, { env }: Terminal): Promise<string> {
  const serverKey = env['GOODWORD_SERVER_KEY'] || keepServerKey(data)
  if (!serverKey)
    throw new GoodwordError(
      'keys-unreadable',
      `The server's key in "${data}" cannot be read. Use the folder and the user of the server, or set GOODWORD_SERVER_KEY.`,
    )
  const { token } = await createOwnerSessions(serverKey).issue(program, 'link')
  return `${url.replace(/\/+$/, '')}/dashboard#${new URLSearchParams({ program, session: token }).toString()}`
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

const describe = (key: SecretKey | MadeKey): string =>
  'secret' in key
    ? `${key.secret}\n\n${key.id}. Keep it: it is not shown again.`
    : `${key.id} is ${key.state}.`

const describeAll = (keys: readonly SecretKey[]): string =>
  keys.length === 0
    ? 'There are no keys. Make one: goodword keys create'
    : keys
        .map(({ id, state, kind, createdAt, expiresAt, lastUsedAt, label }) =>
          [
            `${id}  ${state.padEnd(7)}  ${kind}  since ${day(createdAt)}`,
            ...(expiresAt === undefined ? [] : [`until ${day(expiresAt)}`]),
            lastUsedAt === undefined ? 'never used' : `last used ${day(lastUsedAt)}`,
            ...(label ? [JSON.stringify(label)] : []),
          ].join(', '),
        )
        .join('\n')
