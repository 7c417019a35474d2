/** The last image that starts without a token. */
const LAST_FREE = '4.14.0'

/** Why an image of this version does not start here; undefined where it does. A tag that is no number (`latest`) is newer. */
export function missingToken({ LOCALSTACK_VERSION: version = LAST_FREE, LOCALSTACK_AUTH_TOKEN: token = '' }: NodeJS.ProcessEnv): string | undefined {
  if (token !== '' || version === '' || !isNewer(version)) return undefined
  return `LocalStack ${version} starts only with a token, and LOCALSTACK_AUTH_TOKEN is not set. Set it, or leave LOCALSTACK_VERSION at ${LAST_FREE}.`
}

function isNewer(version: string): boolean {
  const given = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?![\d.])/.exec(version)
  if (!given) return true
  for (const [i, last] of LAST_FREE.split('.').map(Number).entries()) {
    // `4` and `4.14` are the newest of their line, which ended here.
    const part = Number(given[i + 1] ?? last)
    if (part !== last) return part > last
  }
  return false
}
