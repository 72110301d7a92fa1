import type { VendorBackend } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'
import { importFriends } from './vendor-friends.ts'
import { codeOf, pagesOfPeople } from './vendor-pages.ts'
import type { ProgressFile, VendorProgress } from './vendor-progress.ts'
import { settleGiven, type SettleOptions } from './settle-given.ts'

/** From where to where. */
export interface VendorImportOptions extends Omit<SettleOptions, 'fresh'> {
  readonly vendor: VendorBackend
  readonly program: Program
  /** What a friend of the vendor's counts as here. */
  readonly conversion: string
  readonly progress: ProgressFile
  /** The orders of the vendor's that were taken in since a time, and by whose code. */
  fresh(since: number): Promise<ReadonlyMap<string, string>>
  /** Told of everything that was not taken, with what to do. */
  onProblem(problem: string): void
  onProgress(text: string): void
  /** Asked before each page, and before each participant. */
  isStopped(): boolean
  /** @default Date.now */
  readonly now?: () => number
  /** @default setTimeout */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** What an import from a vendor did, in this run. */
export interface VendorImported {
  /** Enrolled, each with the code that they had; known ones too. */
  readonly participants: number
  /** People without a code there, such as friends who never shared: they enrol themselves. */
  readonly withoutCode: number
  readonly referrals: number
  /** Referrals that were here. */
  readonly known: number
  /** Referrals that the vendor holds itself; import again when it has decided. */
  readonly waiting: number
  /** Referrals that a rule of ours holds for review. */
  readonly held: number
  /** Rewards that the vendor gave: marked as given here, so that nobody gives them twice. */
  readonly given: number
  /** Rewards that the vendor had not given, and that are due here. Cancel them there. */
  readonly due: number
  /** Rewards that the vendor had not given, and that the program here does not know. Give them there. */
  readonly owedThere: number
  readonly bad: number
  readonly stopped: boolean
}

/** The same, while it counts. */
export type Counts = { -readonly [K in keyof VendorImported]: VendorImported[K] }

/**
 * Brings participants with their codes, who brought whom, and what was given, from a vendor's API into our store. It may
 * be stopped and begun again, and repeated: nothing counts twice. Rejects with the vendor's error when the vendor does
 * not answer for minutes; what was stored until then stays.
 */
export async function importVendor(options: VendorImportOptions): Promise<VendorImported> {
  const done: Counts = {
    participants: 0,
    withoutCode: 0,
    referrals: 0,
    known: 0,
    waiting: 0,
    held: 0,
    given: 0,
    due: 0,
    owedThere: 0,
    bad: 0,
    stopped: false,
  }
  const { progress, fresh, now = Date.now } = options
  let state = progress.read() ?? { phase: 'people', startedAt: now(), owed: {} }
  const save = (next: VendorProgress): void => {
    state = next
    progress.save(next)
  }
  save(state)
  if (state.phase === 'people') await importPeople(options, state, save, done)
  if (!done.stopped && state.phase === 'referrals') await importFriends(options, state, save, done)
  if (!done.stopped && state.phase === 'rewards') {
    const { startedAt, owed } = state
    Object.assign(done, await settleGiven({ ...options, fresh: () => fresh(startedAt) }, owed))
    progress.remove()
  }
  return done
}

async function importPeople(
  options: VendorImportOptions,
  state: VendorProgress,
  save: (progress: VendorProgress) => void,
  done: Counts,
): Promise<void> {
  const { name, own, onProgress, isStopped } = options
  for await (const { items, next } of pagesOfPeople(options, state.cursor)) {
    for (const person of items) {
      const { email, name: called, id } = person
      const code = await codeOf(options, person)
      if (code === undefined) {
        done.withoutCode++
        continue
      }
      try {
        await own.enrol({ email, ...(called && { name: called }) }, { code })
        done.participants++
      } catch (error) {
        if (!(error instanceof GoodwordError) || !/^(customer|code)-/.test(error.code)) throw error
        done.bad++
        options.onProblem(`${name} ${id}: ${error.message}`)
      }
    }
    onProgress(`${done.participants} participants`)
    if (next === undefined) continue
    save({ ...state, cursor: next })
    if (isStopped()) return void (done.stopped = true)
  }
  save({ phase: 'referrals', startedAt: state.startedAt, owed: {} })
}
