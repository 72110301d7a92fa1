import { GoodwordError } from '@goodword/program'
import { isMade, plainCode, skeletonOf } from './typed-code.ts'
import { isOffensive } from './unwelcome.ts'

/** What would make its owner look like somebody else, or mean something to a program. */
const reserved = new Set(
  [
    'ADMIN ADMINISTRATOR API APP BILLING BOT CODE COUPON DEMO DISCOUNT EMAIL EMPLOYEE FALSE FREE FRIEND GIFT GOODWORD',
    'HELP HELPDESK HOME INFO INTERNAL INVITE LOGIN LOGOUT MAIL ME MODERATOR NAN NIL NONE NULL OFFICIAL OWNER PARTNER PAYMENT',
    'PROMO REF REFER REFERRAL REFUND REWARD ROOT SALE SECURITY SERVICE SHOP STAFF STORE SUPPORT SYSTEM TEAM TEST TRUE',
    'UNDEFINED USER VERIFIED VIA VIP VOUCHER WEBMASTER WELCOME WWW YOU',
  ].flatMap((line) => line.split(' ').map(skeletonOf)),
)

/**
 * A code as somebody would like to have it, in capitals. Throws `code-invalid` for one that is too short or long, has
 * other signs than letters, digits and hyphens, belongs to nobody but the program, or offends.
 */
export function parseChosen(typed: string, program: { readonly id: string; readonly name: string }): string {
  const code = plainCode(typed)
  const invalid = (why: string, remedy: string): GoodwordError =>
    new GoodwordError('code-invalid', `That code cannot be used: ${why}. ${remedy}`)
  if (!/^[A-Z0-9]+(-[A-Z0-9]+)*$/.test(code))
    throw invalid('it has other signs than letters, digits and single hyphens', 'Write it like AMY-BAKES.')
  if (code.length < 3 || code.length > 20) throw invalid(`it has ${code.length} characters`, 'Use 3 to 20.')
  if (!/[A-Z]/.test(code)) throw invalid('it has no letter', 'Add one.')
  const skeleton = skeletonOf(code)
  const own = [program.id, program.name].map(skeletonOf)
  if (reserved.has(skeleton) || own.includes(skeleton) || isMade(code))
    throw invalid('it is kept for the program itself', 'Choose one of your own, such as your first name.')
  if (isOffensive(code)) throw invalid('it could offend somebody', 'Choose another.')
  return code
}
