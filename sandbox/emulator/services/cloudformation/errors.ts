import { AwsError } from '../../kernel/errors.ts'

/** What CloudFormation answers to nearly everything that is wrong. */
export const validationError = (message: string) => new AwsError('ValidationError', message)

/** Operations word the absence of a stack in two ways: most in this one. */
export const noStackWithId = (name: string) => validationError(`Stack with id ${name} does not exist`)

export const noStack = (name: string) => validationError(`Stack [${name}] does not exist`)

export const alreadyExists = (name: string) => new AwsError('AlreadyExistsException', `Stack [${name}] already exists`)

export const changeSetExists = (name: string) => new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`)

export const changeSetNotFound = (name: string) => new AwsError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, { status: 404 })

export const invalidChangeSetStatus = (message: string) => new AwsError('InvalidChangeSetStatusException', message)

export const insufficientCapabilities = (missing: readonly string[]) =>
  new AwsError('InsufficientCapabilitiesException', requiresCapabilities(missing))

export const requiresCapabilities = (missing: readonly string[]) => `Requires capabilities : [${missing.join(', ')}]`

/** A stack cannot be changed as it stands; AWS names it by its id, and the wish by its action's name. */
export const wrongState = (stackId: string, status: string) =>
  validationError(`Stack:${stackId} is in ${status} state and can not be updated.`)

/** Nothing of a stack differs. */
export const NO_UPDATES = 'No updates are to be performed.'
export const NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."
