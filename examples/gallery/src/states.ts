import { html } from 'hono/html'

const elements = ['progress', 'leaderboard', 'nps', 'refer', 'welcome', 'invite'] as const

/** What elements of the page of states are given: where they ask, and as whom. */
interface State {
  readonly name: string
  /** A folder that nothing is behind: whoever looks decides what it answers. */
  readonly api: string
  readonly token: string | undefined
}

/** Who looks: a customer with friends, and one without. */
export interface StateTokens {
  readonly busy: string
  readonly fresh: string
}

/**
 * Every element in every state that it can be in by itself, on one page: with friends, without any, signed out, while it
 * loads (`/slow`), and when nothing works (`/broken`).
 */
export function statesPage(url: string, lang: string, code: string, { busy, fresh }: StateTokens) {
  const states: readonly State[] = [
    { name: 'ready', api: '', token: busy },
    { name: 'empty', api: '', token: fresh },
    { name: 'signed-out', api: '', token: undefined },
    { name: 'loading', api: '/slow', token: busy },
    { name: 'error', api: '/broken', token: busy },
  ]
  return html`<!doctype html>
    <html lang="${lang}" dir="${lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'}" class="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Every state</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/gallery.css" />
        <script async src="/goodword.js" data-program="gallery"></script>
      </head>
      <body>
        <main>
          <h1>Every state</h1>
          ${states.map(
            ({ name, api, token }) =>
              html`<section id="${name}">
                <h2>${name}</h2>
                ${elements.map((element) => one(element, url + api, code, token ?? ''))}
              </section>`,
          )}
        </main>
      </body>
    </html>`
}

function one(element: (typeof elements)[number], api: string, code: string, token: string) {
  const common = html`api="${api}" program="gallery" token="${token}"`
  if (element === 'progress') return html`<goodword-progress ${common}></goodword-progress>`
  if (element === 'leaderboard')
    return html`<goodword-leaderboard limit="5" ${common}></goodword-leaderboard>`
  if (element === 'nps') return html`<goodword-nps ${common}></goodword-nps>`
  if (element === 'refer') return html`<goodword-refer ${common}></goodword-refer>`
  if (element === 'invite') return html`<goodword-invite mode="inline" ${common}></goodword-invite>`
  return html`<goodword-welcome code="${code}" coupon="WELCOME10" ${common}></goodword-welcome>
    <goodword-welcome ask-code ${common}></goodword-welcome>`
}
