import { conformanceProgram } from '@goodword/adapters/conformance'
import { parseProgram, type EventOf, type Program } from '@goodword/program'

/** The coffee shop that the server's tests play: a trusted purchase on hold, a sign-up that the browser may report. */
export const shop: Program = parseProgram({ ...conformanceProgram, id: 'shop', hosts: ['www.shop.example'] })

/** Milliseconds. */
export const day = 86_400_000

const newId = (): string => crypto.randomUUID()

/** A visit now, with these fields. */
export const visit = (fields: Partial<EventOf<'visit'>>): EventOf<'visit'> => ({
  id: newId(),
  at: Date.now(),
  type: 'visit',
  url: 'https://shop.example/',
  ...fields,
})

/** A purchase of $42 now, with these fields. */
export const purchase = (fields: Partial<EventOf<'conversion'>>): EventOf<'conversion'> => ({
  id: newId(),
  at: Date.now(),
  type: 'conversion',
  name: 'purchase',
  order: newId(),
  amount: 4200,
  currency: 'USD',
  ...fields,
})

/** A refund of a whole order now, with these fields. */
export const refund = (fields: Partial<EventOf<'refund'>>): EventOf<'refund'> => ({
  id: newId(),
  at: Date.now(),
  type: 'refund',
  name: 'purchase',
  order: newId(),
  ...fields,
})
