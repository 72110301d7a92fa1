/** What the page reported, as far as moments look at it: `moment`, `conversion` and `feedback` events are some. */
export type Happening = { readonly id?: string; readonly at: number } & (
  | {
      readonly type: 'moment'
      readonly name: string
      readonly data?: Readonly<Record<string, unknown>> | undefined
    }
  | { readonly type: 'conversion'; readonly name: string; readonly order?: string }
  | { readonly type: 'feedback'; readonly score: number }
)

/** What is known of one customer when it is decided whether to ask. Times are epoch milliseconds, lists in any order. */
export interface History {
  readonly happened: readonly Happening[]
  /** Every time a moment opened something. */
  readonly asks: readonly { readonly moment: string; readonly at: number }[]
  /** Every time the customer said "not now". */
  readonly dismissals: readonly { readonly at: number }[]
  /** When the customer signed up with the site. */
  readonly since?: number
  /** Whose days anniversaries are counted in, IANA. @default 'UTC' */
  readonly timeZone?: string
}

/**
 * Whether somebody is unhappy: a score of 0 to 6, the detractors of the Net Promoter Score (Reichheld, "The One Number
 * You Need to Grow", Harvard Business Review 2003), or an event whose data has `negative: true`.
 */
export const isNegative = (happening: Happening): boolean =>
  happening.type === 'feedback'
    ? happening.score <= 6
    : happening.type === 'moment' && happening.data?.['negative'] === true

/** Sorted by time, each event and each order once, by its first report. */
export function inOrder(happened: readonly Happening[]): Happening[] {
  const seen = new Set<string>()
  return [...happened]
    .sort((a, b) => a.at - b.at)
    .filter((happening) => {
      const keys = keysOf(happening)
      const again = keys.some((key) => seen.has(key))
      for (const key of keys) seen.add(key)
      return !again
    })
}

function keysOf(happening: Happening): string[] {
  const keys = happening.id === undefined ? [] : [`id:${happening.id}`]
  if (happening.type === 'conversion' && happening.order !== undefined)
    keys.push(`order:${happening.name}:${happening.order}`)
  return keys
}
