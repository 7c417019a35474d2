import { expect, test } from 'vitest'
import { explainDocker } from './compose-errors.ts'

const WAY_ON = 'Or run without Docker: --engine embedded.'

test.each([
  ['a daemon that is down', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'The Docker daemon does not answer. Start Docker.'],
  ['a daemon that is down, in newer words', 'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory', 'The Docker daemon does not answer. Start Docker.'],
  ['a user who may not', 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.47/containers/json": dial unix /var/run/docker.sock: connect: permission denied', 'This user may not use Docker. Add it to the docker group, or run Docker in rootless mode.'],
  ['no compose', "docker: 'compose' is not a docker command.\nSee 'docker --help'", 'This Docker has no compose plugin (version 2). Install the package docker-compose-plugin.'],
  ['no compose, where Docker takes its options for its own', "unknown shorthand flag: 'f' in -f\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information", 'This Docker has no compose plugin (version 2). Install the package docker-compose-plugin.'],
  ['a port that was taken meanwhile', 'Error response from daemon: driver failed programming external connectivity on endpoint pipeline-sandbox-edge-1 (9f0c): Bind for 127.0.0.1:4567 failed: port is already allocated', 'Port 4567 is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge.'],
  ['the same of a newer Docker', 'Error response from daemon: failed to set up container networking: failed to bind host port for 127.0.0.1:4566:172.18.0.2:4566/tcp: address already in use', 'Port 4566 is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge.'],
  ['the same of Docker Desktop', 'Error response from daemon: Ports are not available: exposing port TCP 127.0.0.1:4566 -> 0.0.0.0:0: listen tcp 127.0.0.1:4566: bind: address already in use', 'Port 4566 is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge.'],
  ['a registry that is out of reach', ' localstack Pulling \nError response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host', 'An image cannot be pulled: its registry is out of reach. Check the network and the proxy.'],
  ['a registry that hangs up', 'Error response from daemon: failed to resolve reference "docker.io/localstack/localstack:4.14.0": failed to authorize: failed to fetch anonymous token: Get "https://auth.docker.io/token?service=registry.docker.io": EOF', 'An image cannot be pulled: its registry is out of reach. Check the network and the proxy.'],
  ['an image that is not there', 'Error response from daemon: manifest for localstack/localstack:4.13.9 not found: manifest unknown: manifest unknown', 'There is no image localstack/localstack:4.13.9. Check LOCALSTACK_VERSION and EDGE_BASE.'],
  ['an image that is not there and has no name', 'Error response from daemon: manifest unknown', 'There is no such image. Check LOCALSTACK_VERSION and EDGE_BASE.'],
  ['an image that is not there, in newer words', 'Error response from daemon: failed to resolve reference "docker.io/localstack/localstack:4.13.9": docker.io/localstack/localstack:4.13.9: not found', 'There is no image localstack/localstack:4.13.9. Check LOCALSTACK_VERSION and EDGE_BASE.'],
  ['a base that is not there', 'failed to solve: node:24-slimmer: docker.io/library/node:24-slimmer: not found', 'There is no image node:24-slimmer. Check LOCALSTACK_VERSION and EDGE_BASE.'],
  ['an image that is for others', 'Error response from daemon: pull access denied for mine/base, repository does not exist or may require \'docker login\': denied: requested access to the resource is denied', 'There is no image mine/base. Check LOCALSTACK_VERSION and EDGE_BASE.'],
  ['a registry that takes no more', 'Error response from daemon: toomanyrequests: You have reached your pull rate limit.', 'The registry takes no more requests from this address for now. Sign in with "docker login", or try again later.'],
  ['a full disk', 'failed to register layer: write /usr/lib/x: no space left on device', 'The disk is full. Make room, for instance with "docker system prune".'],
  ['an edge that cannot be built', '------\n > [edge build 4/7] RUN if [ -f package-lock.json ]; then npm ci; fi:\n#8 61.02 npm error code EAI_AGAIN\n#8 61.02 npm error request to https://registry.example/yaml failed, reason: getaddrinfo EAI_AGAIN registry.example\n#8 61.03 npm error A complete log of this run can be found in: /home/me/.npm/_logs/x.log\n------\nfailed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1', 'The edge image cannot be built: npm error request to https://registry.example/yaml failed, reason: getaddrinfo EAI_AGAIN registry.example.'],
  ['an edge that cannot be built and does not say much', 'failed to solve: lstat /var/lib/docker/tmp/x/dist: no such file or directory', 'The edge image cannot be built: lstat /var/lib/docker/tmp/x/dist: no such file or directory.'],
  ['what nobody has seen before', 'first\nthe moon is full', 'Docker failed: the moon is full.'],
])('%s', (_name, err, sentence) => {
  // As docker-compose rejects, as a child process does, and with Windows' ends of lines.
  for (const error of [{ exitCode: 1, err, out: '' }, { code: 1, stderr: err, message: `Command failed: docker ps\n${err}` }, { exitCode: 1, err: err.replaceAll('\n', '\r\n') }])
    expect(explainDocker(error)).toBe(`${sentence} ${WAY_ON}`)
})

test('no docker command', () => {
  expect(explainDocker(Object.assign(new Error('spawn docker ENOENT'), { code: 'ENOENT' }))).toBe(`There is no docker command on the PATH. Install Docker with its compose plugin. ${WAY_ON}`)
})
