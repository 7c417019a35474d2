import { lab as expiredToken } from './expired-token/lab.ts'
import { lab as filterWrongField } from './filter-wrong-field/lab.ts'
import { lab as functionTimeout } from './function-timeout/lab.ts'
import { lab as hotPartition } from './hot-partition/lab.ts'
import type { Lab } from './lab.ts'
import { lab as latestAfterPut } from './latest-after-put/lab.ts'
import { lab as mappingDisabled } from './mapping-disabled/lab.ts'
import { lab as missingScope } from './missing-scope/lab.ts'
import { lab as poisonRecord } from './poison-record/lab.ts'
import { lab as processorCannotRead } from './processor-cannot-read/lab.ts'
import { lab as putRecordDenied } from './put-record-denied/lab.ts'
import { lab as s3DeniedWrongResource } from './s3-denied-wrong-resource/lab.ts'
import { lab as wrongAudience } from './wrong-audience/lab.ts'
import { lab as wrongIssuer } from './wrong-issuer/lab.ts'

/** In the order in which an upload meets them. */
export const LABS: readonly Lab[] = [
  wrongIssuer, wrongAudience, expiredToken, missingScope, functionTimeout, putRecordDenied, s3DeniedWrongResource, hotPartition,
  mappingDisabled, latestAfterPut, processorCannotRead, filterWrongField, poisonRecord,
]
