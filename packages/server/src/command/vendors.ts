import type { VendorBackend } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'

/** One thing that a vendor needs to be told, and the variable that it is read from. */
export interface Setting {
  readonly variable: string
  readonly about: string
  readonly isOptional?: true
}

/** The values of a vendor's settings by variable; the optional ones only where they are set. */
export type Values = Readonly<Record<string, string>>

/** A vendor that the command knows. */
export interface VendorChoice {
  readonly title: string
  readonly settings: readonly Setting[]
  /** Loads the adapter, and nothing of any other. */
  open(program: Program, values: Values): Promise<VendorBackend>
}

const address = (name: string): Setting => ({
  variable: `${name}_URL`,
  about: 'its API, behind a proxy of your own',
  isOptional: true,
})
const webhooks = (name: string, about: string): Setting => ({
  variable: `${name}_WEBHOOK_SECRET`,
  about,
  isOptional: true,
})
const conversion = (name: string): Setting => ({
  variable: `${name}_CONVERSION`,
  about: 'the conversion that counts (the program’s first)',
  isOptional: true,
})

/** By the name that `--backend` and `import` take. */
export const vendors: Readonly<Record<string, VendorChoice>> = {
  growsurf: {
    title: 'GrowSurf',
    settings: [
      { variable: 'GROWSURF_API_KEY', about: 'the API key' },
      { variable: 'GROWSURF_CAMPAIGN', about: 'the campaign’s id' },
      { variable: 'GROWSURF_TYPE', about: 'referral (unless it says so) or affiliate', isOptional: true },
      conversion('GROWSURF'),
      webhooks('GROWSURF', 'what signs its webhooks'),
      address('GROWSURF'),
    ],
    async open(program, values) {
      const { growsurf } = await import('@goodword/adapters/growsurf')
      const type = oneOf(values, 'GROWSURF_TYPE', ['referral', 'affiliate'])
      return growsurf({
        program,
        apiKey: values['GROWSURF_API_KEY']!,
        campaign: values['GROWSURF_CAMPAIGN']!,
        ...(type && { type }),
        ...shared(values, 'GROWSURF'),
      })
    },
  },
  referralcandy: {
    title: 'ReferralCandy',
    settings: [
      { variable: 'REFERRALCANDY_ACCESS_ID', about: 'the API access id' },
      { variable: 'REFERRALCANDY_SECRET_KEY', about: 'the API secret key' },
      {
        variable: 'REFERRALCANDY_DAYS',
        about: 'how far back referrals are read (730)',
        isOptional: true,
      },
      conversion('REFERRALCANDY'),
      address('REFERRALCANDY'),
    ],
    async open(program, values) {
      const { referralcandy } = await import('@goodword/adapters/referralcandy')
      const days = readDays(values, 'REFERRALCANDY_DAYS')
      return referralcandy({
        program,
        accessId: values['REFERRALCANDY_ACCESS_ID']!,
        secretKey: values['REFERRALCANDY_SECRET_KEY']!,
        ...(days !== undefined && { days }),
        ...shared(values, 'REFERRALCANDY'),
      })
    },
  },
  referralhero: {
    title: 'ReferralHero',
    settings: [
      { variable: 'REFERRALHERO_TOKEN', about: 'the API token' },
      { variable: 'REFERRALHERO_CAMPAIGN', about: 'the campaign’s uuid, "MF…"' },
      {
        variable: 'REFERRALHERO_ORDER_FIELD',
        about: 'the subscriber’s field that keeps the order (extra_field_2)',
        isOptional: true,
      },
      conversion('REFERRALHERO'),
      webhooks('REFERRALHERO', 'what "Payload Verification" shows'),
      address('REFERRALHERO'),
    ],
    async open(program, values) {
      const { referralhero } = await import('@goodword/adapters/referralhero')
      const fields = ['extra_field', 'extra_field_2', 'option_field'] as const
      const orderField = oneOf(values, 'REFERRALHERO_ORDER_FIELD', fields)
      return referralhero({
        program,
        token: values['REFERRALHERO_TOKEN']!,
        campaign: values['REFERRALHERO_CAMPAIGN']!,
        ...(orderField && { orderField }),
        ...shared(values, 'REFERRALHERO'),
      })
    },
  },
  referralrock: {
    title: 'Referral Rock',
    settings: [
      { variable: 'REFERRALROCK_PUBLIC_KEY', about: 'the public key' },
      { variable: 'REFERRALROCK_PRIVATE_KEY', about: 'the private key' },
      { variable: 'REFERRALROCK_PROGRAM', about: 'the program’s id there' },
      {
        variable: 'REFERRALROCK_STATUS',
        about: 'what a new referral is: pending, qualified or approved',
        isOptional: true,
      },
      conversion('REFERRALROCK'),
      webhooks('REFERRALROCK', 'a secret of your own in the webhook’s address'),
      address('REFERRALROCK'),
    ],
    async open(program, values) {
      const { referralrock } = await import('@goodword/adapters/referralrock')
      const status = oneOf(values, 'REFERRALROCK_STATUS', ['pending', 'qualified', 'approved'])
      return referralrock({
        program,
        publicKey: values['REFERRALROCK_PUBLIC_KEY']!,
        privateKey: values['REFERRALROCK_PRIVATE_KEY']!,
        programId: values['REFERRALROCK_PROGRAM']!,
        ...(status && { status }),
        ...shared(values, 'REFERRALROCK'),
      })
    },
  },
  ambassador: {
    title: 'Ambassador',
    settings: [
      { variable: 'AMBASSADOR_USERNAME', about: 'the API username' },
      { variable: 'AMBASSADOR_TOKEN', about: 'the API token' },
      { variable: 'AMBASSADOR_CAMPAIGN', about: 'the campaign’s uid' },
      { variable: 'AMBASSADOR_SANDBOX', about: 'yes works on the test data', isOptional: true },
      conversion('AMBASSADOR'),
      webhooks('AMBASSADOR', 'a secret of your own in the webhook’s address'),
      address('AMBASSADOR'),
    ],
    async open(program, values) {
      const { ambassador } = await import('@goodword/adapters/ambassador')
      return ambassador({
        program,
        username: values['AMBASSADOR_USERNAME']!,
        token: values['AMBASSADOR_TOKEN']!,
        campaign: values['AMBASSADOR_CAMPAIGN']!,
        ...(oneOf(values, 'AMBASSADOR_SANDBOX', ['yes', 'no']) === 'yes' && { sandbox: true }),
        ...shared(values, 'AMBASSADOR'),
      })
    },
  },
  firstpromoter: {
    title: 'FirstPromoter',
    settings: [
      { variable: 'FIRSTPROMOTER_API_KEY', about: 'the API key' },
      { variable: 'FIRSTPROMOTER_ACCOUNT_ID', about: 'the account’s id' },
      {
        variable: 'FIRSTPROMOTER_CAMPAIGN',
        about: 'the campaign’s id, where there are several',
        isOptional: true,
      },
      conversion('FIRSTPROMOTER'),
      webhooks('FIRSTPROMOTER', 'what signs its webhooks, or a secret of your own in their address'),
      address('FIRSTPROMOTER'),
    ],
    async open(program, values) {
      const { firstpromoter } = await import('@goodword/adapters/firstpromoter')
      const campaign = values['FIRSTPROMOTER_CAMPAIGN']
      return firstpromoter({
        program,
        apiKey: values['FIRSTPROMOTER_API_KEY']!,
        accountId: values['FIRSTPROMOTER_ACCOUNT_ID']!,
        ...(campaign !== undefined && { campaign }),
        ...shared(values, 'FIRSTPROMOTER'),
      })
    },
  },
  tapfiliate: {
    title: 'Tapfiliate',
    settings: [
      { variable: 'TAPFILIATE_API_KEY', about: 'the API key' },
      { variable: 'TAPFILIATE_PROGRAM', about: 'the program’s id there' },
      conversion('TAPFILIATE'),
      address('TAPFILIATE'),
    ],
    async open(program, values) {
      const { tapfiliate } = await import('@goodword/adapters/tapfiliate')
      return tapfiliate({
        program,
        apiKey: values['TAPFILIATE_API_KEY']!,
        programId: values['TAPFILIATE_PROGRAM']!,
        ...shared(values, 'TAPFILIATE'),
      })
    },
  },
  dub: {
    title: 'Dub',
    settings: [
      { variable: 'DUB_API_KEY', about: 'the workspace’s API key' },
      { variable: 'DUB_DOMAIN', about: 'the program’s domain for links, without https://' },
      conversion('DUB'),
      webhooks('DUB', 'what signs its webhooks'),
      address('DUB'),
    ],
    async open(program, values) {
      const { dub } = await import('@goodword/adapters/dub')
      return dub({
        program,
        apiKey: values['DUB_API_KEY']!,
        domain: values['DUB_DOMAIN']!,
        ...shared(values, 'DUB'),
      })
    },
  },
}

/** The settings that all vendors have. */
function shared(values: Values, name: string): { conversion?: string; webhookSecret?: string; url?: string } {
  const [conversion, webhookSecret, url] = ['CONVERSION', 'WEBHOOK_SECRET', 'URL'].map(
    (what) => values[`${name}_${what}`],
  )
  return { ...(conversion && { conversion }), ...(webhookSecret && { webhookSecret }), ...(url && { url }) }
}

function oneOf<T extends string>(values: Values, variable: string, words: readonly T[]): T | undefined {
  const value = values[variable]
  const word = words.find((word) => word === value)
  if (value === undefined || word !== undefined) return word
  throw new GoodwordError('setting-invalid', `${variable} is "${value}". Use ${words.join(' or ')}.`)
}

function readDays(values: Values, variable: string): number | undefined {
  const value = values[variable]
  if (value === undefined || /^[1-9]\d{0,4}$/.test(value)) return value === undefined ? value : Number(value)
  throw new GoodwordError('setting-invalid', `${variable} is "${value}". Use a whole number of days.`)
}
