# SPDX-License-Identifier: Apache-2.0
# The editor's half of the Language Server Protocol, as far as tests and the benchmark speak it.
import atexit
import json
import subprocess
import sys
import threading
import time


class Server:
    """A server that runs, spoken to as an editor does. It ends with this program, if not before."""

    # Seconds that a busy machine may take for what one message asks of it. A server that takes
    # longer hangs and is killed: it is to fail the test, not to stop it.
    PATIENCE = 120

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        self.ids = 0
        self.published = {}
        self.state = None
        self.asked = time.monotonic()
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while time.monotonic() < self.asked + self.PATIENCE:
            time.sleep(1)
        self.process.kill()

    def send(self, message):
        self.asked = time.monotonic()
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except BrokenPipeError:
            sys.exit("the server has ended")

    def receive(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("the server has ended or did not answer in time")
            if line == b"\r\n":
                break
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.published[params.get("version")] = params["diagnostics"]
        elif message.get("method") == "textDocument/clangd.fileStatus":
            self.state = message["params"]["state"]
        return message

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.ids += 1
        self.send({"id": self.ids, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.ids and "method" not in message:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message["result"]

    def initialize(self, root, options=None):
        """`options`: clangd's own."""
        self.request("initialize", {
            "processId": None, "rootUri": root, "initializationOptions": options or {},
            "capabilities": {"textDocument": {
                "publishDiagnostics": {"relatedInformation": True},
                "codeAction": {"codeActionLiteralSupport": {
                    "codeActionKind": {"valueSet": ["quickfix"]}}}}}})
        self.notify("initialized", {})

    def open(self, uri, text, version):
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "cpp", "version": version, "text": text}})

    def change(self, uri, text, version, at_once=False):
        """`at_once`: clangd does not wait whether the next key follows."""
        self.state = None
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": text}], **({"wantDiagnostics": True} if at_once else {})})

    def diagnostics(self, version):
        """Those of that version of the text, as soon as they are published."""
        while version not in self.published:
            self.receive()
        return self.published[version]

    def until_idle(self):
        """Waits until the server has done all that the last change led to. Wants clangdFileStatus
        among the options."""
        while self.state != "idle":
            self.receive()

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        code = self.process.wait()
        if code:
            sys.exit(f"the server ended with {code}")
