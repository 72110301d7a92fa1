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
