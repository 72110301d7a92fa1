import type { GoodwordInviteElement, InviteEvents } from './contract.ts'
import type { GoodwordPanelElement, PanelEvents, PanelTag } from './panel-contract.ts'

/** What all of the elements take. */
interface CommonAttributes extends Partial<Pick<GoodwordPanelElement, 'tracker' | 'token' | 'words'>> {
  readonly theme?: 'auto' | 'light' | 'dark' | undefined
  /** BCP 47. */
  readonly locale?: string | undefined
  readonly api?: string | undefined
  readonly program?: string | undefined
  readonly class?: string | undefined
  readonly className?: string | undefined
  readonly id?: string | undefined
  readonly slot?: string | undefined
  readonly hidden?: boolean | undefined
  readonly children?: unknown
}

/** The attributes and properties of `<goodword-invite>` in JSX. */
export interface InviteAttributes extends CommonAttributes {
  readonly mode?: 'button' | 'inline' | 'floating' | 'dialog' | undefined
  readonly label?: string | undefined
  readonly open?: boolean | undefined
}

/** The same of `<goodword-welcome>`. */
export interface WelcomeAttributes extends CommonAttributes {
  /** By whose code the friend came. @default the tracker's */
  readonly code?: string | undefined
  /** What to reveal to a friend whose own coupon is not known. */
  readonly coupon?: string | undefined
  /** `auto` hands the coupon to the page without a click. @default 'click' */
  readonly apply?: 'click' | 'auto' | undefined
  /** Also asks those who came by no link whether they have a code. */
  readonly 'ask-code'?: boolean | undefined
}

/** The same of `<goodword-leaderboard>`. */
export interface LeaderboardAttributes extends CommonAttributes {
  /** 1 to 100. @default 10 */
  readonly limit?: number | string | undefined
}

/** The same of `<goodword-progress>`, `<goodword-nps>` and `<goodword-refer>`. */
export type PanelAttributes = CommonAttributes

/** Listeners by the names of events, as JSX of React 19 and Preact takes them: `ongoodword:open`. */
type ListensTo<Events> = {
  readonly [Name in keyof Events & string as `on${Name}`]?: (event: CustomEvent<Events[Name]>) => void
}

/**
 * Goodword's elements for a framework's own list of them. `@goodword/widget/react` and `@goodword/widget/preact` put
 * them there.
 */
export interface GoodwordElements {
  'goodword-invite': InviteAttributes & ListensTo<InviteEvents>
  'goodword-welcome': WelcomeAttributes & ListensTo<PanelEvents>
  'goodword-progress': PanelAttributes & ListensTo<PanelEvents>
  'goodword-leaderboard': LeaderboardAttributes & ListensTo<PanelEvents>
  'goodword-nps': PanelAttributes & ListensTo<PanelEvents>
  'goodword-refer': PanelAttributes & ListensTo<PanelEvents>
}

type PanelElements = Record<PanelTag, GoodwordPanelElement>

declare global {
  interface HTMLElementTagNameMap extends PanelElements {
    'goodword-invite': GoodwordInviteElement
  }
}
