import type { VendorBackend } from '@goodword/adapters'
import { GoodwordError, type Program } from '@goodword/program'
import { usage, type Terminal } from './output.ts'
import { vendors } from './vendors.ts'

/** The vendors' names, as the command line takes them. */
export const vendorNames: readonly string[] = Object.keys(vendors)

/** A table of every vendor's variables, for `--help`. */
export const vendorTable: string = Object.values(vendors)
  .flatMap(({ title, settings }) => [
    `  ${title}`,
    ...settings.map(
      ({ variable, about, isOptional }) => `    ${variable.padEnd(27)} ${isOptional ? `[${about}]` : about}`,
    ),
  ])
  .join('\n')

/** What is opened for `--backend NAME` or `import NAME`. */
export interface OpenVendor {
  readonly title: string
  readonly backend: VendorBackend
  /** The variable that lets its webhooks in, where it is missing. */
  readonly webhookVariable?: string
}

/**
 * Makes a vendor's backend with its settings from the environment, and asks the vendor whether they are right. Rejects
 * with `usage` for a name that is none, `setting-missing` (all of them at once), `setting-invalid`, or the vendor's own
 * answer; a vendor that is down is told to `terminal`, and is no reason to stop.
 */
export async function openVendor(
  name: string,
  program: Program,
  { env, complain }: Pick<Terminal, 'env' | 'complain'>,
): Promise<OpenVendor> {
  const choice = Object.hasOwn(vendors, name) ? vendors[name] : undefined
  if (!choice) throw usage(`There is no backend "${name}". Use ${vendorNames.join(', ')}.`)
  const { title, settings } = choice
  const values = Object.fromEntries(
    // A file's last line break is no part of a key.
    settings.flatMap(({ variable }) => (env[variable]?.trim() ? [[variable, env[variable].trim()]] : [])),
  )
  const missing = settings.filter(({ variable, isOptional }) => !isOptional && !values[variable])
  if (missing.length > 0)
    throw new GoodwordError(
      'setting-missing',
      `${title} needs to be told ${missing.map(({ variable, about }) => `${variable} (${about})`).join(', ')}. Set them in the environment; they are on the vendor’s page for its API.`,
    )
  const backend = await choice.open(program, values)
  try {
    await backend.check()
  } catch (error) {
    const isPassing = error instanceof GoodwordError && /^vendor-(unavailable|limited)$/.test(error.code)
    if (!isPassing) throw error
    complain(`${error.message} Nobody knows yet whether the keys are right.`)
  }
  const variable = settings.find((one) => one.variable.endsWith('_WEBHOOK_SECRET'))?.variable
  const isOpen = backend.supports.has('webhooks.verified')
  return { title, backend, ...(!isOpen && variable !== undefined && { webhookVariable: variable }) }
}
