import type { Capability, Participant, ReferralBackend } from '@goodword/adapters'
import type { Customer, ProgramView } from '@goodword/program'
import { GoodwordError } from '@goodword/program/errors'
import type { PanelHost } from '../elements/panel-contract.ts'

/** Milliseconds for which what one element has learnt is good for the others too. */
const fresh = 60_000

/**
 * Brings the backend of an element's settings; elements with the same settings share one, and what it said of program
 * and participant. Of the lists it has only those in `lists`, so that no element fetches what it does not show.
 * Rejects with `widget-setup`.
 */
export function connectPanel(
  { element, shared, settings }: PanelHost,
  lists: readonly Capability[],
  now: () => number,
): () => Promise<ReferralBackend> {
  return async () => {
    const { api: url, program, token } = settings()
    if (!url || !program) {
      const missing = program ? 'api' : 'program'
      throw new GoodwordError(
        'widget-setup',
        `<${element.localName}> has no ${missing}. Set it, or give it a tracker.`,
      )
    }
    const place = `${url} ${program}`
    const backend = await remember(shared, `${place} as ${token}`, now, async () => {
      const { httpBackend } = await import('@goodword/adapters/http')
      return rememberAnswers(httpBackend({ url, program, token }), shared, place, now)
    })
    return withLists(backend, lists)
  }
}

/** The program is the same for whoever asks; the participant is not. */
function rememberAnswers(
  backend: ReferralBackend,
  shared: Map<string, unknown>,
  place: string,
  now: () => number,
): ReferralBackend {
  const answers = new Map<string, unknown>()
  const abilities = `abilities of ${place}`
  return {
    ...backend,
    // Known once anybody has asked for the program.
    get supports() {
      return (shared.get(abilities) ?? backend.supports) as ReadonlySet<Capability>
    },
    program: (locales) =>
      remember<ProgramView>(shared, `${place} in ${locales?.join()}`, now, async () => {
        const view = await backend.program(locales)
        shared.set(abilities, backend.supports)
        return view
      }),
    enrol: (customer: Customer) =>
      remember<Participant>(answers, JSON.stringify(customer), now, () => backend.enrol(customer)),
  }
}

function withLists(backend: ReferralBackend, lists: readonly Capability[]): ReferralBackend {
  const isLeftOut = (name: Capability): boolean =>
    (name === 'rewards' || name === 'referrals') && !lists.includes(name)
  return {
    ...backend,
    get supports() {
      return new Set([...backend.supports].filter((name) => !isLeftOut(name)))
    },
  }
}

/** Asks once for all who ask within a minute, and again after a failure. */
function remember<T>(
  known: Map<string, unknown>,
  question: string,
  now: () => number,
  ask: () => Promise<T>,
): Promise<T> {
  const found = known.get(question) as { at: number; answer: Promise<T> } | undefined
  if (found && now() - found.at < fresh) return found.answer
  const answer = ask()
  known.set(question, { at: now(), answer })
  answer.catch(() => known.delete(question))
  return answer
}
