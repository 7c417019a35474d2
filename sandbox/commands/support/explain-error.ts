import { EngineError } from '../../engines/engine.ts'
import { StackError } from '../../stack/resource.ts'
import { DeployError } from '../../stack/deploy/deploy-error.ts'
import { TemplateError } from '../../template/index.ts'
import { EXIT, UserError } from './user-error.ts'

/** One sentence and an exit code for whatever ended a verb. Only a mistake of our own keeps its stack trace. */
export function explainError(error: unknown): { message: string; exitCode: number } {
  if (error instanceof UserError) return { message: error.message, exitCode: error.exitCode }
  if (error instanceof EngineError) return { message: error.message, exitCode: EXIT.notStarted }
  if (error instanceof TemplateError) return { message: templateSentence(error), exitCode: EXIT.templateInvalid }
  if (error instanceof StackError) return { message: error.message, exitCode: EXIT.templateInvalid }
  if (error instanceof DeployError) return { message: error.message, exitCode: EXIT.pipelineFailed }
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT.pipelineFailed }
  if (isUnreachable(error)) return { message: 'The sandbox does not answer any more. Start it again with "sandbox up".', exitCode: EXIT.notStarted }
  if (error.name === 'CredentialsProviderError') return { message: `There are no AWS credentials: ${error.message}`, exitCode: EXIT.notStarted }
  if ('$metadata' in error) return { message: `AWS answered ${error.name}: ${error.message}`, exitCode: EXIT.pipelineFailed }
  return { message: error.stack ?? error.message, exitCode: EXIT.pipelineFailed }
}

function templateSentence({ message, path, line }: TemplateError): string {
  const where = [line === undefined ? '' : `line ${line}`, path].filter((part) => part !== '').join(', ')
  return where === '' ? message : `${message} (${where})`
}

function isUnreachable(error: Error): boolean {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']
  const { code, cause } = error as NodeJS.ErrnoException
  if (code !== undefined && codes.includes(code)) return true
  return cause instanceof Error && isUnreachable(cause)
}
