import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freePort } from '../../../scripts/free-port.ts'
import { parseProgram, type Program } from '../../program/src/index.ts'
import { serve } from '../../server/src/index.ts'
import { startApiSwitch, type ApiSwitch } from './api-switch.ts'
import { pageText, tag, type PageParts } from './page.ts'

/** What a page said to the test. */
export interface Said {
  readonly kind: string
  readonly detail: unknown
}

/** An event as the server's store has it. */
export interface Row {
  readonly id: string
  readonly type: string
  readonly order_ref: string | null
  readonly code: string | null
  readonly visitor: string | null
}

/** A site made of pages that a test makes up, with a real Goodword server behind it. */
export interface Lab {
  /** Where pages and scripts are. */
  readonly url: string
  /** The port of `url`, for other names of this machine. */
  readonly port: number
  /** Where the tracker sends, and what can be taken away. */
  readonly api: ApiSwitch
  /** A referrer's code. */
  readonly code: string
  /** Makes somebody a referrer, and returns their code. */
  enrol(id: string): Promise<string>
  /** A tag for the tracker, its API behind the switch. */
  tag(data?: Readonly<Record<string, string>>): string
  /** A document's text, for places that have no server. */
  text(parts: PageParts): string
  /** Serves a document at `path` and returns its address. */
  page(path: string, parts: PageParts, headers?: Readonly<Record<string, string>>): string
  /** Serves `body` at `path`. */
  file(path: string, type: string, body: string): string
  /** All that pages said, complaints among it. */
  readonly said: readonly Said[]
  /** What pages complained about. */
  complaints(): string[]
  /** The detail of the first of `kind` that a page says from now on, or has said since the last `forget`. */
  heard(kind: string): Promise<unknown>
  /** Settles when whatever a page still has to complain about should have been said. */
  quiet(): Promise<void>
  /** Forgets what was said. */
  forget(): void
  /** Visits and conversions that are on disk. */
  rows(): Row[]
  /** Orders of the conversions on disk. */
  orders(): string[]
  close(): Promise<void>
}

/** Hosts of the lab besides loopback's own; browsers must be told of them. */
export const hosts: readonly string[] = ['app.example.test', 'www.example.test', 'other.test']

/** Starts a lab over the browser's files in `assets`. */
export async function startLab(assets: string): Promise<Lab> {
  const data = mkdtempSync(join(tmpdir(), 'goodword-lab-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const files = new Map<string, () => Response>()
  const said: Said[] = []
  const waiting = new Map<string, (detail: unknown) => void>()

  const hear = ({ kind, detail }: Said): void => {
    said.push({ kind, detail })
    waiting.get(kind)?.(detail)
    waiting.delete(kind)
  }
  const fallback = async (request: Request): Promise<Response | undefined> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/favicon.ico') return new Response(null, { status: 204 })
    if (pathname !== '/said') return files.get(pathname)?.()
    hear((await request.json()) as Said)
    return new Response(null, { status: 204 })
  }
  const server = await serve({ programs: [programOf(url, port)], port, data, assets, fallback, env: {} })
  const enrol = async (id: string): Promise<string> =>
    (await server.backend('shop')!.enrol({ id, email: `${id}@example.test` })).code
  const code = await enrol('amy')
  const api = await startApiSwitch(server.handler)
  const disk = new DatabaseSync(join(data, 'goodword.db'), { readOnly: true })
  const rows = (): Row[] =>
    disk
      .prepare(
        `select id, type, order_ref, code, visitor from gw_ledger where type in ('visit', 'conversion')`,
      )
      .all() as never

  return {
    url,
    port,
    api,
    code,
    enrol,
    tag: (more = {}) => tag(`${url}/goodword.js`, { program: 'shop', api: api.url, ...more }),
    text: (parts) => pageText(url, parts),
    page(path, parts, headers = {}) {
      const type = { 'content-type': 'text/html; charset=utf-8' }
      files.set(path, () => new Response(pageText(url, parts), { headers: { ...type, ...headers } }))
      return url + path
    },
    file(path, type, body) {
      const headers = { 'content-type': type, 'access-control-allow-origin': '*' }
      files.set(path, () => new Response(body, { headers }))
      return url + path
    },
    said,
    complaints: () => said.flatMap(({ kind, detail }) => (kind === 'complaint' ? [String(detail)] : [])),
    heard(kind) {
      const before = said.find((one) => one.kind === kind)
      if (before) return Promise.resolve(before.detail)
      return new Promise((resolve, reject) => {
        waiting.set(kind, resolve)
        const told = () => `No page said "${kind}" within 10 seconds. Said: ${JSON.stringify(said)}`
        setTimeout(() => reject(new Error(told())), 10_000).unref()
      })
    },
    quiet: () => new Promise((resolve) => setTimeout(resolve, 150)),
    forget: () => void (said.length = 0),
    rows,
    orders: () => rows().flatMap(({ type, order_ref }) => (type === 'conversion' ? [order_ref!] : [])),
    async close() {
      await api.close()
      await server.close()
      disk.close()
      rmSync(data, { recursive: true })
    },
  }
}

function programOf(url: string, port: number): Program {
  return parseProgram({
    id: 'shop',
    name: 'Juniper Coffee',
    url: `${url}/`,
    hosts: [`127.0.0.1:${port}`],
    currency: 'USD',
    conversions: [{ name: 'signup', trust: 'browser' }],
    incentives: [
      {
        id: 'thanks',
        when: { type: 'first', conversion: 'signup' },
        to: 'referrer',
        give: { type: 'recognition', name: 'our thanks' },
      },
    ],
    copy: {
      en: {
        title: 'Give and get',
        youGet: 'thanks',
        friendGets: 'thanks',
        when: 'at once',
        message: 'Here: {link}',
        subject: 'For you',
        disclosure: 'I get thanks.',
        steps: [{ title: 'Share' }],
      },
    },
  })
}
