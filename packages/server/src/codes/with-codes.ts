import type { Participant, ParticipantKey, ReferralBackend } from '@goodword/adapters'
import type { ReferralEvent } from '@goodword/program'
import type { Context } from '../backend/context.ts'
import { chooseCode } from './choose.ts'
import { resolveCodes, shownCode } from './resolve.ts'
import { isMade, plainCode } from './typed-code.ts'

/**
 * A backend that also understands codes as people type them (`amy bakes`, `O` for `D`), and those that they chose. The
 * ledger, and all that follows from it, only ever meets the code that a participant was given first: so a new one
 * changes nothing that was decided.
 */
export function withCodes<B extends ReferralBackend>(
  context: Context,
  backend: B,
): B & Required<Pick<ReferralBackend, 'chooseCode'>> {
  const { store, program } = context
  const resolve = (typed: ReadonlySet<string>) => resolveCodes(store.db, program.id, typed)

  const keyOf = async (who: ParticipantKey): Promise<ParticipantKey> => {
    if (!('code' in who) || isMade(who.code.toUpperCase())) return who
    const code = (await resolve(new Set([who.code]))).get(who.code)
    return code === undefined ? who : { code }
  }
  const show = async (participant: Participant): Promise<Participant> => {
    const code = program.codes.vanity ? await shownCode(store.db, program.id, participant.id) : undefined
    if (code === undefined) return participant
    const at = participant.link.lastIndexOf(participant.code)
    const link = participant.link.slice(0, at) + code + participant.link.slice(at + participant.code.length)
    return { ...participant, code, link }
  }

  return {
    ...backend,
    supports: program.codes.vanity ? new Set([...backend.supports, 'codes.choose']) : backend.supports,
    async enrol(customer, options) {
      return show(await backend.enrol(customer, options))
    },
    async participant(who) {
      const key = await keyOf(who)
      let found = await backend.participant(key)
      if (!found && 'code' in key) {
        const code = (await resolve(new Set([key.code]))).get(key.code)
        found = code === undefined ? undefined : await backend.participant({ code })
      }
      return found && show(found)
    },
    async chooseCode(who, code) {
      const key = await keyOf(who)
      await chooseCode(context, key, code, 'participant')
      return show((await backend.participant(key))!)
    },
    async record(events, options) {
      return backend.record(await withGivenCodes(events, resolve), options)
    },
    referrals: async (who, page) => backend.referrals(await keyOf(who), page),
    rewards: async (who, page) => backend.rewards(await keyOf(who), page),
    invite: async (who, invitations) => backend.invite(await keyOf(who), invitations),
  }
}

/** Most events carry a code as it was given, and cost nothing here. Whether an event is one is judged later. */
async function withGivenCodes(
  events: readonly ReferralEvent[],
  resolve: (typed: ReadonlySet<string>) => Promise<ReadonlyMap<string, string>>,
): Promise<readonly ReferralEvent[]> {
  const typed = new Set<string>()
  for (const event of events) {
    const code: unknown = event?.code
    if (typeof code === 'string' && code.length <= 64 && !isMade(code)) typed.add(code)
  }
  if (typed.size === 0) return events
  const known = await resolve(typed)
  return events.map((event) => {
    const code: unknown = event?.code
    if (typeof code !== 'string' || !typed.has(code)) return event
    // Capitals and blanks are how people type; for whatever else is wrong with it the event is told.
    return { ...event, code: known.get(code) ?? (/\s/.test(code) ? plainCode(code) : code) }
  })
}
