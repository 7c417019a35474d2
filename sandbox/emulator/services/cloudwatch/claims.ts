import type { HttpRequest } from '../../kernel/http.ts'

/** RPC v2 calls name their service in the path. */
export const claimsCloudWatch = ({ path }: HttpRequest) => path.startsWith('/service/GraniteServiceVersion20100801/operation/')
