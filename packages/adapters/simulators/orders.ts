// Orders for tests with a vendor.
import { parseProgram, type EventOf, type Program } from '@goodword/program'
import { conformanceProgram } from '../src/conformance/program.ts'

/** The program file beside a vendor, in tests. */
export const vendorProgram: Program = parseProgram(conformanceProgram)

/** A friend's order through a link, as the site's own server sends it; the friend is one of its own. */
export function conversionOf(
  order: string,
  code: string,
  fields: Partial<EventOf<'conversion'>> = {},
): EventOf<'conversion'> {
  return {
    id: `conversion-${order}`,
    type: 'conversion',
    name: 'purchase',
    at: Date.now(),
    order,
    code,
    amount: 4200,
    currency: 'USD',
    customer: { id: `customer-${order}`, email: `${order}@example.com`, name: 'Bo Larsen' },
    ...fields,
  }
}
