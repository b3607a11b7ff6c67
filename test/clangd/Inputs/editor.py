# SPDX-License-Identifier: Apache-2.0
"""Does what an editor does with a language server, and prints what a person would see.

editor.py FILE SERVER [ARGS...]: opens FILE, prints its diagnostics, takes the first quick fix that
is offered for each line with one, one after the other, and prints the diagnostics and the text that
are left. The file on disk is not written.
"""
import json
import pathlib
import subprocess
import sys
import threading


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.ids = 0
        self.published = {}
        # A server that hangs must fail the test, not stop it.
        self.watchdog = threading.Timer(60, self.process.kill)
        self.watchdog.start()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

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

    def diagnostics(self, version):
        while version not in self.published:
            self.receive()
        return self.published[version]

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        code = self.process.wait()
        self.watchdog.cancel()
        if code:
            sys.exit(f"the server ended with {code}")


def show(title, diagnostics):
    print(f"{title}: {len(diagnostics)}")
    for each in diagnostics:
        start = each["range"]["start"]
        print(f"  {start['line'] + 1}:{start['character'] + 1}: {each['message'].splitlines()[0]}"
              f" [{each.get('source')}: {each.get('code')}]")
        for note in each.get("relatedInformation", []):
            start = note["location"]["range"]["start"]
            print(f"    {start['line'] + 1}:{start['character'] + 1}: {note['message']}")


def offset(text, position):
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[:position["line"]])) + position["character"]


def apply(text, edits):
    for edit in sorted(edits, key=lambda e: offset(text, e["range"]["start"]), reverse=True):
        begin, end = (offset(text, edit["range"][side]) for side in ("start", "end"))
        text = text[:begin] + edit["newText"] + text[end:]
    return text


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    uri, text, version = path.as_uri(), path.read_text(), 1
    server = Server(sys.argv[2:])
    server.request("initialize", {
        "processId": None, "rootUri": path.parent.as_uri(),
        "capabilities": {"textDocument": {
            "publishDiagnostics": {"relatedInformation": True},
            "codeAction": {"codeActionLiteralSupport": {
                "codeActionKind": {"valueSet": ["quickfix"]}}}}}})
    server.notify("initialized", {})
    server.notify("textDocument/didOpen", {"textDocument": {
        "uri": uri, "languageId": "cpp", "version": version, "text": text}})
    found = server.diagnostics(version)
    show("opened", found)

    while found:
        actions = [action for each in found for action in server.request(
            "textDocument/codeAction",
            {"textDocument": {"uri": uri}, "range": each["range"],
             "context": {"diagnostics": [each]}})
            if action.get("kind") == "quickfix" and "edit" in action]
        if not actions:
            break
        print(f"fix: {actions[0]['title']}")
        text = apply(text, actions[0]["edit"]["changes"][uri])
        version += 1
        server.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": text}]})
        found = server.diagnostics(version)
        show("edited", found)
    server.stop()
    print(text)


main()
