import type { Attributes } from '@goodword/program'
import { isStorable } from '../backend/context.ts'

const mostAttributes = 32
const mostItems = 20
const longestText = 200
const longestName = 64

/** What attributes must be, for whoever sent others. */
export const attributesRemedy = `Attributes are an object of at most ${mostAttributes} texts (${longestText} characters), numbers, true or false, or lists of at most ${mostItems} of these.`

/** A customer's attributes, bounded; `undefined` for anything else. */
export function readAttributes(value: unknown): Attributes | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  const areSound = entries.every(
    ([name, item]) =>
      name.length <= longestName &&
      isStorable(name) &&
      (isScalar(item) || (Array.isArray(item) && item.length <= mostItems && item.every(isScalar))),
  )
  return areSound && entries.length <= mostAttributes ? (value as Attributes) : undefined
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestText && isStorable(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}
