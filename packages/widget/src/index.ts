export { defineWidgets, type DefineOptions } from './elements/define.ts'
export type { GoodwordInviteElement, InviteEvents } from './elements/contract.ts'
export type { GoodwordElements, InviteAttributes } from './elements/jsx.ts'
