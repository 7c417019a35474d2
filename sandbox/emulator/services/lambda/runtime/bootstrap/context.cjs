'use strict'
/** The handler's second argument, from the headers of `invocation/next`. */
function contextOf(headers) {
  const deadline_ms = Number(headers['lambda-runtime-deadline-ms'])
  const { env } = process
  return {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headers['lambda-runtime-client-context']),
    identity: parse(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline_ms - Date.now(),
  }
}

const parse = (text) => (text ? JSON.parse(text) : undefined)

module.exports = { contextOf }
