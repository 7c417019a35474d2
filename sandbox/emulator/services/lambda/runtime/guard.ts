import { spawn, type ChildProcess } from 'node:child_process'

/**
 * Ends the functions' processes when the engine dies without a word. A function that waits notices by itself that its
 * Runtime API is gone; one in an endless loop does not. A shell holds a pipe from the engine, is told each process
 * that begins (`+id`) or ends (`-id`), and kills the rest when the pipe closes. Windows does this for children by itself.
 */
export class Guard {
  #shell: ChildProcess | undefined

  watch(pid: number): void {
    this.#tell(`+ ${pid}`)
  }

  forget(pid: number): void {
    if (this.#shell) this.#tell(`- ${pid}`)
  }

  close(): void {
    this.#shell?.stdin?.end()
    this.#shell = undefined
  }

  #tell(line: string): void {
    if (process.platform === 'win32') return
    this.#shell ??= this.#start()
    this.#shell.stdin?.write(`${line}\n`)
  }

  #start(): ChildProcess {
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {} })
    shell.on('error', () => {})
    shell.stdin?.on('error', () => {})
    shell.unref()
    ;(shell.stdin as unknown as { unref?: () => void } | null)?.unref?.()
    return shell
  }
}

const SCRIPT = `
trap '' INT TERM HUP
alive=' '
while read -r sign pid; do
  case $sign in
    +) alive="$alive$pid " ;;
    -) case $alive in *" $pid "*) alive="\${alive%% $pid *} \${alive#* $pid }" ;; esac ;;
  esac
done
for pid in $alive; do kill -9 -"$pid" 2>/dev/null || kill -9 "$pid" 2>/dev/null; done
`
