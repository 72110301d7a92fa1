export { inSegment } from './segment.ts'
export { judge, type Attributes } from './condition.ts'
export { explainCondition, explainSegment } from './explain-segment.ts'
