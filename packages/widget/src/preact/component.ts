import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { InviteEvents } from '../elements/contract.ts'
import { defineWidgets } from '../elements/define.ts'
import type {
  GoodwordElements,
  InviteAttributes,
  LeaderboardAttributes,
  PanelAttributes,
  WelcomeAttributes,
} from '../elements/jsx.ts'
import type { PanelEvents } from '../elements/panel-contract.ts'

type Pascal<Text extends string> = Text extends `${infer Word}-${infer Rest}`
  ? `${Capitalize<Word>}${Pascal<Rest>}`
  : Capitalize<Text>

/** `onTokenExpired` for `goodword:token-expired`. */
type Handlers<Events> = {
  readonly [Name in keyof Events as Name extends `goodword:${infer Short}` ? `on${Pascal<Short>}` : never]?: (
    event: CustomEvent<Events[Name]>,
  ) => void
}

export type InviteProps = InviteAttributes & Handlers<InviteEvents>
export type WelcomeProps = WelcomeAttributes &
  Handlers<Pick<PanelEvents, 'goodword:coupon' | 'goodword:code' | 'goodword:dismiss' | Common>>
export type ProgressProps = PanelAttributes & Handlers<Pick<PanelEvents, Common>>
export type LeaderboardProps = LeaderboardAttributes & Handlers<Pick<PanelEvents, Common>>
export type NpsProps = PanelAttributes & Handlers<Pick<PanelEvents, 'goodword:feedback' | Common>>
export type ReferProps = PanelAttributes & Handlers<Pick<PanelEvents, 'goodword:refer' | Common>>

type Common = 'goodword:error' | 'goodword:token-expired'

const component =
  (tag: keyof GoodwordElements) =>
  (props: object): JSX.Element => {
    // Whoever has a tracker has defined them before.
    useEffect(() => defineWidgets(), [])
    return h(tag, Object.fromEntries(Object.entries(props).map(([name, value]) => [nameOf(name), value])))
  }

/** `ongoodword:token-expired` of `onTokenExpired`. */
function nameOf(name: string): string {
  if (!/^on[A-Z]/.test(name)) return name
  return `ongoodword:${name
    .slice(2)
    .replaceAll(/(?<=.)[A-Z]/g, '-$&')
    .toLowerCase()}`
}

/** `<goodword-invite>` as a component; `defineWidgets({ tracker })` once, before it is rendered, gives it its tracker. */
export const Invite: (props: InviteProps) => JSX.Element = component('goodword-invite')
/** `<goodword-welcome>` as a component. */
export const Welcome: (props: WelcomeProps) => JSX.Element = component('goodword-welcome')
/** `<goodword-progress>` as a component. */
export const Progress: (props: ProgressProps) => JSX.Element = component('goodword-progress')
/** `<goodword-leaderboard>` as a component. */
export const Leaderboard: (props: LeaderboardProps) => JSX.Element = component('goodword-leaderboard')
/** `<goodword-nps>` as a component. */
export const Nps: (props: NpsProps) => JSX.Element = component('goodword-nps')
/** `<goodword-refer>` as a component. */
export const Refer: (props: ReferProps) => JSX.Element = component('goodword-refer')
