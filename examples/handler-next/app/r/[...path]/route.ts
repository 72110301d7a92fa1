import { goodword } from '../../../src/goodword.ts'

export const GET = (request: Request): Promise<Response> => goodword(request)
/** Nothing here may be answered at build time. */
export const dynamic = 'force-dynamic'
