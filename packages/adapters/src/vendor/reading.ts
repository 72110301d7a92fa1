import { GoodwordError } from '@goodword/program/errors'
import type { VendorFailure } from './failure.ts'

/** The longest body that is read, in bytes. */
const longest = 2 * 1024 * 1024

/** The body as text. Throws `vendor-answer` past 2 MiB, and reads no further then. */
export async function readText(from: string, message: Request | Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = message.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done || !value) break
    size += value.byteLength
    if (size > longest) {
      await reader?.cancel().catch(() => undefined)
      const cause: VendorFailure = { inDoubt: true }
      throw new GoodwordError(
        'vendor-answer',
        `${from} sent more than ${longest} bytes. Is the address right? Ask for fewer at once.`,
        { cause },
      )
    }
    parts.push(value)
  }
  return new TextDecoder().decode(await new Blob(parts as BlobPart[]).arrayBuffer())
}

/** Seconds of a `Retry-After` header, which is a number or a date; `undefined` for neither. */
export function secondsOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds))
}
