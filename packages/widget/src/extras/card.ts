import { linkFor } from '@goodword/program/messages'
import type { Invitation } from '../dialog/invitation.ts'
import { directionOf } from '../locales/load.ts'
import { drawQrCode } from './qr-code.tsx'

/** Paper of a postcard; what is not black on white wastes ink. */
const css = `@page{size:148mm 105mm;margin:0}
*{box-sizing:border-box;margin:0}
body{font:5mm/1.4 system-ui,sans-serif;color:#000;background:#fff}
main{display:flex;gap:8mm;align-items:center;inline-size:148mm;block-size:104mm;padding:12mm}
div{flex:1;min-inline-size:0;overflow-wrap:anywhere}
svg{flex:none;inline-size:52mm}
h1{font-size:8mm;line-height:1.2}
h1,p,small{display:-webkit-box;overflow:hidden;-webkit-box-orient:vertical;-webkit-line-clamp:2}
h1{-webkit-line-clamp:3}
p{margin-block-start:3mm}
small{margin-block-start:5mm;font-size:3.2mm}
b{font-family:ui-monospace,monospace}`
const svgSpace = 'http://www.w3.org/2000/svg'

/** Opens the browser's print dialog with a card: the offer for the friend, the code, and the link to scan. */
export async function printCard(
  { view, participant, words }: Invitation,
  window: Window & typeof globalThis,
): Promise<void> {
  const { copy, name, locale } = view.value!
  const { link, code } = participant.value!
  const frame = window.document.createElement('iframe')
  // Out of sight, and not `display: none`, which some browsers print as nothing.
  Object.assign(frame.style, {
    position: 'fixed',
    insetInlineStart: '-9999px',
    inlineSize: '1px',
    border: '0',
  })
  frame.title = words.value.qrCode
  window.document.body.append(frame)
  const { contentWindow: page } = frame as { contentWindow: (Window & typeof globalThis) | null }
  if (!page) throw new Error('The browser opened no frame to print from.')
  const { document } = page
  document.documentElement.lang = locale
  document.documentElement.dir = directionOf(locale)
  const add = (parent: Element, tag: string, text: string): Element => {
    const element = document.createElement(tag)
    element.textContent = text
    parent.append(element)
    return element
  }
  const sheet = new page.CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [sheet]
  const main = add(document.body, 'main', '')
  const side = add(main, 'div', '')
  add(side, 'p', name)
  add(side, 'h1', copy.friendGets)
  add(add(side, 'p', ''), 'b', code)
  add(side, 'p', linkFor(link).replace(/^https?:\/\//, ''))
  add(side, 'small', copy.disclosure)
  const { size, path } = drawQrCode(linkFor(link, 'print'))
  const svg = document.createElementNS(svgSpace, 'svg')
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  const drawn = document.createElementNS(svgSpace, 'path')
  drawn.setAttribute('d', path)
  svg.append(drawn)
  main.append(svg)

  page.addEventListener('afterprint', () => frame.remove())
  page.print()
}
