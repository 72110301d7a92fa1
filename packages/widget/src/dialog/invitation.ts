import type { Capability, Page, Participant, ReferralBackend, Referral, Reward } from '@goodword/adapters'
import type { ProgramView } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals-core'
import { words as english } from '../locales/en.ts'
import { loadWords, localeFor } from '../locales/load.ts'
import type { WordOverrides } from '../locales/override.ts'
import type { Trouble, Words } from '../locales/words.ts'
import type { DressedProgram, Exposure } from '../extras/dressing.ts'
import { readIdentity } from './identity.ts'
import type { Snapshots } from './snapshots.ts'

/** What the state of the dialog is made from. */
export interface InvitationSources {
  /** Brings the backend, when it is needed first. */
  connect(): Promise<ReferralBackend>
  /** The signed identity, as it is now. */
  token(): string | undefined
  /** The reader's language, BCP 47. */
  locale(): string
  /** Words of the owner's own. */
  overrides?(): WordOverrides | undefined
  /** The program as this reader sees it now. @default as it is */
  dress?(program: ProgramView): Promise<DressedProgram>
  /** What was shown earlier in this visit. */
  readonly snapshots?: Snapshots
  isOnline(): boolean
  onError(error: GoodwordError): void
}

/** Everything that the dialog shows, as signals, and what can be asked of it. Only `ask` rejects. */
export interface Invitation {
  readonly words: ReadonlySignal<Words>
  readonly view: ReadonlySignal<ProgramView | undefined>
  /** How long the offer lasts, if it ends. */
  readonly scarcity: ReadonlySignal<DressedProgram['scarcity']>
  /** The variants of experiments that the reader sees. */
  readonly exposures: ReadonlySignal<readonly Exposure[]>
  /** With `code` and `link` only, when they are known by nothing but an e-mail. */
  readonly participant: ReadonlySignal<Participant | undefined>
  readonly isSignedIn: ReadonlySignal<boolean>
  /** `undefined` until they are known, or where the backend has none. */
  readonly rewards: ReadonlySignal<Page<Reward> | undefined>
  readonly referrals: ReadonlySignal<Page<Referral> | undefined>
  readonly trouble: ReadonlySignal<Trouble | undefined>
  readonly isBusy: ReadonlySignal<boolean>
  /** For amounts and dates: the language of the words, as the reader's region or the offer writes it. */
  locale(): string
  /** Whether the backend can; known with the program. */
  supports(name: Capability): boolean
  /** Does something else with the backend. Rejects as that does. */
  ask<T>(work: (backend: ReferralBackend, who: { readonly code: string }) => Promise<T>): Promise<T>
  /** Shows another state of the participant that the backend has just told of. */
  become(participant: Participant): void
  /** Fetches what anybody may see. */
  prepare(): Promise<void>
  /** Fetches everything anew; what is there stays until its successor has come. */
  refresh(): Promise<void>
  /** Takes part with an e-mail alone, which gives a link and nothing else. */
  join(email: string): Promise<void>
}

/** As many as one page may have: whoever brings more friends is served by a page of their own. */
const newest = { limit: 100 }

/** Starts empty; `prepare` or `refresh` fill it. Answers that were overtaken by a newer call are dropped. */
export function createInvitation({
  connect,
  token,
  locale,
  overrides,
  dress = async (view) => ({ view }),
  snapshots,
  isOnline,
  onError,
}: InvitationSources): Invitation {
  const words = signal(english)
  const view = signal<ProgramView | undefined>()
  const scarcity = signal<DressedProgram['scarcity']>()
  const exposures = signal<readonly Exposure[]>([])
  const abilities = signal<readonly string[]>([])
  const participant = signal<Participant | undefined>()
  const isSignedIn = signal(false)
  const rewards = signal<Page<Reward> | undefined>()
  const referrals = signal<Page<Referral> | undefined>()
  const trouble = signal<Trouble | undefined>()
  const isBusy = signal(false)
  /** Counts the calls that change whose data it is, so that an answer knows whether it is still wanted. */
  let turn = 0
  /** Whose data is shown: an identity without what changes at every signing. */
  let person: string | undefined

  const fetchProgram = async (asked: string, own: WordOverrides | undefined): Promise<void> => {
    const backend = await connect()
    const [program] = await Promise.all([
      backend.program([asked]),
      // Until there is an offer: from then on its language stays until there is one in another.
      view.value ?? loadWords(asked, own).then((found) => (words.value = found)),
    ])
    // The dialog speaks one language: that of the offer.
    const [ownWords, dressed] = await Promise.all([loadWords(program.locale, own), dress(program)])
    // The page may have turned to another language meanwhile, without a word.
    if (asked !== locale()) return loadProgram()
    batch(() => {
      words.value = ownWords
      view.value = dressed.view
      scarcity.value = dressed.scarcity
      exposures.value = dressed.exposures ?? []
      abilities.value = [...backend.supports]
    })
  }
  const kept = { view, scarcity, exposures, abilities, participant, rewards, referrals }
  /** Shows what this person saw last in this visit, until there is something newer. */
  const restore = async (): Promise<void> => {
    const earlier = view.value ? undefined : snapshots?.read(locale(), person)
    if (!earlier) return
    const ownWords = await loadWords(earlier.view.locale, overrides?.())
    if (view.value) return
    batch(() => {
      words.value = ownWords
      for (const [name, state] of Object.entries(kept))
        state.value = earlier[name as keyof typeof kept] as never
    })
  }
  let fetching: Promise<void> | undefined
  let fetchedFor: readonly unknown[] = []
  /** Once for all who ask in a language, and anew after it has failed. */
  const loadProgram = (): Promise<void> => {
    const wanted = [locale(), overrides?.()] as const
    if (fetching && wanted.every((what, index) => what === fetchedFor[index])) return fetching
    fetchedFor = wanted
    const mine = fetchProgram(...wanted).catch((error: unknown) => {
      if (fetching === mine) fetching = undefined
      throw error
    })
    return (fetching = mine)
  }

  const forget = (): void =>
    batch(() => {
      participant.value = rewards.value = referrals.value = undefined
    })

  /** Runs `work`, and shows what became of it unless somebody else's data is wanted by then. */
  const attempt = async (work: (isWanted: () => boolean) => Promise<void>): Promise<void> => {
    const mine = ++turn
    const isWanted = (): boolean => mine === turn
    isBusy.value = true
    try {
      await work(isWanted)
      if (isWanted()) trouble.value = undefined
    } catch (cause) {
      if (!isWanted()) return
      const error = asError(cause)
      trouble.value = troubleOf(error, isOnline())
      onError(error)
    } finally {
      if (isWanted()) isBusy.value = false
    }
  }

  return {
    words,
    view,
    scarcity,
    exposures,
    participant,
    isSignedIn,
    rewards,
    referrals,
    trouble,
    isBusy,
    locale: () => localeFor(words.value.language, [locale(), view.value?.locale ?? '']),
    supports: (name) => abilities.value.includes(name),
    ask: async (work) => work(await connect(), { code: participant.value?.code ?? '' }),
    become: (found) => void (participant.value = found),
    // Nobody has asked yet: what fails is told when somebody does.
    prepare: () => loadProgram().catch(() => {}),
    refresh: () =>
      attempt(async (isWanted) => {
        const identity = token()
        const customer = identity === undefined ? undefined : (readIdentity(identity) ?? { id: 'unreadable' })
        isSignedIn.value = Boolean(customer)
        const named = customer?.id ?? customer?.email
        if (named !== person) forget()
        person = named

        await restore()
        const backend = await connect()
        // Beside the program, not after it: on a phone each request is a tenth of a second.
        const enrolled = customer && backend.enrol(customer)
        // Told of below, unless the program is the worse news.
        enrolled?.catch(() => {})
        await loadProgram()
        if (!enrolled || !isWanted()) return
        const found = await enrolled
        if (!isWanted()) return
        participant.value = found
        const who = { code: found.code }
        const fill = async <T>(
          list: Signal<Page<T> | undefined>,
          method: 'rewards' | 'referrals',
          fetchPage: () => Promise<Page<T>>,
        ): Promise<void> => {
          const page = backend.supports.has(method) ? await fetchPage() : undefined
          if (isWanted()) list.value = page
        }
        // Each is shown when it comes, also when the other does not.
        await Promise.all([
          fill(rewards, 'rewards', () => backend.rewards(who, newest)),
          fill(referrals, 'referrals', () => backend.referrals(who, newest)),
        ])
        const shown = Object.fromEntries(Object.entries(kept).map(([name, state]) => [name, state.value]))
        if (isWanted()) snapshots?.write(locale(), person, shown)
      }),
    join: (email) =>
      attempt(async (isWanted) => {
        const backend = await connect()
        const found = await backend.enrol({ email })
        if (isWanted()) participant.value = found
      }),
  }
}

/** What a page can be told of anything thrown. */
export function asError(cause: unknown): GoodwordError {
  return cause instanceof GoodwordError ? cause : new GoodwordError('unexpected', String(cause), { cause })
}

/** What a reader can be told of an error. */
export function troubleOf({ code }: GoodwordError, isOnline: boolean): Trouble {
  if (!isOnline) return 'offline'
  if (code.startsWith('token-')) return 'expired'
  if (/^(customer|body)-invalid$/.test(code)) return 'email'
  return /^(network|timeout|internal|answer-invalid)$/.test(code) ? 'unreachable' : 'unavailable'
}
