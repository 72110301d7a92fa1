export type * from './backend.ts'
export { displayName } from './display-name.ts'
export { judgeEvent, type Source, type Verdict } from './intake.ts'
export { pageOf, presentReward, rewardId, totalRewards } from './present.ts'
