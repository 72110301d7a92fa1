import type { Segment } from '../schema/segment.ts'
import { judge, type Attributes } from './condition.ts'

/**
 * Whether a customer belongs to a segment. Somebody of whom it is not known does not: no attributes, a missing one or one
 * of another type never let anybody in, under a `not` either.
 */
export const inSegment = (segment: Segment, attributes: Attributes = {}): boolean =>
  judge(segment.where, attributes) === true
