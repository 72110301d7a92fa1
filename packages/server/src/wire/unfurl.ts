import { displayName } from '@goodword/adapters'
import { fillTemplate, type ProgramView } from '@goodword/program'

/** What a preview shows. */
export interface Card {
  readonly program: Pick<ProgramView, 'name' | 'url' | 'locale' | 'copy'>
  /** The link that was shared: where it leads must not change when a preview is clicked. */
  readonly link: string
  /** Where a person is sent who sees this page. */
  readonly landing: string
  /** The referrer's full name, if the program lets it be told; no more than the first name is. */
  readonly referrer?: string | undefined
}

/** The first of somebody's names, as strangers may see it; `undefined` when there is none. */
export const firstName = (name: string | undefined): string | undefined =>
  displayName(name?.trim().split(/\s+/, 1)[0])

/** A page for link unfurlers: what the offer is, for chats and feeds, and a way on for a person who gets it by mistake. */
export function previewPage({ program, link, landing, referrer }: Card): Response {
  const { copy, name, locale } = program
  const values = {
    program: name,
    referrer: firstName(referrer) ?? name,
    youGet: copy.youGet,
    friendGets: copy.friendGets,
    link,
    code: '',
  }
  const fill = (text: string): string => fillTemplate(text, values, { locale })
  const title = fill(copy.preview?.title ?? copy.title)
  const description = fill(copy.preview?.description ?? copy.friendGets)
  const image = copy.preview?.image
  const properties = {
    'og:type': 'website',
    'og:site_name': name,
    'og:title': title,
    'og:description': description,
    'og:url': link,
    'og:locale': locale.replace('-', '_'),
    ...(image && { 'og:image': image, 'og:image:alt': title }),
  }
  const names = {
    description,
    robots: 'noindex',
    'twitter:card': image ? 'summary_large_image' : 'summary',
    'twitter:title': title,
    'twitter:description': description,
    ...(image && { 'twitter:image': image }),
  }
  const metas = [
    ...Object.entries(properties).map(([key, text]) => `<meta property="${key}" content="${escape(text)}">`),
    ...Object.entries(names).map(([key, text]) => `<meta name="${key}" content="${escape(text)}">`),
  ]
  const html = `<!doctype html>
<html lang="${escape(locale)}">
<head>
<meta charset="utf-8">
<title>${escape(title)}</title>
${metas.join('\n')}
<link rel="canonical" href="${escape(program.url)}">
<meta http-equiv="refresh" content="1; url=${escape(landing)}">
</head>
<body><p>${escape(description)}</p><p><a href="${escape(landing)}">${escape(name)}</a></p></body>
</html>
`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': locale,
      vary: 'user-agent, accept-language',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  })
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text for between tags and inside quoted attributes. Control characters and turned-around writing are left out. */
function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Surrogate}\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .replaceAll(/[&<>"'`]/g, (sign) => entities[sign]!)
}
