import type { Comparison } from './snapshot.ts'

/** What a page of the lab is made of, besides what every page of it has. */
export interface PageParts {
  /** Before the tracker's tag. */
  readonly head?: string
  readonly body?: string
  /** The nonce of all scripts of the page. */
  readonly nonce?: string
}

declare global {
  interface Window {
    /** What pages of the lab have, to talk to the test. */
    lab: PageLab
  }
}

/** The lab as its pages see it; each suite adds what it measures. */
interface PageLab {
  say(kind: string, detail?: unknown): void
  /** What changed of the platform since the snapshot. */
  compare?(): Comparison
  /** The sum of all layout shifts. */
  moved?(): number
  /** The document's height. */
  box?(): number
  /** The tracker as it was after each tag. */
  trackers?: unknown[]
  /** What the script's start took, in milliseconds. */
  start?(): { readonly script: number; readonly longTasks: number; readonly pace: number }
}

/** A whole document that tells the lab at `origin` whatever goes wrong in it. */
export function pageText(origin: string, { head = '', body = '', nonce = '' }: PageParts): string {
  const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page</title>
<link rel="icon" href="data:,">
<script>${listening(origin)}</script>
${head}
<body>
${body}
</body>
</html>`
  return nonce ? text.replaceAll('<script', `<script nonce="${nonce}"`) : text
}

/** A script tag for the tracker with these `data-` attributes. */
export function tag(src: string, data: Readonly<Record<string, string>>): string {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${value}"`)
  return `<script async src="${src}"${attributes.join('')}></script>`
}

/** Runs first in each page: whatever a visitor's console would show goes to the lab. */
const listening = (origin: string): string => `{
  const { fetch } = window
  const say = (kind, detail) => {
    const body = JSON.stringify({ kind, detail })
    fetch('${origin}/said', { method: 'POST', mode: 'no-cors', body }).catch(() => {})
  }
  const complain = (what) => say('complaint', what)
  addEventListener('error', ({ message }) => complain('uncaught: ' + message))
  addEventListener('unhandledrejection', ({ reason }) => complain('unhandled rejection: ' + reason))
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
    complain('policy violation: ' + [effectiveDirective, blockedURI, sample].join(' ')))
  for (const level of ['error', 'warn']) {
    const before = console[level]
    console[level] = (...parts) => {
      complain('console.' + level + ': ' + parts.map(String).join(' '))
      before.apply(console, parts)
    }
  }
  window.lab = { say }
}`
