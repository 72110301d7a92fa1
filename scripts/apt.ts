import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Installs Debian packages where that is possible without asking: as root, on a machine with apt-get. Returns why not
 * when it could not.
 */
export function installDebian(packages: readonly string[]): string | undefined {
  if (!existsSync('/usr/bin/apt-get')) return 'this machine has no apt-get'
  if (process.getuid?.() !== 0) return `that needs root: sudo apt-get install ${packages.join(' ')}`
  console.log(`Installing ${packages.join(', ')} (once)…`)
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 240_000,
    })
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages)
  if (install().status === 0) return undefined
  apt('update')
  const second = install()
  return second.status === 0
    ? undefined
    : `apt-get failed: ${(second.stderr || second.stdout).trim().split('\n').at(-1)}`
}
