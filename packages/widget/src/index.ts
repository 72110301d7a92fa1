export { defineWidgets, type DefineOptions } from './elements/define.ts'
export type { AskEvents, GoodwordInviteElement, InviteEvents } from './elements/contract.ts'
export type { GoodwordPanelElement, PanelEvents, PanelTag } from './elements/panel-contract.ts'
export type {
  GoodwordElements,
  InviteAttributes,
  LeaderboardAttributes,
  PanelAttributes,
  WelcomeAttributes,
} from './elements/jsx.ts'
export type { WordOverrides } from './locales/override.ts'
