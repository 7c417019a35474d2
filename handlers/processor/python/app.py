"""The processor of ../index.ts in Python, for the runtime python3.13 with the handler `app.handler`.

Same contract, same log lines; ../index.test.ts runs its cases against both. The two languages disagree
only about the upper case of a few rare characters, because each follows its own version of Unicode.
"""

import base64
import json
import os
import re

import boto3
from botocore.exceptions import ClientError

SOURCE_PREFIX = "uploads/"
TARGET_PREFIX = "processed/"
BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

# S3 says AccessDenied, not NoSuchKey, of a missing key to a caller without s3:ListBucket.
UNREADABLE = {"NoSuchKey", "NoSuchBucket", "AccessDenied", "InvalidObjectState", "KeyTooLongError"}
# Not AccessDenied: a refused write is the fault of our own set-up and hits every record.
UNWRITABLE = {"KeyTooLongError"}

# Made once per execution environment, so that warm invocations reuse their connections.
s3 = boto3.client("s3")


class PermanentError(Exception):
    """A record that cannot succeed however often it is tried."""


def handler(event, context):
    """Upper-cases every object the batch names, up to the first failure that a retry may cure."""
    target_bucket = os.environ["PROCESSED_BUCKET"]
    for record in event["Records"]:
        sequence_number = record["kinesis"]["sequenceNumber"]
        try:
            process_record(record, target_bucket)
        except PermanentError as error:
            log_error("record skipped", sequence_number, error)
        except Exception as error:  # whatever it is, the mapping has to hear of it
            log_error("batch stopped, to be retried from this record", sequence_number, error)
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
    return {"batchItemFailures": []}


def process_record(record, target_bucket):
    bucket, key = read_record(record)
    target_key = TARGET_PREFIX + key[len(SOURCE_PREFIX):]
    text, metadata = get_text(bucket, key)
    put_text(target_bucket, target_key, text.upper(), metadata)
    log({"message": "processed", "source": f"s3://{bucket}/{key}", "target": f"s3://{target_bucket}/{target_key}"})


def read_record(record):
    try:
        message = json.loads(base64.b64decode(record["kinesis"]["data"]).decode("utf-8", "replace"))
    except (ValueError, RecursionError):  # bad base64, bad JSON, JSON nested without end
        raise PermanentError("data is not JSON") from None
    if not isinstance(message, dict):
        raise PermanentError("data is not a JSON object")
    bucket, key = message.get("bucket"), message.get("key")
    if not isinstance(bucket, str) or not BUCKET_NAME.fullmatch(bucket):
        raise PermanentError('member "bucket" is not a bucket name')
    if not isinstance(key, str) or not is_well_formed(key):
        raise PermanentError('member "key" is not a string')
    if not key.startswith(SOURCE_PREFIX) or key == SOURCE_PREFIX:
        raise PermanentError(f"key {json.dumps(key, ensure_ascii=False)} is not under {SOURCE_PREFIX}")
    return bucket, key


def is_well_formed(text):
    """JSON can carry half of a surrogate pair, which no S3 key can."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def get_text(bucket, key):
    """The text with its object's metadata, which says which upload it came from."""
    try:
        found = s3.get_object(Bucket=bucket, Key=key)
        body = found["Body"].read()
    except ClientError as error:
        raise classify(error, UNREADABLE) from error
    return body.decode("utf-8", "replace"), found.get("Metadata", {})


def put_text(bucket, key, text, metadata):
    body = text.encode("utf-8")
    try:
        s3.put_object(
            Bucket=bucket, Key=key, Body=body, ContentType="text/plain; charset=utf-8", Metadata=metadata
        )
    except ClientError as error:
        raise classify(error, UNWRITABLE) from error


def classify(error, permanent):
    """The error as it is, unless its code says that no retry can help."""
    code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    return PermanentError(f"{code}: {message}") if code in permanent else error


def log_error(message, sequence_number, error):
    reason = f"{type(error).__name__}: {error}"
    log({"message": message, "sequenceNumber": sequence_number, "reason": reason})


def log(line):
    print(json.dumps(line, ensure_ascii=False), flush=True)
