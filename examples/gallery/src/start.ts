import { serve, signIdentity, type RunningServer } from '@goodword/server'
import { playCast } from './cast.ts'
import { galleryCss, galleryPage } from './page.ts'
import { galleryProgram } from './program.ts'
import { statesPage } from './states.ts'

export interface GalleryOptions {
  readonly port: number
  /** The folder that everything is kept in. */
  readonly data: string
  /** Where invitations are mailed to, as `smtp://…`. @default none are sent */
  readonly smtp?: string
  /** The folder of the browser’s files. @default those that were built last */
  readonly assets?: string
}

export interface RunningGallery {
  readonly url: string
  /** The code by which a friend of `customer` comes. */
  codeOf(customer: string): Promise<string>
  close(): Promise<void>
}

/**
 * Starts the gallery on one port, with people in it. `?who=amy&lang=ar&theme=dark&code=…` says how it is looked at, and
 * with `&alone` there is nothing but the invitation.
 */
export async function startGallery({ port, data, smtp, assets }: GalleryOptions): Promise<RunningGallery> {
  const url = `http://localhost:${port}`
  const program = galleryProgram(`${url}/`)
  const server: RunningServer = await serve({
    programs: [program],
    port,
    data,
    ...(assets !== undefined && { assets }),
    publicUrl: url,
    env: smtp ? { GOODWORD_SMTP_URL: smtp, GOODWORD_MAIL_FROM: 'hello@juniper.example' } : {},
    fallback: (request) => answer(new URL(request.url)),
  })
  const backend = server.backend(program.id)!
  await playCast(backend, Date.now())

  async function answer({ pathname, searchParams }: URL): Promise<Response | undefined> {
    if (pathname === '/gallery.css')
      return new Response(galleryCss, { headers: { 'content-type': 'text/css; charset=utf-8' } })
    if (pathname === '/states') return document(await states(searchParams.get('lang') ?? 'en'))
    if (pathname !== '/') return undefined
    const who = searchParams.get('who')
    const key = server.keys[program.id]!.identity[0]!
    const role = searchParams.get('role')
    const attributes = role ? { attributes: { role } } : {}
    const page = galleryPage({
      lang: searchParams.get('lang') ?? 'en',
      theme: searchParams.get('theme') === 'dark' ? 'dark' : 'light',
      code: searchParams.get('code') ?? undefined,
      mode: searchParams.get('mode') ?? 'button',
      isAlone: searchParams.has('alone'),
      token: who ? await signIdentity(key, { program: program.id, id: who, ...attributes }) : undefined,
    })
    return document(await page)
  }

  async function states(lang: string): Promise<unknown> {
    const sign = (id: string): Promise<string> =>
      signIdentity(server.keys[program.id]!.identity[0]!, { program: program.id, id })
    const code = (await backend.participant({ customer: 'zoe' }))!.code
    return statesPage(url, lang, code, { busy: await sign('amy'), fresh: await sign('newcomer') })
  }

  return {
    url,
    codeOf: async (customer) => (await backend.participant({ customer }))!.code,
    close: () => server.close(),
  }
}

/** A page as strict as a site can be: no inline script or style, no eval, no HTML made of strings. */
function document(page: unknown): Response {
  return new Response(String(page), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'",
    },
  })
}
