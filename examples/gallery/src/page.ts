import { html } from 'hono/html'

/** How the gallery is looked at; all of it comes from the page's query. */
export interface GalleryView {
  readonly lang: string
  readonly theme: 'light' | 'dark'
  /** The signed identity of whoever looks; none for a stranger. */
  readonly token: string | undefined
  /** The code that a friend came by. */
  readonly code: string | undefined
  /** How `<goodword-invite>` stands in the page. */
  readonly mode: string
  /** Nothing but `<goodword-invite>`, for whoever looks at the dialog. */
  readonly isAlone: boolean
}

/** Every element on one page, in an order that a shop would have them. */
export function galleryPage({ lang, theme, token, code, mode, isAlone }: GalleryView) {
  const identity = token ?? ''
  const others = html`<goodword-welcome code="${code ?? ''}" coupon="WELCOME10" ask-code></goodword-welcome>
    <div class="columns">
      <goodword-progress token="${identity}"></goodword-progress>
      <div class="column">
        <goodword-leaderboard token="${identity}" limit="5"></goodword-leaderboard>
        <goodword-nps token="${identity}"></goodword-nps>
        <goodword-refer token="${identity}"></goodword-refer>
      </div>
    </div>`
  return html`<!doctype html>
    <html lang="${lang}" dir="${lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'}" class="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Juniper Coffee</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/gallery.css" />
        <script async src="/goodword.js" data-program="gallery"></script>
      </head>
      <body>
        <main>
          <h1>Juniper Coffee</h1>
          ${isAlone ? '' : others}
          <p><goodword-invite token="${identity}" mode="${mode}"></goodword-invite></p>
        </main>
      </body>
    </html>`
}

/** The page's own styles: hardly any, as the elements take the font and the colours of what is around them. */
export const galleryCss = `
html { font: 16px/1.5 Inter, system-ui, sans-serif; background: Canvas; color: CanvasText }
.light { color-scheme: light }
.dark { color-scheme: dark }
body { margin: 0 }
main { display: grid; gap: 20px; max-inline-size: 1040px; margin: 0 auto; padding: 20px }
main > *, .columns > * { min-inline-size: 0 }
h1 { margin: 0; font-size: 26px }
p { margin: 0 }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 20px; align-items: start }
.column { display: grid; gap: 20px }
/* Until their code is there, the elements are kept their places. */
goodword-welcome[code]:not([code='']):not(:defined) { min-block-size: 146px }
goodword-progress:not(:defined) { min-block-size: 480px }
goodword-leaderboard:not(:defined) { min-block-size: 420px }
:is(goodword-welcome, goodword-progress, goodword-leaderboard, goodword-nps, goodword-refer):not(:defined) { display: block }
@media (max-width: 400px) { main { padding: 12px } }
`
