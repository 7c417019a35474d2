import { expect, test } from 'vitest'
import { asJson, asYaml, expressArn } from './express-arn.ts'

const place = {
  name: 'pipe', account: '111122223333', region: 'eu-west-1',
  resources: {
    Uploads: { type: 'AWS::S3::Bucket', ref: 'pipe-uploads' },
    Stream: { type: 'AWS::Kinesis::Stream', ref: 's' },
    Fn: { type: 'AWS::Lambda::Function', ref: 'pipe-fn' },
  },
}

test.each([
  ['arn:aws:s3:::pipe-uploads', '!GetAtt Uploads.Arn'],
  ['arn:aws:s3:::pipe-uploads/uploads/*', '!Sub ${Uploads.Arn}/uploads/*'],
  ['arn:aws:s3:::pipe-uploads/${x}/*', "!Sub '${Uploads.Arn}/${!x}/*'"],
  ['arn:aws:s3:::pipe-uploads-2', '!Sub arn:${AWS::Partition}:s3:::${AWS::StackName}-uploads-2'],
  ['arn:aws:kinesis:eu-west-1:111122223333:stream/s', '!GetAtt Stream.Arn'],
  ['arn:aws:kinesis:us-east-1:111122223333:stream/s', '!Sub arn:${AWS::Partition}:kinesis:us-east-1:${AWS::AccountId}:stream/s'],
  ['arn:aws:lambda:eu-west-1:111122223333:function:pipe-fn', '!Sub arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-fn'],
  ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/pipe-fn:*', '!Sub arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${AWS::StackName}-fn:*'],
  ['*', "'*'"],
])('%s is said as %s', (arn, yaml) => {
  expect(asYaml(expressArn(arn, place, new Set(['Fn'])))).toBe(yaml)
})

test('in JSON the functions have their long form, and without a stack an ARN is itself', () => {
  expect(asJson(expressArn('arn:aws:s3:::pipe-uploads', place))).toEqual({ 'Fn::GetAtt': ['Uploads', 'Arn'] })
  expect(asJson(expressArn('arn:aws:s3:::pipe-uploads/a', place))).toEqual({ 'Fn::Sub': '${Uploads.Arn}/a' })
  expect(asJson(expressArn('arn:aws:s3:::pipe-uploads', undefined))).toBe('arn:aws:s3:::pipe-uploads')
})
