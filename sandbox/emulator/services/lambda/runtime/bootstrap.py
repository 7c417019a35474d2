"""The Python runtime of a function: loads the handler and serves the Lambda Runtime API until it goes away.

It runs in the function's own process and needs nothing but Python's standard library.
"""

import http.client
import importlib
import io
import json
import logging
import os
import resource
import struct
import sys
import time
import traceback
from decimal import Decimal

API = "/2018-06-01/runtime"
LOG_FD = 3
MESSAGE = 1
DONE = 2
JSON_LOG = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


class Failure(Exception):
    """What AWS's runtime reports under a name of its own, without a traceback of ours."""

    def __init__(self, error_type, message, stack=()):
        super().__init__(message)
        self.error_type = error_type
        self.stack = list(stack)


class Context:
    """The handler's second argument, from the headers of `invocation/next`."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = ClientContext.read(headers.get("Lambda-Runtime-Client-Context"))
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class ClientContext:
    @staticmethod
    def read(text):
        if not text:
            return None
        found, given = ClientContext(), json.loads(text)
        found.custom, found.env, found.client = given.get("custom"), given.get("env"), given.get("client")
        return found


class Lines(io.RawIOBase):
    """Standard output as log events, one a line, in one order with everything else that is logged."""

    def __init__(self):
        self.pending = b""

    def writable(self):
        return True

    def write(self, data):
        *lines, self.pending = (self.pending + bytes(data)).split(b"\n")
        for line in lines:
            frame(MESSAGE, line)
        return len(data)


class Events(logging.Handler):
    def emit(self, record):
        frame(MESSAGE, self.format(record).encode())


class WithRequestId(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = WithRequestId.request_id
        return True


def frame(kind, body):
    data = struct.pack(">IB", len(body), kind) + body
    while data:
        data = data[os.write(LOG_FD, data):]


def end_of_invocation(request_id):
    sys.stdout.flush()
    sys.stderr.flush()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kib = memory // 1024 if sys.platform == "darwin" else memory
    frame(DONE, json.dumps({"requestId": request_id, "memory_kib": kib}).encode())


class JsonFormat(logging.Formatter):
    """AWS's JSON format of `logging`; what is printed stays as it is."""

    converter = time.gmtime
    own = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "aws_request_id", "taskName"}

    def format(self, record):
        line = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"), "level": record.levelname, "message": record.getMessage(),
            "logger": record.name, "requestId": record.aws_request_id,
        }
        if record.exc_info:
            error_type, error, tb = record.exc_info
            line |= {"stackTrace": traceback.format_tb(tb), "errorType": error_type.__name__, "errorMessage": str(error)}
            line["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        line |= {key: value for key, value in record.__dict__.items() if key not in self.own}
        return json.dumps(line, ensure_ascii=False, default=str)


def take_over_output():
    sys.stdout = io.TextIOWrapper(Lines(), encoding="utf-8", errors="backslashreplace", write_through=True)
    sys.stderr = io.TextIOWrapper(Lines(), encoding="utf-8", errors="backslashreplace", write_through=True)
    events = Events()
    events.addFilter(WithRequestId())
    form = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    events.setFormatter(JsonFormat() if JSON_LOG else form)
    if JSON_LOG:
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().setLevel({"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level))
    logging.getLogger().addHandler(events)


def load(handler):
    try:
        module_name, name = handler.rsplit(".", 1)
    except ValueError as error:
        raise Failure("Runtime.MalformedHandlerName", f"Bad handler '{handler}': {error}") from None
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        missing = f". AWS's runtime carries it; install it here: {sys.executable} -m pip install boto3" if error.name in ("boto3", "botocore") else ""
        raise Failure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}{missing}") from None
    except SyntaxError as error:
        where = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        raise Failure("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", [where]) from None
    if not hasattr(module, name):
        raise Failure("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module_name}'")
    return getattr(module, name)


def describe(error, request_id=""):
    """An error as AWS's Python runtime shapes it: the caller's lines of the stack, without ours."""
    if isinstance(error, Failure):
        return {"errorMessage": str(error), "errorType": error.error_type, "requestId": request_id, "stackTrace": error.stack}
    stack = [part for part in traceback.extract_tb(error.__traceback__) if part.filename != __file__ and "<frozen importlib" not in part.filename]
    return {
        "errorMessage": str(error), "errorType": type(error).__name__, "requestId": request_id,
        "stackTrace": traceback.format_list(stack),
    }


def log_error(described):
    if JSON_LOG:
        line = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR"}
        frame(MESSAGE, json.dumps(line | described).encode())
        return
    lines = [f"[ERROR] {described['errorType']}: {described['errorMessage']}"]
    if described["stackTrace"]:
        lines += ["Traceback (most recent call last):"] + [line.rstrip("\n") for line in described["stackTrace"]]
    frame(MESSAGE, "\n".join(lines).encode())


def as_number(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def answer(handler, body, context):
    try:
        result = handler(json.loads(body), context)
    except Exception as error:
        return "error", describe(error, context.aws_request_id)
    try:
        return "response", json.dumps(result, ensure_ascii=False, default=as_number)
    except Exception as error:
        return "error", describe(Failure("Runtime.MarshalError", f"Unable to marshal response: {error}"), context.aws_request_id)


class Engine:
    def __init__(self):
        self.connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def call(self, method, path, body=None, headers={}):
        self.connection.request(method, API + path, body, headers)
        response = self.connection.getresponse()
        return response.headers, response.read()

    def report(self, path, described):
        self.call("POST", path, json.dumps(described).encode(), {"Lambda-Runtime-Function-Error-Type": described["errorType"]})


def serve(engine, handler):
    end_of_invocation("init")
    while True:
        headers, body = engine.call("GET", "/invocation/next")
        context = Context(headers)
        WithRequestId.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        what, result = answer(handler, body, context)
        path = f"/invocation/{context.aws_request_id}/{what}"
        if what == "error":
            log_error(result)
        end_of_invocation(context.aws_request_id)
        if what == "error":
            engine.report(path, result)
        else:
            engine.call("POST", path, result.encode())


def main():
    # AWS's runtime carries boto3; here it is where the user has installed it, also when that is below the home folder.
    _, sys.pycache_prefix, user_packages = sys.argv
    del sys.argv[1:]
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    if user_packages not in sys.path:
        sys.path.append(user_packages)
    take_over_output()
    engine = Engine()
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        described = describe(error)
        log_error(described)
        engine.report("/init/error", described)
        sys.exit(1)
    try:
        serve(engine, handler)
    except (http.client.HTTPException, OSError):
        # The engine is gone, and with it all work.
        os._exit(1)


main()
