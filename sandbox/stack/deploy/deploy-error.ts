/** Why a stack could not be deployed or removed: the first line says what is wrong, the others what else there is to know. */
export class DeployError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DeployError'
  }
}
