import type { Hono } from 'hono'
import type { ProgramEnv } from '../options.ts'
import { describeWire } from './document.ts'

/** The description of the wire, made when somebody asks for it first. */
export function openApiRoute(app: Hono<ProgramEnv>): void {
  let text: string | undefined
  app.get('/openapi.json', (c) => {
    text ??= JSON.stringify(describeWire())
    return c.body(text, 200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    })
  })
}
