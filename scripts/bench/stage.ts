import { parseProgram } from '../../packages/program/src/index.ts'
import { serve, signIdentity } from '../../packages/server/src/index.ts'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'

/** A script's attributes. */
export interface Tag {
  readonly src: string
  readonly 'data-program'?: string
}

/** Three pages that are the same but for their script, on one server with its own API and store. */
export interface Stage {
  /** The script tag, and an invite element of a customer who is signed in. */
  readonly goodword: string
  /** A script that makes a plain button. */
  readonly plain: string
  /** The element and no script: where somebody comes from, or the tag comes later. */
  readonly before: string
  /** The tags, for a page that stands: Goodword's, and that of the plain button. */
  readonly tags: { readonly goodword: Tag; readonly plain: Tag }
  close(): Promise<void>
}

const plainScript = `const b = document.createElement('button'); b.className = 'open'; b.textContent = 'Invite'
document.body.append(b)`

/** Starts it with the example shop's program. */
export async function startStage(): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'goodword-stage-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const file = new URL('../../examples/shop/program.json', import.meta.url)
  const program = parseProgram({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), url: `${url}/` })
  const secrets = ['gw_sk_a-secret-of-a-bench-and-of-nobody-else']
  const server = await serve({
    programs: [program],
    port,
    data,
    publicUrl: url,
    keys: { [program.id]: { secrets } },
    fallback: ({ url: asked }) => answer(new URL(asked).pathname),
  })
  const customer = { program: program.id, id: 'A-1001', name: 'Amy Winters', email: 'amy@example.com' }
  const token = await signIdentity(server.keys[program.id]!.identity[0]!, customer)
  const tags = { goodword: { src: '/goodword.js', 'data-program': program.id }, plain: { src: '/plain.js' } }
  const element = `<goodword-invite token="${token}"></goodword-invite>`
  const pages: Readonly<Record<string, string>> = {
    '/goodword': page(`<script async src="/goodword.js" data-program="${program.id}"></script>`, element),
    '/plain': page('<script async src="/plain.js"></script>', ''),
    '/before': page('', element),
  }
  const answer = (path: string): Response | undefined => {
    if (path === '/plain.js')
      return new Response(plainScript, { headers: { 'content-type': 'text/javascript' } })
    const html = pages[path]
    return html === undefined ? undefined : new Response(html, { headers: { 'content-type': 'text/html' } })
  }
  return {
    goodword: `${url}/goodword`,
    plain: `${url}/plain`,
    before: `${url}/before`,
    tags,
    async close() {
      await server.close()
      rmSync(data, { recursive: true })
    },
  }
}

function page(head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stage</title><link rel="icon" href="data:,">${head}</head><body><p>A page.</p>${body}</body></html>`
}
