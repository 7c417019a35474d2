const WAY_ON = 'Or run without Docker: --engine embedded.'

/** What Docker or compose say when they fail, and what that means for a person. */
const KNOWN: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/ENOENT/, 'Docker is not installed (no docker command on the PATH). Install Docker, which brings compose.'],
  [/Cannot connect to the Docker daemon|error during connect|docker daemon is not running/i, 'The Docker daemon does not answer. Start Docker.'],
  [/permission denied.*docker(?:\.sock| daemon)/i, 'This user may not use Docker. Add it to the docker group, or start the daemon in rootless mode.'],
  [/'compose' is not a docker command|unknown (?:command|flag|shorthand)/i, 'This Docker has no compose plugin (v2). Install docker-compose-plugin.'],
  [/port is already allocated|address already in use/i, 'A port is in use. Stop what listens there, or choose others with --port and EDGE_PORT.'],
  [/manifest unknown|pull access denied|failed to resolve|no such host|TLS handshake|i\/o timeout/i, 'An image cannot be pulled. Check the network and LOCALSTACK_VERSION.'],
  [/unhealthy|exited \(\d+\)|dependency failed/i, 'A container died or never became healthy. See: docker compose logs.'],
]

/** One sentence for what compose threw: an exit code with its output, or an error of the operating system. */
export function explainCompose(error: unknown): string {
  const { err = '', message = '' } = error as { err?: string; message?: string }
  const text = `${err}\n${message}`
  const sentence = KNOWN.find(([pattern]) => pattern.test(text))?.[1]
  if (sentence) return `${sentence} ${WAY_ON}`
  const last = text.trim().split('\n').at(-1) ?? ''
  return `docker compose failed: ${last.trim()} ${WAY_ON}`
}
