import type { UpdateRuntimeOn } from '@aws-sdk/client-lambda'
import { collection } from '../../kernel/store.ts'

/** By `qualifiedKey`. Kept and shown: what runs is what this machine has. */
export const runtimeManagement = collection<{ readonly on: UpdateRuntimeOn; readonly versionArn?: string }>('lambda.runtime-management', 'region')

/** By function: what is to happen to an endless chain of invocations. Kept and shown. */
export const recursionSettings = collection<'Allow' | 'Terminate'>('lambda.recursion', 'region')
