import type { Give, Program } from '@goodword/program'

/** What an owner probably forgot, with its remedy: nothing that keeps a server from running. */
export interface Reminder {
  readonly code: 'public-url-local' | 'key-missing' | 'webhook-missing' | 'browser-believed'
  /** The program that it is about; all of them otherwise. */
  readonly program?: string
  readonly message: string
}

/** A program, and what its owner has set up around it. */
export interface SetUp {
  readonly program: Program
  /** Whether a secret key of it is live. */
  readonly hasKey: boolean
  /** Whether a webhook of it is on. */
  readonly hasWebhook: boolean
}

/** Reads from what is set up what is not. `publicUrl` is where browsers are told to go. */
export const remindersOf = (publicUrl: string, setUps: readonly SetUp[]): Reminder[] => [
  ...remindOfAddress(publicUrl),
  ...setUps.flatMap((setUp) => [...remindOfKey(setUp), ...remindOfWebhook(setUp), ...remindOfBelief(setUp)]),
]

function* remindOfAddress(publicUrl: string): Generator<Reminder> {
  const { hostname } = new URL(publicUrl)
  if (/^(localhost|.+\.localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0)$/.test(hostname))
    yield {
      code: 'public-url-local',
      message:
        'Links and the script tag lead to this machine alone. For anybody else set GOODWORD_PUBLIC_URL, or --public-url.',
    }
}

function* remindOfKey({ program: { id }, hasKey }: SetUp): Generator<Reminder> {
  if (!hasKey)
    yield {
      code: 'key-missing',
      program: id,
      message: `No secret key of "${id}" is live, so your server can report nothing. Make one: goodword keys create --program ${id}`,
    }
}

function* remindOfWebhook({ program: { id, incentives }, hasWebhook }: SetUp): Generator<Reminder> {
  const given = incentives.filter(({ give }) => needsSomebody(give)).map((incentive) => incentive.id)
  if (!hasWebhook && given.length > 0)
    yield {
      code: 'webhook-missing',
      program: id,
      message: `No webhook of "${id}" is on, so nothing hears that a reward is due (${list(given)}). Create one, or look at the owner's page and give them by hand.`,
    }
}

function* remindOfBelief({ program: { id, conversions, incentives } }: SetUp): Generator<Reminder> {
  for (const { name, trust } of conversions) {
    const earned = incentives.filter(
      ({ when, give }) => when.conversion === name && (needsSomebody(give) || give.type === 'coupon'),
    )
    if (trust === 'browser' && earned.length > 0)
      yield {
        code: 'browser-believed',
        program: id,
        message: `Anybody's browser can report a ${name} of "${id}", and earn ${list(earned.map((incentive) => incentive.id))}. Report it from your server, and write "trust": "server".`,
      }
  }
}

/** Whether somebody has to do something when it is due; a coupon's code is shown, and the rest is words. */
const needsSomebody = ({ type }: Give): boolean =>
  type !== 'coupon' && type !== 'recognition' && type !== 'entry'

/** A line stays a line, however many incentives there are. */
const list = (ids: readonly string[]): string =>
  ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
