import { customerSchema, GoodwordError, type Customer } from '@goodword/program'
import * as v from 'valibot'

/** A customer as every backend takes one: trimmed and checked. Throws `customer-invalid`. */
export function parseCustomer(input: Customer): Customer {
  const parsed = v.safeParse(customerSchema, input)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = v.getDotPath(issue)
  throw new GoodwordError(
    'customer-invalid',
    `The customer cannot be enrolled: ${path ? `${path}: ` : ''}${issue.message}. Give an \`id\`, an \`email\`, or both.`,
  )
}

/** A code from elsewhere as every backend takes one. Throws `code-invalid`. */
export function parseOldCode(code: string): string {
  if (/^[\w-]{1,64}$/.test(code)) return code
  throw new GoodwordError(
    'code-invalid',
    `The code "${code.slice(0, 80)}" cannot be kept. Codes are 1 to 64 letters, digits, "-" or "_".`,
  )
}

/** The error of a code that is somebody else's. */
export const codeTaken = (code: string): GoodwordError =>
  new GoodwordError(
    'code-taken',
    `The code "${code}" is somebody else’s. Enrol without it, and tell its owner of their new link.`,
  )
