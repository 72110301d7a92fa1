import type { Hono } from 'hono'
import type { ProgramEnv } from '../wire/options.ts'
import { dashboardDocument } from './document.ts'
import { dashboardStylesheet } from './stylesheet.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** The owner's page: nothing of a program is in it until its script has asked with the secret key. */
export function dashboardRoutes(app: Hono<ProgramEnv>): void {
  app.get('/dashboard', () => textResponse('text/html', dashboardDocument))
  app.get('/dashboard.css', () => textResponse('text/css', dashboardStylesheet))
}

const textResponse = (type: string, text: string): Response =>
  new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  })
