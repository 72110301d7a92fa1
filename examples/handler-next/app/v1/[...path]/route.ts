import { goodword } from '../../../src/goodword.ts'

const answer = (request: Request): Promise<Response> => goodword(request)

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE, answer as OPTIONS }
/** Nothing here may be answered at build time. */
export const dynamic = 'force-dynamic'
