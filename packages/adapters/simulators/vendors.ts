// Every simulated vendor by the name that the command knows it by. For tests only; not published.
import { createAmbassadorSimulator } from './ambassador.ts'
import { createDubSimulator } from './dub.ts'
import { createFirstPromoterSimulator } from './firstpromoter.ts'
import { createGrowsurfSimulator } from './growsurf.ts'
import { createReferralcandySimulator } from './referralcandy.ts'
import { createReferralHeroSimulator } from './referralhero.ts'
import { createReferralRockSimulator } from './referralrock.ts'
import { createTapfiliateSimulator } from './tapfiliate.ts'
import { serveSimulator, type ServedSimulator, type Simulator } from './serving.ts'

/** A simulator with nobody in it, and what it takes to use it. */
export interface SimulatedVendor<Simulated extends Simulator = Simulator> {
  readonly simulator: Simulated
  /** What `goodword serve --backend` and `import` read, for the simulator at this address. */
  settings(url: string): Readonly<Record<string, string>>
  /** The orders that it holds, one entry for each time that it took one. */
  held(): readonly string[]
  /** The codes of the visits that it was told of, where it takes any. */
  readonly visits?: () => readonly string[]
  /** What a friend brings who follows the link with this code. @default the code */
  readonly follow?: (code: string) => string
}

interface Simulators {
  growsurf: ReturnType<typeof createGrowsurfSimulator>
  referralcandy: ReturnType<typeof createReferralcandySimulator>
  referralhero: ReturnType<typeof createReferralHeroSimulator>
  referralrock: ReturnType<typeof createReferralRockSimulator>
  ambassador: ReturnType<typeof createAmbassadorSimulator>
  firstpromoter: ReturnType<typeof createFirstPromoterSimulator>
  tapfiliate: ReturnType<typeof createTapfiliateSimulator>
  dub: ReturnType<typeof createDubSimulator>
}

export type VendorName = keyof Simulators

/** In the order in which vendors are listed. */
export const simulatedVendors: {
  readonly [Name in VendorName]: (now: () => number) => SimulatedVendor<Simulators[Name]>
} = {
  growsurf(now) {
    const simulator = createGrowsurfSimulator({ now })
    const { key, campaign, state } = simulator
    return {
      simulator,
      settings: (url) => ({
        GROWSURF_API_KEY: key,
        GROWSURF_CAMPAIGN: campaign,
        GROWSURF_WEBHOOK_SECRET: 'gs_hook_0123456789',
        GROWSURF_URL: `${url}/v2`,
      }),
      held: () => state.triggered.map((email) => state.find(email)?.metadata['goodwordOrder'] as string),
    }
  },
  referralcandy(now) {
    const simulator = createReferralcandySimulator({ now })
    const { accessId, secretKey, purchases } = simulator
    return {
      simulator,
      settings: (url) => ({
        REFERRALCANDY_ACCESS_ID: accessId,
        REFERRALCANDY_SECRET_KEY: secretKey,
        REFERRALCANDY_URL: `${url}/api/v2`,
      }),
      held: () => purchases.map((one) => one['external_reference_id']!),
    }
  },
  referralhero(now) {
    const simulator = createReferralHeroSimulator({ now })
    const { token, list, webhookSecret, conversions } = simulator
    return {
      simulator,
      settings: (url) => ({
        REFERRALHERO_TOKEN: token,
        REFERRALHERO_CAMPAIGN: list,
        REFERRALHERO_WEBHOOK_SECRET: webhookSecret,
        REFERRALHERO_URL: `${url}/api/v2`,
      }),
      held: () => conversions.map(({ transaction }) => transaction!),
    }
  },
  referralrock(now) {
    const simulator = createReferralRockSimulator({ now })
    const { publicKey, privateKey, program, referrals } = simulator
    return {
      simulator,
      settings: (url) => ({
        REFERRALROCK_PUBLIC_KEY: publicKey,
        REFERRALROCK_PRIVATE_KEY: privateKey,
        REFERRALROCK_PROGRAM: program,
        REFERRALROCK_STATUS: 'approved',
        REFERRALROCK_WEBHOOK_SECRET: 'rr_hook_0123456789',
        REFERRALROCK_URL: url,
      }),
      held: () => referrals.map(({ externalIdentifier }) => externalIdentifier),
    }
  },
  ambassador(now) {
    const simulator = createAmbassadorSimulator({ now })
    const { username, token, campaign, commissions } = simulator
    return {
      simulator,
      settings: (url) => ({
        AMBASSADOR_USERNAME: username,
        AMBASSADOR_TOKEN: token,
        AMBASSADOR_CAMPAIGN: campaign,
        AMBASSADOR_WEBHOOK_SECRET: 'mbsy_hook_0123456789',
        AMBASSADOR_URL: `${url}/api/v2`,
      }),
      held: () => commissions.map(({ transaction }) => transaction),
    }
  },
  firstpromoter(now) {
    const simulator = createFirstPromoterSimulator({ now })
    const { apiKey, accountId, commissions } = simulator
    return {
      simulator,
      settings: (url) => ({
        FIRSTPROMOTER_API_KEY: apiKey,
        FIRSTPROMOTER_ACCOUNT_ID: accountId,
        FIRSTPROMOTER_WEBHOOK_SECRET: 'fp_hook_0123456789',
        FIRSTPROMOTER_URL: `${url}/api/v2`,
      }),
      held: () => commissions.map(({ event_id: order }) => order),
    }
  },
  tapfiliate(now) {
    const simulator = createTapfiliateSimulator({ now })
    const { apiKey, program, conversions, clicks } = simulator
    return {
      simulator,
      settings: (url) => ({
        TAPFILIATE_API_KEY: apiKey,
        TAPFILIATE_PROGRAM: program,
        TAPFILIATE_URL: `${url}/1.6`,
      }),
      held: () => conversions.map(({ external_id: order }) => order),
      visits: () => clicks.map(({ code }) => code),
    }
  },
  dub(now) {
    const simulator = createDubSimulator({ now })
    const { apiKey, domain, commissions, click } = simulator
    return {
      simulator,
      settings: (url) => ({
        DUB_API_KEY: apiKey,
        DUB_DOMAIN: domain,
        DUB_WEBHOOK_SECRET: 'dub_hook_0123456789',
        DUB_URL: url,
      }),
      held: () => commissions.map(({ invoiceId }) => invoiceId),
      follow: (code) => click(code) ?? code,
    }
  },
}

/** A simulated vendor on a port. */
export interface RunningVendor<Name extends VendorName = VendorName>
  extends ServedSimulator, Omit<SimulatedVendor<Simulators[Name]>, 'settings'> {
  readonly settings: Readonly<Record<string, string>>
}

/** Puts a simulated vendor on any free port of loopback. */
export async function startVendor<Name extends VendorName>(
  name: Name,
  now: () => number = Date.now,
): Promise<RunningVendor<Name>> {
  const { settings, ...vendor } = simulatedVendors[name](now)
  const server = await serveSimulator(vendor.simulator)
  return { ...vendor, ...server, settings: settings(server.url) }
}
