import { GoodwordError } from '@goodword/program'
import { parseArgs } from 'node:util'
import { keyFile, readKeys } from '../keys/key-file.ts'
import { signIdentity } from '../wire/identity.ts'
import { readSeconds, usage, type Command } from './output.ts'

/** `goodword token`: a signed identity, to try things out. */
export const token: Command = {
  name: 'token',
  about: 'Signs a customer’s identity, to try the widget out',
  help: `goodword token --program ID --sub CUSTOMER [--email E --name N --expires 1h] [--data FOLDER] [--json]

Signs who a customer is, as the site's own server does for its signed-in customers.

  --program ID    the program's id
  --sub ID        the customer's id
  --email, --name what else is known of them
  --expires TIME  how long it is valid: 90s, 30m, 1h; a day at most (1h)
  --data FOLDER   where the keys are kept (GOODWORD_DATA, or .goodword); GOODWORD_IDENTITY_KEY wins
  --json          { "token": … }`,
  async run(args, { env, print }) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        program: { type: 'string' },
        sub: { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        expires: { type: 'string', default: '1h' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const { program, sub, email, name } = values
    if (!program || !sub)
      throw usage('token needs a program and a customer: goodword token --program shop --sub 42')
    const file = keyFile(values.data ?? (env['GOODWORD_DATA'] || '.goodword'))
    const key = env['GOODWORD_IDENTITY_KEY'] || readKeys(file)?.[program]?.identity
    if (!key)
      throw new GoodwordError(
        'key-missing',
        `No identity key is known for program "${program}": "${file}" has none. Start \`goodword serve\` once, or set GOODWORD_IDENTITY_KEY.`,
      )
    const claims = {
      program,
      id: sub,
      expiresIn: readSeconds(values.expires, '--expires'),
      ...(email && { email }),
      ...(name && { name }),
    }
    const signed = await signIdentity(key, claims)
    print(values.json ? JSON.stringify({ token: signed }) : signed)
    return 0
  },
}
