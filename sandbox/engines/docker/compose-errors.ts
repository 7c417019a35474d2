const WAY_ON = 'Or run without Docker: --engine embedded.'

/** What docker and compose print when they fail, and what that means for a person. The first that fits is the cause. */
const KNOWN: readonly (readonly [pattern: RegExp, sentence: (found: RegExpExecArray) => string])[] = [
  [/permission denied while trying to connect|permission denied.*docker\.sock/i, () => 'This user may not use Docker. Add it to the docker group, or run Docker in rootless mode.'],
  [/cannot connect to the docker daemon|failed to connect to the docker API|error during connect|docker daemon is not running/i, () => 'The Docker daemon does not answer. Start Docker.'],
  [/'compose' is not a docker command|unknown command: docker compose|unknown (?:shorthand )?flag/i, () => 'This Docker has no compose plugin (version 2). Install the package docker-compose-plugin.'],
  [/(?:\S*:|port TCP \S*:)(\d+)(?:\/tcp| failed| ->|: bind)[^\n]*(?:already allocated|already in use|not available|only one usage)/i, ([, port]) => portInUse(Number(port))],
  [/port is already allocated|address already in use|ports are not available/i, () => 'A port is in use. Stop what listens there, or choose others with --port and EDGE_PORT.'],
  [/toomanyrequests|pull rate limit/i, () => 'The registry takes no more requests from this address for now. Sign in with "docker login", or try again later.'],
  [/manifest for (\S+) not found|failed to resolve reference "([^"]+)": [^\n]*not found|pull access denied for (\S+?),|docker\.io\/(\S+): not found|(\S*\/\S*): manifest unknown|manifest unknown/i, (found) => `There is no ${imageOf(found)}. Check LOCALSTACK_VERSION and EDGE_BASE.`],
  [/no such host|server misbehaving|temporary failure in name resolution|i\/o timeout|TLS handshake|network is unreachable|no route to host|awaiting headers|proxyconnect|x509:|registry[^\n]*(?:connection refused|connection reset|EOF)|failed to (?:do request|resolve source metadata)/i, () => 'An image cannot be pulled: its registry is out of reach. Check the network and the proxy.'],
  [/no space left on device/i, () => 'The disk is full. Make room, for instance with "docker system prune".'],
  [/failed to solve|did not complete successfully|executor failed/i, ({ input }) => `The edge image cannot be built: ${buildReason(input)}.`],
]

/** As one gives it to Docker: its registry and its library go without saying. */
function imageOf(found: RegExpExecArray): string {
  const name = found.slice(1).find((part) => part !== undefined)
  return name === undefined ? 'such image' : `image ${name.replace(/^(docker\.io\/)?(library\/)?/, '')}`
}

/** The last that a step of the build said of an error, else what the builder makes of it. */
function buildReason(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^#\d+ [\d.]+ /, '').trim())
  const said = lines.filter((line) => /\berr(or)?\b/i.test(line) && !/complete log|failed to solve/i.test(line))
  return (said.at(-1) ?? lines.find((line) => line.startsWith('failed to solve: '))?.slice('failed to solve: '.length) ?? lines.at(-1)!).replace(/\.$/, '')
}

/** An error of the operating system, or what `docker-compose` rejects with: an exit code with the output. */
interface Failure {
  readonly code?: unknown
  readonly err?: string
  readonly stderr?: string
  readonly message?: string
}

/** One sentence for what docker or compose ended with. */
export function explainDocker(error: unknown): string {
  const { code, err, stderr, message = '' } = error as Failure
  if (code === 'ENOENT') return `There is no docker command on the PATH. Install Docker with its compose plugin. ${WAY_ON}`
  const text = `${err ?? stderr ?? ''}\n${message}`.trim()
  for (const [pattern, sentence] of KNOWN) {
    const found = pattern.exec(text)
    if (found) return `${sentence(found)} ${WAY_ON}`
  }
  const last = text.split('\n').at(-1)!.trim()
  return `Docker failed${last === '' ? '' : `: ${last}`}. ${WAY_ON}`
}

export function portInUse(port: number): string {
  return `Port ${port} is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge.`
}

/** For sentences that are made elsewhere. */
export const orEmbedded = (sentence: string) => `${sentence} ${WAY_ON}`
